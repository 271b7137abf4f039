import type { EpochMs, WorkspaceId } from "../model/ids.ts";
import type { Capabilities } from "../model/source.ts";
import type { ReadinessFigures, SourceRecord, StoreReader } from "../store/store.ts";
import { FindingShelf, readCountingFindings } from "./finding-lines.ts";
import { judgeGate } from "./gates.ts";
import { rankMending } from "./mend-first.ts";
import { MendLedger } from "./mend-ledger.ts";
import { listNotExamined } from "./not-examined.ts";
import { CATEGORY_WEIGHTS, SMALL_DENOMINATOR } from "./profile.ts";
import type { QualityGate } from "./quality-gate.ts";
import type { ReadinessReport } from "./readiness-report.ts";
import type { RuleCard } from "./rule-card.ts";
import { scoreCategories, scoreOverall, type CategoryScore, type CategoryScores } from "./score.ts";
import { describeSources } from "./source-cards.ts";
import { raiseSystemicCauses } from "./systemic.ts";

export interface ReadinessContext {
  readonly workspace: WorkspaceId;
  readonly workspaceName: string;
  readonly now: EpochMs;
  readonly gates: readonly QualityGate[];
  /** By connector id. */
  readonly connectors: ReadonlyMap<string, Capabilities>;
  /** All rules there are, enabled or not. */
  readonly rules: readonly RuleCard[];
  readonly enabledRuleIds: ReadonlySet<string>;
}

/** Where the dear part of a report is kept from one to the next. */
export interface ReportMemory {
  /** What was kept under the name and still holds at `now`; null: nothing. */
  recall(name: string, now: EpochMs): Promise<string | null>;
  keep(
    name: string,
    json: string,
    now: EpochMs,
    version: ReadinessFigures["kbVersion"],
  ): Promise<void>;
}

/** The part of a report that changes only with documents, findings and what comes due. */
interface WeighedState {
  readonly figures: ReadinessFigures;
  readonly findings: Awaited<ReturnType<typeof weighFindings>>;
}

/** The readiness report as of `now`. Reads figures, sources and findings; documents only as far as they are shown. */
export async function takeReadiness(
  reader: StoreReader,
  context: ReadinessContext,
  memory: ReportMemory | null = null,
): Promise<ReadinessReport> {
  const { now, enabledRuleIds } = context;
  const records = await reader.listSources();
  const { figures, findings } = await recallWeighed(reader, context, records, memory);
  const sources = describeSources(records, context.connectors, now);
  const categories = scoreCategories(figures, enabledCategories(context));
  const overall = scoreOverall(categories);
  const gates = context.gates.map((gate) =>
    judgeGate(gate, { figures, categories, overall, sources, enabledRuleIds, now }),
  );
  return {
    workspace: context.workspace,
    workspaceName: context.workspaceName,
    kbVersion: await reader.currentVersion(),
    takenAt: new Date(now).toISOString(),
    findingsAsOf: oldestComplete(records),
    ready: gates.every(({ passed }) => passed),
    score: overall.score,
    scoreReason: overall.reason,
    categories: reportCategories(categories),
    gates,
    documents: reportDocuments(figures),
    findings: figures.findings,
    mendFirst: findings.mendFirst,
    notExamined: listNotExamined({
      ...context,
      figures,
      categories,
      sources,
      unreadFindingCount: findings.unreadCount,
    }),
    sources,
    rules: findings.sections,
  };
}

async function recallWeighed(
  reader: StoreReader,
  context: ReadinessContext,
  sources: readonly SourceRecord[],
  memory: ReportMemory | null,
): Promise<WeighedState> {
  const name = JSON.stringify(["weighed", CATEGORY_WEIGHTS, context.rules]);
  const kept = (await memory?.recall(name, context.now)) ?? null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below, by a program with the same rules and weights
  if (kept !== null) return JSON.parse(kept) as WeighedState;
  const figures = await reader.readinessFigures(context.now);
  const findings = await weighFindings(reader, context, figures, sources);
  await memory?.keep(name, JSON.stringify({ figures, findings }), context.now, figures.kbVersion);
  return { figures, findings };
}

function enabledCategories({
  rules,
  enabledRuleIds,
}: ReadinessContext): ReadonlySet<RuleCard["category"]> {
  return new Set(rules.filter(({ id }) => enabledRuleIds.has(id)).map(({ category }) => category));
}

async function weighFindings(
  reader: StoreReader,
  context: ReadinessContext,
  figures: ReadinessFigures,
  sources: readonly SourceRecord[],
): Promise<
  Pick<ReadinessReport, "mendFirst"> & {
    readonly sections: ReadinessReport["rules"];
    readonly unreadCount: number;
  }
> {
  const rules = new Map(context.rules.map((rule) => [rule.id, rule]));
  const ledger = new MendLedger();
  const shelf = new FindingShelf();
  const readCount = await readCountingFindings(reader, (finding) => {
    ledger.add(finding);
    shelf.add(finding);
  });
  await raiseSystemicCauses(reader, ledger, sources);
  return {
    mendFirst: await rankMending(reader, ledger, sources, rules),
    sections: await shelf.toSections(reader, rules, figures.findings.byRule),
    unreadCount: figures.findings.byState.open + figures.findings.byState.acknowledged - readCount,
  };
}

/** Null when one source was never scanned completely. */
function oldestComplete(sources: readonly SourceRecord[]): string | null {
  let oldestAt: EpochMs | null = null;
  for (const { lastCompleteAt } of sources) {
    if (lastCompleteAt === null) return null;
    if (oldestAt === null || lastCompleteAt < oldestAt) oldestAt = lastCompleteAt;
  }
  return oldestAt === null ? null : new Date(oldestAt).toISOString();
}

function reportCategories(categories: CategoryScores): ReadinessReport["categories"] {
  const entry = (
    category: keyof CategoryScores,
  ): CategoryScore & { readonly weight: number; readonly isSmall: boolean } => ({
    ...categories[category],
    weight: CATEGORY_WEIGHTS[category],
    isSmall: categories[category].denominator < SMALL_DENOMINATOR,
  });
  return {
    freshness: entry("freshness"),
    links: entry("links"),
    consistency: entry("consistency"),
    coverage: entry("coverage"),
    access: entry("access"),
    ownership: entry("ownership"),
    ingestion: entry("ingestion"),
  };
}

function reportDocuments({ documents, access }: ReadinessFigures): ReadinessReport["documents"] {
  return {
    total: documents.total,
    bySource: documents.bySource,
    byStatus: documents.byStatus,
    read: documents.read,
    unreadByReason: documents.unreadByReason,
    withOwner: documents.withOwner,
    withKnownAccess: access.known,
  };
}
