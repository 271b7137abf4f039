import type { EpochMs } from "../model/ids.ts";
import { DAY_MS } from "../model/ids.ts";
import { CATEGORIES, SEVERITIES } from "../model/finding.ts";
import { FRESHNESS_STATUSES } from "../model/freshness.ts";
import type { ReadinessFigures } from "../store/store.ts";
import type { CategoryScores, OverallScore } from "./score.ts";
import type { SourceCard } from "./source-cards.ts";

/** All that a quality gate can look at. */
export interface MetricInputs {
  readonly figures: ReadinessFigures;
  readonly categories: CategoryScores;
  readonly overall: OverallScore;
  readonly sources: readonly SourceCard[];
  readonly enabledRuleIds: ReadonlySet<string>;
  readonly now: EpochMs;
}

/** A metric's value, and what it counted where that has names; null, and why, when nobody can say it. */
export interface MetricValue {
  readonly value: number | null;
  readonly reason: string;
}

type Measure = (inputs: MetricInputs) => MetricValue;

const FIXED: Readonly<Record<string, Measure>> = {
  score: ({ overall }) => scoreValue(overall),
  "documents.total": ({ figures }) => known(figures.documents.total),
  "documents.read": ({ figures }) => known(figures.documents.read),
  "documents.unread": ({ figures }) => known(figures.documents.total - figures.documents.read),
  "documents.unreadRatio": ({ figures }) =>
    ratio(figures.documents.total - figures.documents.read, figures.documents.total),
  "documents.withoutOwner": ({ figures }) =>
    known(figures.documents.total - figures.documents.withOwner),
  "documents.withoutOwnerRatio": ({ figures }) =>
    ratio(figures.documents.total - figures.documents.withOwner, figures.documents.total),
  "documents.unknownAccess": ({ figures }) => known(unknownAccessCount(figures)),
  "documents.unknownAccessRatio": ({ figures }) =>
    ratio(unknownAccessCount(figures), figures.documents.total),
  "findings.open": ({ figures }) => known(figures.findings.open),
  "findings.new": ({ figures }) => known(figures.findings.byBaseline.new),
  "rules.failed": ({ figures }) =>
    known(new Set(figures.failedRules.map(({ ruleId }) => ruleId)).size),
  "sources.unhealthy": ({ sources }) =>
    countSources(sources, ({ health }) => health.kind !== "healthy" && health.kind !== "partial"),
  "sources.partial": ({ sources }) =>
    countSources(sources, ({ health }) => health.kind === "partial"),
  "sources.failed": ({ sources }) =>
    countSources(sources, ({ health }) => health.kind === "failed"),
  "sources.suspect": ({ sources }) =>
    countSources(sources, ({ health }) => health.kind === "suspect"),
  "sources.withoutStewardship": ({ sources }) =>
    countSources(sources, ({ missingStewardship }) => missingStewardship.length > 0),
  "sources.reviewOverdue": ({ sources }) =>
    countSources(sources, ({ isReviewOverdue }) => isReviewOverdue),
  "sources.crawlAgeDays": ({ sources }) => oldestCrawlDays(sources),
  ...Object.fromEntries(
    CATEGORIES.map((category): [string, Measure] => [`score.${category}`, categoryScore(category)]),
  ),
  ...Object.fromEntries(
    FRESHNESS_STATUSES.map((status): [string, Measure] => [
      `documents.${status}`,
      ({ figures }) => known(figures.documents.byStatus[status]),
    ]),
  ),
  ...Object.fromEntries(
    SEVERITIES.map((severity): [string, Measure] => [
      `findings.${severity}`,
      ({ figures }) => known(figures.findings.bySeverity[severity]),
    ]),
  ),
};

const NAMED_SOURCES = 5;

const RULE_PREFIX = "findings.rule.";

/** Every metric that a gate may name, given the rules there are. */
export function listMetrics(ruleIds: readonly string[]): readonly string[] {
  return [...Object.keys(FIXED), ...ruleIds.map((id) => RULE_PREFIX + id)];
}

/** The metric's value. A name that `listMetrics` does not hold is a metric that nobody can say. */
export function measure(metric: string, inputs: MetricInputs): MetricValue {
  const fixed = FIXED[metric];
  if (fixed !== undefined) return fixed(inputs);
  if (metric.startsWith(RULE_PREFIX)) return ruleFindings(metric.slice(RULE_PREFIX.length), inputs);
  return { value: null, reason: `There is no metric ${metric}.` };
}

function categoryScore(category: (typeof CATEGORIES)[number]): Measure {
  return ({ categories }) => scoreValue(categories[category]);
}

function scoreValue({ score, reason }: Pick<OverallScore, "score" | "reason">): MetricValue {
  return { value: score, reason: score === null ? reason : "" };
}

/** A rule that is off, or failed somewhere, found nothing without that meaning that there is nothing. */
function ruleFindings(ruleId: string, { figures, enabledRuleIds }: MetricInputs): MetricValue {
  if (!enabledRuleIds.has(ruleId))
    return { value: null, reason: `The rule ${ruleId} is not enabled.` };
  const failed = figures.failedRules.find((rule) => rule.ruleId === ruleId);
  if (failed !== undefined)
    return { value: null, reason: `The rule ${ruleId} failed on ${failed.subjects} subjects.` };
  return known(figures.findings.byRule[ruleId] ?? 0);
}

function known(value: number): MetricValue {
  return { value, reason: "" };
}

function ratio(part: number, whole: number): MetricValue {
  return whole === 0 ? { value: null, reason: "There are no documents." } : known(part / whole);
}

function unknownAccessCount({ access }: ReadinessFigures): number {
  return Object.values(access.unknownByReason).reduce((sum, count) => sum + count, 0);
}

function countSources(
  sources: readonly SourceCard[],
  holds: (source: SourceCard) => boolean,
): MetricValue {
  if (sources.length === 0) return { value: null, reason: "There are no sources." };
  const held = sources.filter(holds);
  return { value: held.length, reason: nameSources(held) };
}

function nameSources(sources: readonly SourceCard[]): string {
  const names = sources.slice(0, NAMED_SOURCES).map(({ id }) => id);
  const more = sources.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}

function oldestCrawlDays(sources: readonly SourceCard[]): MetricValue {
  const never = sources.find(({ crawlAgeSecs }) => crawlAgeSecs === null);
  if (never !== undefined)
    return { value: null, reason: `${never.id} was never scanned completely.` };
  if (sources.length === 0) return { value: null, reason: "There are no sources." };
  const oldestSecs = Math.max(...sources.map(({ crawlAgeSecs }) => crawlAgeSecs ?? 0));
  return known((oldestSecs * 1000) / DAY_MS);
}
