import type { ConnectorSession } from "../contract/connector.ts";
import type { DocumentRule, Rule } from "../contract/rule.ts";
import { sha256Hex } from "../lib/hash.ts";
import type { ScanError } from "../model/error.ts";
import type { EpochMs, ScanId } from "../model/ids.ts";
import type { SourceHealth } from "../model/source.ts";
import type {
  Change,
  ScanCounts,
  ScanOutcome,
  SourceRecord,
  SourceSettings,
} from "../store/store.ts";
import { judgeWorkspace, type CorpusJudge } from "./judge-corpus.ts";
import { openPolicyBook, type PolicyBook } from "./policy-book.ts";
import type {
  ConfiguredSource,
  ScanOptions,
  ScanProgress,
  ScanResult,
  ScanTools,
} from "./scan-tools.ts";

/** One pass over a source, from its start to its end. */
export interface Pass {
  readonly source: ConfiguredSource;
  readonly tools: ScanTools;
  readonly scanId: ScanId;
  readonly startedAt: EpochMs;
  readonly book: PolicyBook;
  readonly rules: readonly Rule[];
  readonly documentRules: readonly DocumentRule[];
  readonly judge: CorpusJudge;
  /** As it was before this pass; null: never scanned. */
  readonly before: SourceRecord | null;
  /** What earlier documents were judged by is no longer what holds now, or an earlier pass did not come to its end. */
  readonly isJudgingAll: boolean;
  /** What is read out of bytes, or what the options select, is no longer what it was. */
  readonly isReadingAgain: boolean;
  readonly hasNewOptions: boolean;
  readonly fingerprints: PassFingerprints;
  readonly counts: { -readonly [K in keyof ScanCounts]: ScanCounts[K] };
}

/** What the stored state of a source was made with; kept as policies so that a change is seen, and dated. */
interface PassFingerprints {
  readonly judgement: string;
  readonly extraction: string;
}

/** How a pass went, before it is written down. */
export interface PassOutcome {
  readonly outcome: ScanOutcome;
  readonly health: SourceHealth;
  readonly error: ScanError | null;
  /** Undefined keeps the stored one. */
  readonly cursor: string | null | undefined;
}

/** What a pass runs with. */
export interface PassRun {
  readonly pass: Pass;
  readonly session: ConnectorSession;
  readonly options: ScanOptions;
  readonly onProgress: (step: ScanProgress["step"], done: number, total: number | null) => void;
  readonly keepLease: () => Promise<void>;
}

// Grows when the extractors read more, or other things, out of the same bytes: every document is then read again.
const EXTRACTION_VERSION = 1;

export async function startPass(source: ConfiguredSource, tools: ScanTools): Promise<Pass> {
  const { store, policies } = tools;
  const book = openPolicyBook(policies);
  const rules = book.enabledRules(tools.rules);
  const before = await store.getSource(source.id);
  const [last] = await store.listScans({ sourceId: source.id, limit: 1 });
  const fingerprints = {
    judgement: sha256Hex(
      JSON.stringify([
        policies,
        rules.map(({ meta }) => [meta.id, meta.version]),
        source.stewardship.owner,
      ]),
    ),
    extraction: sha256Hex(JSON.stringify([EXTRACTION_VERSION, tools.maxDocumentBytes])),
  };
  const scanId = tools.newScanId();
  const startedAt = tools.now();
  const isUnfinished = last !== undefined && last.endedAt === null;
  const knownJudgement = await store.getPolicy(policyKey("judgement", source));
  const knownExtraction = await store.getPolicy(policyKey("extraction", source));
  const changes: Change[] = [
    { kind: "source-saved", source: settingsOf(source) },
    { kind: "scan-started", scanId, sourceId: source.id },
  ];
  await store.commit({ at: startedAt, scanId, changes });
  return {
    source,
    tools,
    scanId,
    startedAt,
    book,
    rules,
    documentRules: rules.filter((rule): rule is DocumentRule => rule.scope === "document"),
    judge: { store, rules, book, now: tools.now, scanId },
    before,
    isJudgingAll:
      isUnfinished || wasCutShort(last?.outcome) || isOther(knownJudgement, fingerprints.judgement),
    isReadingAgain: isOther(knownExtraction, fingerprints.extraction),
    hasNewOptions: before?.optionsJson !== settingsOf(source).optionsJson,
    fingerprints,
    counts: {
      seen: 0,
      unchanged: 0,
      created: 0,
      changed: 0,
      moved: 0,
      deleted: 0,
      unreadable: 0,
      accessRead: 0,
      fetched: 0,
    },
  };
}

/** What the store keeps of a source's configuration. */
export function settingsOf(source: ConfiguredSource): SourceSettings {
  const { id, connector, options, stewardship } = source;
  return { id, connector: connector.meta.id, optionsJson: JSON.stringify(options), stewardship };
}

function isOther(known: string | null, current: string): boolean {
  return known !== null && known !== quote(current);
}

function wasCutShort(outcome: ScanOutcome | null | undefined): boolean {
  return outcome === "interrupted" || outcome === "failed";
}

function policyKey(name: keyof PassFingerprints, source: ConfiguredSource): string {
  return JSON.stringify([name, source.id]);
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** The source could not be scanned, or not to the end: everything stays as it was. */
export function failedPass(pass: Pass, error: ScanError, isInterrupted: boolean): PassOutcome {
  const lastCompleteAt = pass.before?.lastCompleteAt ?? null;
  if (isInterrupted) {
    const health = pass.before?.health ?? { kind: "never-scanned" };
    return { outcome: "interrupted", health, error, cursor: undefined };
  }
  const health: SourceHealth =
    error.code === "SOURCE_EMPTY"
      ? { kind: "empty", lastCompleteAt }
      : { kind: "failed", code: error.code, message: error.message, lastCompleteAt };
  return { outcome: "failed", health, error, cursor: undefined };
}

/** Writes the pass's end, with what the workspace rules say of the source's health, as one commit. */
export async function endPass(pass: Pass, end: PassOutcome): Promise<ScanResult> {
  const { source, tools, scanId, counts } = pass;
  const endedAt = tools.now();
  const documentCount = await tools.store.countDocuments(source.id);
  const changes: Change[] = [];
  // Only a pass that came to its end has judged everything by what holds now.
  if (end.outcome !== "failed" && end.outcome !== "interrupted") {
    for (const name of ["judgement", "extraction"] as const) {
      changes.push({
        kind: "policy-saved",
        policy: policyKey(name, source),
        json: quote(pass.fingerprints[name]),
      });
    }
  }
  changes.push(
    {
      kind: "scan-ended",
      scanId,
      sourceId: source.id,
      outcome: end.outcome,
      counts,
      health: end.health,
      ...(end.cursor === undefined ? {} : { cursor: end.cursor }),
    },
    await judgeWorkspace(pass.judge, { sourceId: source.id, health: end.health, documentCount }),
  );
  await tools.store.commit({ at: endedAt, scanId, changes });
  tools.onProgress({
    sourceId: source.id,
    step: "done",
    seen: counts.seen,
    done: counts.seen,
    total: counts.seen,
  });
  return {
    scanId,
    sourceId: source.id,
    outcome: end.outcome,
    counts,
    health: end.health,
    error: end.error,
    startedAt: pass.startedAt,
    endedAt,
  };
}
