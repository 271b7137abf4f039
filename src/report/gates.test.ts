import * as fc from "fast-check";
import { expect, test } from "vitest";
import { makeReadinessFigures } from "../../test/kit/readiness-figures.ts";
import { ScanError } from "../model/error.ts";
import { CATEGORIES } from "../model/finding.ts";
import { epochMs, sourceId } from "../model/ids.ts";
import type { SourceHealth } from "../model/source.ts";
import type { ReadinessFigures } from "../store/store.ts";
import { judgeGate, toQualityGate } from "./gates.ts";
import { listMetrics, measure, type MetricInputs } from "./metrics.ts";
import { DEFAULT_GATES } from "./profile.ts";
import { QualityGateConfig } from "./quality-gate.ts";
import { scoreCategories, scoreOverall } from "./score.ts";
import { describeSources } from "./source-cards.ts";

const NOW = epochMs(Date.UTC(2026, 10, 23, 9));
const RULE_IDS = ["expired-document", "stale-document"];

function inputsWith(changes: Partial<ReadinessFigures> = {}, health?: SourceHealth): MetricInputs {
  const figures = makeReadinessFigures(changes);
  const categories = scoreCategories(figures, new Set(CATEGORIES));
  const source = {
    id: sourceId("handbook"),
    connector: "filesystem",
    optionsJson: "{}",
    stewardship: {
      owner: "Ines",
      sla: "daily",
      escalation: "ops@example.com",
      nextReview: "2027-01-31",
    },
    health: health ?? { kind: "healthy" as const, lastCompleteAt: epochMs(NOW - 86_400_000) },
    cursor: null,
    documentCount: 100,
    lastCompleteAt: epochMs(NOW - 86_400_000),
  };
  return {
    figures,
    categories,
    overall: scoreOverall(categories),
    sources: describeSources([source], new Map(), NOW),
    enabledRuleIds: new Set(RULE_IDS),
    now: NOW,
  };
}

test("all default gates pass over a knowledge base in order", () => {
  const results = DEFAULT_GATES.map((gate) => judgeGate(gate, inputsWith()));

  expect(results.filter(({ passed }) => !passed)).toEqual([]);
});

test.each<{ what: string; inputs: MetricInputs; metric: string }>([
  {
    what: "a source failed",
    inputs: inputsWith(
      {},
      { kind: "failed", code: "SOURCE_UNREACHABLE", message: "no answer", lastCompleteAt: null },
    ),
    metric: "sources.unhealthy",
  },
  {
    what: "a source's listing is held back",
    inputs: inputsWith(
      {},
      { kind: "suspect", missingCount: 90, knownCount: 100, lastCompleteAt: null },
    ),
    metric: "sources.unhealthy",
  },
  {
    what: "nobody can say who may read one document",
    inputs: inputsWith({ access: { known: 99, unknownByReason: { "extended-acl": 1 } } }),
    metric: "documents.unknownAccess",
  },
  {
    what: "access was not examined",
    inputs: inputsWith({ access: { known: 0, unknownByReason: { "not-declared": 100 } } }),
    metric: "score.access",
  },
  {
    what: "a document is expired",
    inputs: inputsWith({
      findings: { ...makeReadinessFigures().findings, byRule: { "expired-document": 1 } },
    }),
    metric: "findings.rule.expired-document",
  },
  {
    what: "six in a hundred cannot be read",
    inputs: inputsWith({ documents: { ...makeReadinessFigures().documents, read: 94 } }),
    metric: "documents.unreadRatio",
  },
  {
    what: "a rule failed",
    inputs: inputsWith({
      failedRules: [
        { ruleId: "stale-document", category: "freshness", subjects: 2, reason: "boom" },
      ],
    }),
    metric: "rules.failed",
  },
])("a default gate fails when $what", ({ inputs, metric }) => {
  const failed = DEFAULT_GATES.map((gate) => judgeGate(gate, inputs)).filter(
    ({ passed }) => !passed,
  );

  expect(failed.map((gate) => gate.metric)).toContain(metric);
});

test("a partly read source passes the gate on health", () => {
  const health: SourceHealth = {
    kind: "partial",
    failedScopes: [],
    failedScopeCount: 1,
    lastCompleteAt: null,
  };

  expect(measure("sources.unhealthy", inputsWith({}, health)).value).toBe(0);
  expect(measure("sources.partial", inputsWith({}, health)).value).toBe(1);
});

test("a null value passes no gate, whatever its limit", () => {
  const inputs = inputsWith({ links: { internal: 0, external: 0, documentsWithInternal: 0 } });
  fc.assert(
    fc.property(
      fc.constantFrom("min" as const, "max" as const),
      fc.double({ noNaN: true }),
      (comparison, limit) => {
        const result = judgeGate({ name: "any", metric: "score.links", comparison, limit }, inputs);

        expect(result).toMatchObject({ passed: false, value: null });
        expect(result.reason).not.toBe("");
      },
    ),
  );
});

test.each([
  ["min", 100, true],
  ["min", 100.1, false],
  ["max", 100, true],
  ["max", 99.9, false],
] as const)("%s %d over the score 100 passes: %s", (comparison, limit, passed) => {
  expect(
    judgeGate({ name: "score", metric: "score", comparison, limit }, inputsWith()).passed,
  ).toBe(passed);
});

test("a rule that is off, or failed, found nothing that could be counted", () => {
  const failedRules = [
    { ruleId: "stale-document", category: "freshness" as const, subjects: 2, reason: "boom" },
  ];

  expect(measure("findings.rule.missing-owner", inputsWith())).toEqual({
    value: null,
    reason: "The rule missing-owner is not enabled.",
  });
  expect(measure("findings.rule.stale-document", inputsWith({ failedRules })).value).toBeNull();
  expect(measure("findings.rule.stale-document", inputsWith())).toEqual({ value: 0, reason: "" });
});

test("every metric that is listed can be measured", () => {
  for (const metric of listMetrics(RULE_IDS))
    expect(measure(metric, inputsWith()).reason).not.toMatch(/no metric/);
});

test("the age of the oldest crawl is in days, and null where one is missing", () => {
  expect(measure("sources.crawlAgeDays", inputsWith()).value).toBe(1);
  const [card] = inputsWith().sources;
  const never = card === undefined ? [] : [{ ...card, crawlAgeSecs: null }];
  expect(measure("sources.crawlAgeDays", { ...inputsWith(), sources: never }).value).toBeNull();
});

test("a gate of the configuration is named after its metric unless it has a name", () => {
  expect(toQualityGate({ metric: "score.freshness", min: 80 }, RULE_IDS)).toEqual({
    name: "score.freshness ≥ 80",
    metric: "score.freshness",
    comparison: "min",
    limit: 80,
  });
  expect(toQualityGate({ name: "Few errors", metric: "findings.error", max: 3 }, RULE_IDS)).toEqual(
    {
      name: "Few errors",
      metric: "findings.error",
      comparison: "max",
      limit: 3,
    },
  );
});

test.each([
  ["score.freshnes", "score.freshness"],
  ["findings.rule.stale-documents", "findings.rule.stale-document"],
  ["documents.unknownaccess", "documents.unknownAccess"],
])("the metric %s is refused with the nearest name", (metric, nearest) => {
  const refused = (): unknown => toQualityGate({ metric, min: 1 }, RULE_IDS);

  expect(refused).toThrow(ScanError);
  expect(refused).toThrow(`Did you mean ${nearest}?`);
});

test.each([
  [{ metric: "score" }, false],
  [{ metric: "score", min: 1, max: 2 }, false],
  [{ metric: "score", min: 1, limit: 3 }, false],
  [{ metric: "score", min: 0 }, true],
  [{ metric: "score", max: 0 }, true],
])("the configuration entry %j is accepted: %s", (entry, isAccepted) => {
  expect(QualityGateConfig.safeParse(entry).success).toBe(isAccepted);
});

test("a gate over sources that fails names them", () => {
  const health: SourceHealth = { kind: "empty", lastCompleteAt: null };
  const gate = {
    name: "healthy",
    metric: "sources.unhealthy",
    comparison: "max" as const,
    limit: 0,
  };

  expect(judgeGate(gate, inputsWith({}, health))).toMatchObject({
    passed: false,
    value: 1,
    reason: "handbook",
  });
  expect(judgeGate(gate, inputsWith())).toMatchObject({ passed: true, reason: "" });
});
