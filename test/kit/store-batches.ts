import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { Access } from "../../src/model/access.ts";
import type { Waiver } from "../../src/model/finding.ts";
import { fingerprintText, type Category, type Subject } from "../../src/model/finding.ts";
import type { Freshness, FreshnessStatus } from "../../src/model/freshness.ts";
import {
  documentId,
  epochMs,
  fingerprint,
  groupPrincipal,
  realmId,
  scanId,
  sourceId,
  type DocumentId,
  type EpochMs,
  type KbVersion,
} from "../../src/model/ids.ts";
import type {
  Change,
  DocumentContent,
  DocumentPlace,
  DocumentSaved,
  Judged,
  JudgedFinding,
  JournalRow,
  ScanEnded,
  Store,
} from "../../src/store/store.ts";

export const HANDBOOK = sourceId("handbook");
export const START = epochMs(Date.UTC(2026, 0, 1));
export const SCAN = scanId("scan-1");
export const REALM = realmId("corp");

export function at(minutes: number): EpochMs {
  return epochMs(START + minutes * 60_000);
}

export function commit(store: Store, ...changes: readonly Change[]): Promise<KbVersion> {
  return commitAt(store, START, ...changes);
}

export function commitAt(
  store: Store,
  now: EpochMs,
  ...changes: readonly Change[]
): Promise<KbVersion> {
  return store.commit({ at: now, scanId: null, changes });
}

export function sourceSaved(id = HANDBOOK): Change {
  const stewardship = { owner: "Ada", sla: null, escalation: null, nextReview: null };
  return {
    kind: "source-saved",
    source: { id, connector: "filesystem", optionsJson: "{}", stewardship },
  };
}

export function textOf(text: string): NonNullable<DocumentContent["text"]> {
  const hash = createHash("sha256").update(text).digest("hex");
  const copyHash = createHash("sha256").update(text.toLowerCase()).digest("hex");
  return { hash, copyHash, length: text.length, deflated: deflateRawSync(text) };
}

export interface DocumentSketch {
  readonly place?: Partial<DocumentPlace>;
  /** Null: it could not be read. */
  readonly text?: string | null;
  readonly content?: Partial<DocumentContent>;
  readonly access?: Access;
  readonly accessRevision?: string | null;
}

export function placeOf(id: string, place: Partial<DocumentPlace> = {}): DocumentPlace {
  const locator = place.locator ?? `guides/${id}.md`;
  const page = locator.slice(0, locator.lastIndexOf("/") + 1);
  return {
    sourceId: HANDBOOK,
    locator,
    page,
    uri: `file:///kb/${locator}`,
    revision: "r1",
    identity: null,
    ...place,
  };
}

export function saved(id: string, sketch: DocumentSketch = {}): DocumentSaved {
  const place = placeOf(id, sketch.place);
  const text = sketch.text === undefined ? `The text of ${id}.` : sketch.text;
  const content: DocumentContent = {
    ingestion:
      text === null
        ? { kind: "failed", reason: "encrypted", detail: "needs a password" }
        : { kind: "read", wordCount: text.split(" ").length },
    mediaType: "text/markdown",
    title: `Title of ${id}`,
    language: "en",
    text: text === null ? null : textOf(text),
    headings: [],
    anchors: [],
    links: [],
    linkKeys: [place.locator],
    dates: [],
    owners: [],
    labels: [],
    waivers: [],
    ...sketch.content,
  };
  const access = sketch.access ?? readableBy("staff");
  return {
    kind: "document-saved",
    id: documentId(id),
    place,
    content,
    access,
    accessRevision: sketch.accessRevision ?? null,
  };
}

export function readableBy(group: string, origin = "/guides/"): Access {
  const id = groupPrincipal(REALM, group);
  const gate = { entries: [{ effect: "allow", principals: [{ kind: "group", id }] }] } as const;
  return { kind: "known", realm: REALM, gates: [{ origin, gate }] };
}

export function link(
  targetKey: string | null,
  href = targetKey ?? "https://example.com/",
): DocumentContent["links"][number] {
  return {
    kind: "link",
    href,
    text: "see",
    span: { startOffset: 1, endOffset: 4 },
    line: 2,
    targetKey,
  };
}

export function aboutDocument(id: string): Subject & { readonly kind: "document" } {
  return { kind: "document", documentId: documentId(id) };
}

export interface FindingSketch {
  readonly rule?: string;
  readonly key?: string;
  readonly subject?: Subject;
  readonly evidenceIds?: readonly string[];
  readonly waiver?: Waiver | null;
  readonly severity?: JudgedFinding["severity"];
}

export function found(sketch: FindingSketch = {}): JudgedFinding {
  const subject = sketch.subject ?? aboutDocument("one");
  const finding = { subject, messageId: "missing", key: sketch.key ?? "" };
  return {
    ...finding,
    data: { count: 1 },
    evidence: (sketch.evidenceIds ?? []).map((id) => ({
      documentId: documentId(id),
      startOffset: 0,
      endOffset: 3,
      quote: "The",
      line: 1,
    })),
    confidenceRatio: 1,
    fingerprint: fingerprint(fingerprintText(sketch.rule ?? "broken-link", finding)),
    severity: sketch.severity ?? "warning",
    text: "Something is missing.",
    waiver: sketch.waiver ?? null,
  };
}

export interface JudgementSketch {
  readonly subject?: Subject;
  readonly rule?: string;
  readonly category?: Category;
  readonly outcome?: "looked" | "not-applicable" | "failed";
  readonly dueAt?: EpochMs | null;
  readonly freshness?: Freshness;
}

/** What one rule said of a subject, by default broken-link of document `one`. */
export function judged(findings: readonly JudgedFinding[], sketch: JudgementSketch = {}): Judged {
  const {
    subject = aboutDocument("one"),
    rule = "broken-link",
    outcome = "looked",
    category = "links",
  } = sketch;
  return {
    kind: "judged",
    subject,
    rules: [
      { ruleId: rule, category, outcome, reason: outcome === "looked" ? "" : "because", findings },
    ],
    ...(sketch.dueAt === undefined ? {} : { dueAt: sketch.dueAt }),
    ...(sketch.freshness === undefined ? {} : { freshness: sketch.freshness }),
  };
}

export function freshness(status: FreshnessStatus, turns: Partial<Freshness> = {}): Freshness {
  return {
    status,
    decidedBy: null,
    basisAt: null,
    ageDays: null,
    limitDays: null,
    agingAt: null,
    staleAt: null,
    expiresAt: null,
    changesAt: null,
    suspects: [],
    ...turns,
  };
}

export function scanStarted(): Change {
  return { kind: "scan-started", scanId: SCAN, sourceId: HANDBOOK };
}

export function scanEnded(sketch: Partial<ScanEnded> = {}): ScanEnded {
  return {
    kind: "scan-ended",
    scanId: SCAN,
    sourceId: HANDBOOK,
    outcome: "complete",
    counts: {
      seen: 1,
      unchanged: 0,
      created: 1,
      changed: 0,
      moved: 0,
      deleted: 0,
      unreadable: 0,
      accessRead: 1,
      fetched: 1,
    },
    health: { kind: "healthy", lastCompleteAt: START },
    ...sketch,
  };
}

export function idsOf(things: readonly { readonly id: DocumentId }[]): readonly string[] {
  return things.map(({ id }) => id).toSorted();
}

export async function journalAfter(
  store: Store,
  version: KbVersion,
): Promise<readonly JournalRow[]> {
  return await store.listJournal(version, 10_000);
}

export async function kindsAfter(store: Store, version: KbVersion): Promise<readonly string[]> {
  return (await journalAfter(store, version)).map(({ kind }) => kind);
}
