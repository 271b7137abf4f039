import { exposureOf } from "../model/access.ts";
import { SEVERITIES, type Severity } from "../model/finding.ts";
import type { DocumentId } from "../model/ids.ts";
import type { DocumentState, SourceRecord, StoreReader } from "../store/store.ts";
import { toDocumentLine } from "./finding-lines.ts";
import {
  type Blame,
  type Cause,
  type MendLedger,
  pointsOf,
  worstByCategory,
} from "./mend-ledger.ts";
import {
  CATEGORY_WEIGHTS,
  COPY_MIN_WORDS,
  creditLost,
  EXPOSURE_FACTORS,
  REPORT_LIMITS,
} from "./profile.ts";
import type { MendFirstItem } from "./readiness-report.ts";
import type { RuleCard } from "./rule-card.ts";

/** What is known about one act of mending. */
interface Weighed {
  readonly cause: Cause;
  readonly points: number;
  readonly documentCount: number;
  readonly reach: Reach;
  readonly damage: number;
  /** For an order that is the same every time. */
  readonly name: string;
}

/** Who else meets the damage of one document. */
interface Reach {
  readonly linkers: number;
  readonly copies: number;
  readonly exposure: keyof typeof EXPOSURE_FACTORS;
}

const NO_REACH: Reach = { linkers: 0, copies: 0, exposure: "named" };

/**
 * What to mend first: each item is one act, ranked by damage = points lost (credit × category weight, worst finding of each category)
 * × documents affected (for a document: itself, those that link to it and its copies) × exposure.
 */
export async function rankMending(
  reader: StoreReader,
  ledger: MendLedger,
  sources: readonly SourceRecord[],
  rules: ReadonlyMap<string, RuleCard>,
): Promise<readonly MendFirstItem[]> {
  const bySize = ledger
    .causes()
    .map((cause) => weigh(cause, sources))
    .toSorted(byDamage);
  const single = bySize
    .filter(({ cause }) => cause.subject.kind === "document")
    .slice(0, REPORT_LIMITS.reachLookups);
  const reached = await withReach(reader, single);
  const others = bySize
    .filter(({ cause }) => cause.subject.kind !== "document")
    .slice(0, REPORT_LIMITS.mendItems);
  const top = [...reached, ...others].toSorted(byDamage).slice(0, REPORT_LIMITS.mendItems);
  const shown = top.flatMap(({ cause }) => [
    ...cause.documentIds.slice(0, REPORT_LIMITS.documentsByItem),
    ...culpritIds(cause),
  ]);
  const states = new Map((await reader.getDocuments(shown)).map((state) => [state.id, state]));
  return top.map((item) => toItem(item, states, rules));
}

function culpritIds({ subject }: Cause): readonly DocumentId[] {
  return subject.kind === "shared" && subject.documentId !== null ? [subject.documentId] : [];
}

function byDamage(a: Weighed, b: Weighed): number {
  return b.damage - a.damage || b.documentCount - a.documentCount || compareText(a.name, b.name);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function weigh(cause: Cause, sources: readonly SourceRecord[]): Weighed {
  const points = worstByCategory(cause.blames).reduce((sum, blame) => sum + pointsOf(blame), 0);
  const documentCount = countDocuments(cause, sources);
  const name = JSON.stringify([cause.subject, cause.text]);
  return { cause, points, documentCount, reach: NO_REACH, damage: points * documentCount, name };
}

/** A source's own problem touches all its documents. */
function countDocuments({ subject, documentIds }: Cause, sources: readonly SourceRecord[]): number {
  if (subject.kind !== "source" || documentIds.length > 0) return Math.max(1, documentIds.length);
  return Math.max(1, sources.find(({ id }) => id === subject.sourceId)?.documentCount ?? 1);
}

async function withReach(
  reader: StoreReader,
  single: readonly Weighed[],
): Promise<readonly Weighed[]> {
  const states = await reader.getDocuments(single.flatMap(({ cause }) => cause.documentIds));
  const byId = new Map(states.map((state) => [state.id, state]));
  const copies = await reader.findCopies(states.flatMap(({ copyHash }) => copyHash ?? []));
  const reached: Weighed[] = [];
  for (const item of single) {
    const [id] = item.cause.documentIds;
    const state = id === undefined ? undefined : byId.get(id);
    if (state === undefined) continue;
    const reach = await lookUpReach(reader, state, copies);
    const documentCount = 1 + reach.linkers + reach.copies;
    reached.push({
      ...item,
      reach,
      documentCount,
      damage: item.points * documentCount * EXPOSURE_FACTORS[reach.exposure],
    });
  }
  return reached;
}

async function lookUpReach(
  reader: StoreReader,
  state: DocumentState,
  copies: ReadonlyMap<string, readonly DocumentId[]>,
): Promise<Reach> {
  const linkers = await reader.findLinkers(state.place.sourceId, state.linkKeys);
  const reading = await reader.getAccess(state.id);
  return {
    linkers: linkers.filter((id) => id !== state.id).length,
    copies: countCopies(state, copies),
    exposure:
      reading === null || reading.access.kind === "unknown"
        ? "unknown"
        : exposureOf(reading.access),
  };
}

/** Short texts are alike by chance: empty pages are no copies of each other. */
function countCopies(
  { copyHash, ingestion }: DocumentState,
  copies: ReadonlyMap<string, readonly DocumentId[]>,
): number {
  if (copyHash === null || ingestion.kind === "failed" || ingestion.wordCount < COPY_MIN_WORDS)
    return 0;
  return Math.max(0, (copies.get(copyHash)?.length ?? 1) - 1);
}

function toItem(
  item: Weighed,
  states: ReadonlyMap<DocumentId, DocumentState>,
  rules: ReadonlyMap<string, RuleCard>,
): MendFirstItem {
  const { cause } = item;
  const blames = worstByCategory(cause.blames).toSorted((a, b) => pointsOf(b) - pointsOf(a));
  const ruleIds = [...new Set(cause.blames.map(({ ruleId }) => ruleId))].toSorted();
  const documents = cause.documentIds
    .flatMap((id) => states.get(id) ?? [])
    .slice(0, REPORT_LIMITS.documentsByItem);
  return {
    title: titleOf(cause, nameFailure(cause, blames, rules), culprits(cause, documents, states)),
    damage: round(item.damage),
    because: explain(item, blames),
    remedy: blames.flatMap(({ ruleId }) => rules.get(ruleId)?.remedy ?? []).join(" "),
    severity: worstSeverity(cause.blames),
    ruleIds,
    documentCount: item.documentCount,
    documents: documents.map((document) => toDocumentLine(document)),
  };
}

function nameFailure(
  cause: Cause,
  blames: readonly Blame[],
  rules: ReadonlyMap<string, RuleCard>,
): string {
  const [worst] = blames;
  return (worst === undefined ? undefined : rules.get(worst.ruleId)?.failureTitle) ?? cause.text;
}

/** The document by which the others fail, where there is one, else the documents themselves. */
function culprits(
  cause: Cause,
  documents: readonly DocumentState[],
  states: ReadonlyMap<DocumentId, DocumentState>,
): readonly DocumentState[] {
  const named = culpritIds(cause).flatMap((id) => states.get(id) ?? []);
  return named.length > 0 ? named : documents;
}

function titleOf(
  { subject, text, documentIds }: Cause,
  failure: string,
  [first]: readonly DocumentState[],
): string {
  const name = first === undefined ? null : nameDocument(first);
  switch (subject.kind) {
    case "document":
      return name ?? text;
    case "shared":
      return `${failure}: ${subject.key === "" ? (name ?? text) : subject.key}`;
    case "source":
      return documentIds.length > 0
        ? `${failure}, throughout ${subject.sourceId}`
        : `${subject.sourceId}: ${text}`;
    case "other":
      return name === null ? text : `${failure}: ${name}`;
  }
}

function nameDocument(document: DocumentState): string {
  return document.title ?? document.place.locator;
}

function worstSeverity(blames: readonly Blame[]): Severity {
  return (
    SEVERITIES.toReversed().find((severity) =>
      blames.some((blame) => blame.severity === severity),
    ) ?? "note"
  );
}

/** The damage number as a sum that a reader can check. */
function explain(
  { cause, documentCount, reach, damage }: Weighed,
  blames: readonly Blame[],
): string {
  const terms = blames.map(
    (blame) =>
      `${blame.severity} ${creditLost(blame.category, blame.severity)} × ${blame.category} ${CATEGORY_WEIGHTS[blame.category]}`,
  );
  const points = terms.length === 1 ? terms.join("") : `(${terms.join(" + ")})`;
  const documents = `${documentCount} ${documentCount === 1 ? "document" : "documents"}`;
  const factor = EXPOSURE_FACTORS[reach.exposure];
  const exposure = factor === 1 ? "" : ` × ${factor} (open to ${reach.exposure})`;
  return `${points} × ${documents}${cause.subject.kind === "document" ? reachWords(reach) : ""}${exposure} = ${round(damage)}`;
}

function reachWords({ linkers, copies }: Reach): string {
  const parts = [
    linkers > 0 ? `${linkers} that ${linkers === 1 ? "links" : "link"} to it` : "",
    copies > 0 ? `${copies} with the same text` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` (itself, ${parts.join(", ")})`;
}

function round(damage: number): number {
  return Math.round(damage * 10) / 10;
}
