import { listMetrics } from "../report/metrics.ts";
import type { Config, Registries } from "./config-schema.ts";
import { durationMs } from "./config-values.ts";
import { suggestion, type Path, type Problem } from "./config-problems.ts";

/** Settings that are right one by one and wrong together, or that name what is not there. */
export function checkConfig(config: Config, registries: Registries): Problem[] {
  const problems: Problem[] = [];
  const report = (path: Path, text: string, isUnknownRule = false): void => {
    problems.push({ path, at: "value", text, isUnknownRule });
  };
  checkSourceIds(config, report);
  checkFreshness(config, report);
  checkMatches(config, report);
  const ruleIds = registries.rules.map((rule) => rule.meta.id);
  for (const [index, waiver] of config.waivers.entries()) {
    if (ruleIds.includes(waiver.rule)) continue;
    report(
      ["waivers", index, "rule"],
      `there is no rule "${waiver.rule}"${suggestion(waiver.rule, ruleIds)}`,
      true,
    );
  }
  const metrics = listMetrics(ruleIds);
  for (const [index, gate] of (config.quality_gates ?? []).entries()) {
    if (metrics.includes(gate.metric)) continue;
    report(
      ["quality_gates", index, "metric"],
      `there is no metric "${gate.metric}"${suggestion(gate.metric, metrics)}`,
    );
  }
  for (const [index, source] of config.sources.entries()) {
    checkOptions(source, index, registries, report);
  }
  return problems;
}

type Report = (path: Path, text: string, isUnknownRule?: boolean) => void;

function checkSourceIds(config: Config, report: Report): void {
  const firstIndex = new Map<string, number>();
  for (const [index, source] of config.sources.entries()) {
    const first = firstIndex.get(source.id);
    if (first === undefined) firstIndex.set(source.id, index);
    else report(["sources", index, "id"], `"${source.id}" is already the id of sources[${first}]`);
  }
}

function checkFreshness(config: Config, report: Report): void {
  let catchAll: number | null = null;
  for (const [index, entry] of config.freshness.entries()) {
    const path = ["freshness", index];
    if (catchAll !== null)
      report(path, `never used: freshness[${catchAll}] already matches every document`);
    const hasAge = entry.warn_after !== undefined || entry.error_after !== undefined;
    if (entry.evergreen && hasAge) {
      report([...path, "evergreen"], "an evergreen entry cannot have warn_after or error_after");
    }
    if (!entry.evergreen && !hasAge) {
      report(path, "needs warn_after or error_after, or evergreen: true");
    }
    if (entry.warn_after !== undefined && entry.error_after !== undefined) {
      if (durationMs(entry.warn_after) > durationMs(entry.error_after)) {
        report([...path, "warn_after"], "must not be longer than error_after");
      }
    }
    if (Object.keys(entry.match ?? {}).length === 0) catchAll ??= index;
  }
}

function checkMatches(config: Config, report: Report): void {
  const ids = config.sources.map((source) => source.id);
  const check = (source: string | undefined, path: Path): void => {
    if (source === undefined || ids.includes(source)) return;
    report(path, `there is no source "${source}"${suggestion(source, ids)}`);
  };
  for (const [index, entry] of config.freshness.entries())
    check(entry.match?.source, ["freshness", index, "match", "source"]);
  for (const [index, entry] of config.waivers.entries())
    check(entry.source, ["waivers", index, "source"]);
  for (const [index, entry] of config.owners.entries()) {
    check(entry.source, ["owners", index, "source"]);
    if (entry.source ?? entry.path ?? entry.label) continue;
    report(["owners", index], "needs a path, a source or a label");
  }
}

/** What the connector itself refuses beyond the type of each key. */
function checkOptions(
  source: Config["sources"][number],
  index: number,
  registries: Registries,
  report: Report,
): void {
  const connector = registries.connectors.find(({ meta }) => meta.id === source.connector);
  if (connector === undefined) return;
  const parsed = connector.Options.safeParse(optionsOf(source));
  for (const issue of parsed.error?.issues ?? []) {
    report(
      ["sources", index, ...issue.path.map((key) => (typeof key === "number" ? key : String(key)))],
      issue.message,
    );
  }
}

const SOURCE_KEYS = new Set([
  "id",
  "connector",
  "owner",
  "sla",
  "escalation",
  "next_review",
  "schedule",
]);

/** A source's settings without those that every source has. */
export function optionsOf(source: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(source).filter(([key]) => !SOURCE_KEYS.has(key)));
}
