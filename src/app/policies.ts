import { DEFAULT_FRESHNESS_POLICY } from "../model/freshness.ts";
import { sourceId } from "../model/ids.ts";
import type { DocumentMatch, Policies, RuleSettings } from "../model/policy.ts";
import type { Config, RuleEntry } from "./config-schema.ts";
import { durationMs, endOfDayAt } from "./config-values.ts";

const EVERYTHING: DocumentMatch = { source: null, path: null, label: null };

/** Documents labelled so are never old, and the rest turn by age, unless the configuration says otherwise before. */
const LAST_POLICIES: Policies["freshness"] = [
  {
    match: { ...EVERYTHING, label: "evergreen" },
    policy: { ...DEFAULT_FRESHNESS_POLICY, warnAfterMs: null, errorAfterMs: null },
    name: "evergreen label",
  },
  { match: EVERYTHING, policy: DEFAULT_FRESHNESS_POLICY, name: "default" },
];

/** What holds where there is no configuration. */
export const DEFAULT_POLICIES: Policies = {
  freshness: LAST_POLICIES,
  waivers: [],
  rules: {},
  owners: [],
  suspect: { missingRatio: 0.5, missingCount: 10, agreeForMs: 86_400_000 },
};

/** The configuration's say on judging documents, with the defaults behind it. */
export function policiesOf(config: Config): Policies {
  return {
    freshness: [...config.freshness.map(freshnessEntry), ...LAST_POLICIES],
    waivers: config.waivers.map((entry) => ({
      ruleId: entry.rule,
      match: matchOf(entry),
      reason: entry.reason,
      untilAt: entry.until === undefined ? null : endOfDayAt(entry.until),
    })),
    rules: rulesOf(config.rules),
    owners: config.owners.map((entry) => ({ match: matchOf(entry), owner: entry.owner })),
    suspect: {
      missingRatio: config.suspect.missing_percent / 100,
      missingCount: config.suspect.missing_count,
      agreeForMs: durationMs(config.suspect.agree_for),
    },
  };
}

function freshnessEntry(
  entry: Config["freshness"][number],
  index: number,
): Policies["freshness"][number] {
  return {
    match: matchOf(entry.match ?? {}),
    policy: {
      basis: entry.basis ?? DEFAULT_FRESHNESS_POLICY.basis,
      warnAfterMs: entry.warn_after === undefined ? null : durationMs(entry.warn_after),
      errorAfterMs: entry.error_after === undefined ? null : durationMs(entry.error_after),
    },
    name: entry.name ?? `freshness[${index}]`,
  };
}

function rulesOf(
  entries: Readonly<Record<string, RuleEntry | undefined>>,
): Record<string, RuleSettings> {
  const settings: Record<string, RuleSettings> = {};
  for (const [ruleId, entry] of Object.entries(entries)) {
    if (entry === undefined) continue;
    const written = Array.isArray(entry.options) ? entry.options : [entry.options];
    settings[ruleId] = {
      isEnabled: entry.enabled,
      severity: entry.severity ?? null,
      options: written.map(({ match, ...options }) => ({ match: matchOf(match ?? {}), options })),
    };
  }
  return settings;
}

interface WrittenMatch {
  readonly source?: string | undefined;
  readonly path?: string | undefined;
  readonly label?: string | undefined;
}

function matchOf({ source, path, label }: WrittenMatch): DocumentMatch {
  return {
    source: source === undefined ? null : sourceId(source),
    path: path ?? null,
    label: label ?? null,
  };
}
