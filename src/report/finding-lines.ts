import { SEVERITIES, type StoredFinding, type Subject } from "../model/finding.ts";
import type { DocumentId } from "../model/ids.ts";
import type { DocumentState, StoreReader } from "../store/store.ts";
import { REPORT_LIMITS } from "./profile.ts";
import type { ReportedDocument, ReportedFinding, ReportedRule } from "./readiness-report.ts";
import type { RuleCard } from "./rule-card.ts";

const PAGE_SIZE = 10_000;
const DOCUMENT_PAGE_SIZE = 500;

/** Hands over the findings that count, errors first, at most `REPORT_LIMITS.findingsRead`; answers how many there were. */
export async function readCountingFindings(
  reader: StoreReader,
  take: (finding: StoredFinding) => void,
): Promise<number> {
  let count = 0;
  let last: StoredFinding | undefined;
  do {
    const page: readonly StoredFinding[] = await reader.listFindings({
      states: ["open", "acknowledged"],
      limit: PAGE_SIZE,
      ...(last === undefined ? {} : { after: last.fingerprint }),
    });
    for (const finding of page) take(finding);
    count += page.length;
    last = page.length === PAGE_SIZE ? page.at(-1) : undefined;
  } while (last !== undefined && count < REPORT_LIMITS.findingsRead);
  return count;
}

/** Keeps of each rule the first findings, as many as the report shows. */
export class FindingShelf {
  readonly #byRule = new Map<string, { count: number; readonly kept: StoredFinding[] }>();
  #keptCount = 0;

  add(finding: StoredFinding): void {
    let rule = this.#byRule.get(finding.ruleId);
    if (rule === undefined) {
      rule = { count: 0, kept: [] };
      this.#byRule.set(finding.ruleId, rule);
    }
    rule.count += 1;
    const { findingsByRule, findingsShown, findingsReserved } = REPORT_LIMITS;
    const room = this.#keptCount < findingsShown ? findingsByRule : findingsReserved;
    if (rule.kept.length >= room) return;
    rule.kept.push(finding);
    this.#keptCount += 1;
  }

  /** One section for each rule that found something, worst first; `counts`: how many each rule has in all. */
  async toSections(
    reader: StoreReader,
    rules: ReadonlyMap<string, RuleCard>,
    counts: Readonly<Record<string, number>>,
  ): Promise<readonly ReportedRule[]> {
    const kept = [...this.#byRule.values()].flatMap((rule) => rule.kept);
    const documents = await readDocuments(reader, kept.flatMap(documentsOf));
    const sections: ReportedRule[] = [];
    for (const [ruleId, rule] of this.#byRule) {
      const findingCount = Math.max(rule.count, counts[ruleId] ?? 0);
      const findings = rule.kept.map((finding) => toFindingLine(finding, documents));
      sections.push({
        ...describeRule(ruleId, rules, rule.kept[0]),
        findingCount,
        leftOutCount: findingCount - findings.length,
        findings,
      });
    }
    return sections.toSorted(byWeight);
  }
}

/** The worst severity first, then the most findings. */
function byWeight(a: ReportedRule, b: ReportedRule): number {
  return rankOf(b) - rankOf(a) || b.findingCount - a.findingCount || (a.ruleId < b.ruleId ? -1 : 1);
}

/** Its findings stand worst first. */
function rankOf({ findings }: ReportedRule): number {
  return SEVERITIES.indexOf(findings[0]?.severity ?? "note");
}

function describeRule(
  ruleId: string,
  rules: ReadonlyMap<string, RuleCard>,
  sample: StoredFinding | undefined,
): Pick<ReportedRule, "ruleId" | "category" | "title" | "why" | "remedy"> {
  const card = rules.get(ruleId);
  if (card !== undefined)
    return {
      ruleId,
      category: card.category,
      title: card.failureTitle,
      why: card.why,
      remedy: card.remedy,
    };
  return { ruleId, category: sample?.category ?? "ingestion", title: ruleId, why: "", remedy: "" };
}

async function readDocuments(
  reader: StoreReader,
  ids: readonly DocumentId[],
): Promise<ReadonlyMap<DocumentId, DocumentState>> {
  const unique = [...new Set(ids)];
  const documents = new Map<DocumentId, DocumentState>();
  for (let start = 0; start < unique.length; start += DOCUMENT_PAGE_SIZE) {
    const page = await reader.getDocuments(unique.slice(start, start + DOCUMENT_PAGE_SIZE));
    for (const document of page) documents.set(document.id, document);
  }
  return documents;
}

/** The documents that a finding is shown with: its subject's, else those that its evidence quotes. */
function documentsOf({ subject, evidence }: StoredFinding): readonly DocumentId[] {
  if (subject.kind === "document") return [subject.documentId];
  if (subject.kind === "pair") return subject.documentIds;
  return [...new Set(evidence.map(({ documentId }) => documentId))].slice(
    0,
    REPORT_LIMITS.documentsByItem,
  );
}

function toFindingLine(
  finding: StoredFinding,
  documents: ReadonlyMap<DocumentId, DocumentState>,
): ReportedFinding {
  const lines = documentsOf(finding).flatMap((id) => documents.get(id) ?? []);
  const quotes = finding.evidence
    .filter(({ quote }) => quote !== "")
    .slice(0, REPORT_LIMITS.quotesByFinding);
  return {
    fingerprint: finding.fingerprint,
    severity: finding.severity,
    text: finding.text,
    about: nameSubject(finding.subject),
    documents: lines.map((document) => toDocumentLine(document)),
    quotes: quotes.map(({ quote, line }) => ({ text: cut(quote), line })),
    state: finding.state === "acknowledged" ? "acknowledged" : "open",
    baselineState: finding.baselineState,
    openedAt: new Date(finding.openedAt).toISOString(),
    confidenceRatio: finding.confidenceRatio,
  };
}

/** Empty where the documents say it already. */
function nameSubject(subject: Subject): string {
  switch (subject.kind) {
    case "document":
    case "pair":
      return "";
    case "source":
      return subject.sourceId;
    case "group":
    case "question":
      return subject.key;
    case "workspace":
      return "workspace";
  }
}

function cut(quote: string): string {
  return quote.length <= REPORT_LIMITS.quoteLength
    ? quote
    : `${quote.slice(0, REPORT_LIMITS.quoteLength - 1)}…`;
}

/** What the report says of a document. */
export function toDocumentLine({ id, title, place }: DocumentState): ReportedDocument {
  return { id, title, locator: place.locator, uri: place.uri, sourceId: place.sourceId };
}
