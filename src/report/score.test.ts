import * as fc from "fast-check";
import { expect, test } from "vitest";
import { makeReadinessFigures } from "../../test/kit/readiness-figures.ts";
import { CATEGORIES, SEVERITIES, type Category } from "../model/finding.ts";
import type { ReadinessFigures } from "../store/store.ts";
import { CATEGORY_WEIGHTS } from "./profile.ts";
import { gradeOf, scoreCategories, scoreOverall, type CategoryScores } from "./score.ts";

const LOOKED_AT: readonly Category[] = [
  "freshness",
  "links",
  "consistency",
  "access",
  "ownership",
  "ingestion",
];
const ENABLED = new Set(LOOKED_AT);

type Damage = ReadinessFigures["damaged"][number];

function scoresWith(...damaged: readonly Damage[]): CategoryScores {
  return scoreCategories(makeReadinessFigures({ damaged }), ENABLED);
}

test("without findings every category that is looked at scores 100", () => {
  const categories = scoresWith();

  for (const category of LOOKED_AT) expect(categories[category].score).toBe(100);
  expect(scoreOverall(categories)).toEqual({
    score: 100,
    missing: ["coverage"],
    reason: "Without coverage: not examined.",
  });
});

test.each([
  { what: "an error takes the whole credit", damage: [["error", 10]], score: 90, numerator: 90 },
  { what: "a warning takes half of it", damage: [["warning", 10]], score: 95, numerator: 95 },
  { what: "a note is free", damage: [["note", 100]], score: 100, numerator: 100 },
  {
    what: "they add up",
    damage: [
      ["error", 3],
      ["warning", 5],
    ],
    score: 94.5,
    numerator: 94.5,
  },
  { what: "all in error is 0", damage: [["error", 100]], score: 0, numerator: 0 },
] as const)("$what", ({ damage, score, numerator }) => {
  const damaged = damage.map(([severity, documents]) => ({
    category: "freshness" as const,
    severity,
    documents,
  }));

  const { freshness, ownership } = scoresWith(...damaged);

  expect(freshness).toEqual({
    score,
    numerator,
    denominator: 100,
    reason: "Of documents that could be read.",
  });
  expect(ownership.score).toBe(100);
});

test("a score is rounded down, so that 100 means no damage at all", () => {
  const { documents, links } = makeReadinessFigures();
  const figures = makeReadinessFigures({
    documents: {
      ...documents,
      total: 3000,
      read: 3000,
      byStatus: { ...documents.byStatus, fresh: 3000 },
    },
    links: { ...links, documentsWithInternal: 3 },
    damaged: [
      { category: "freshness", severity: "warning", documents: 1 },
      { category: "links", severity: "error", documents: 1 },
    ],
  });

  const { freshness, links: linkScore } = scoreCategories(figures, ENABLED);

  expect(freshness.score).toBe(99.9);
  expect(linkScore).toMatchObject({ score: 66.6, numerator: 2, denominator: 3 });
});

test("each category counts over what it examined", () => {
  const { documents } = makeReadinessFigures();
  const figures = makeReadinessFigures({
    documents: { ...documents, read: 80 },
    access: { known: 60, unknownByReason: { "extended-acl": 40 } },
  });

  const categories = scoreCategories(figures, ENABLED);

  expect(LOOKED_AT.map((category) => categories[category].denominator)).toEqual([
    80, 40, 80, 100, 80, 100,
  ]);
});

test.each<{ what: string; changes: Partial<ReadinessFigures>; category: Category; reason: RegExp }>(
  [
    {
      what: "a source cannot see access",
      changes: { access: { known: 99, unknownByReason: { "not-declared": 1 } } },
      category: "access",
      reason: /^Not examined: of 1 documents/,
    },
    {
      what: "a file system cannot be trusted",
      changes: { access: { known: 0, unknownByReason: { "file-system": 100 } } },
      category: "access",
      reason: /^Not examined/,
    },
    {
      what: "no document links anywhere",
      changes: { links: { internal: 0, external: 4, documentsWithInternal: 0 } },
      category: "links",
      reason: /No document links/,
    },
    {
      what: "a rule of the category failed",
      changes: {
        failedRules: [
          { ruleId: "stale-document", category: "freshness", subjects: 1, reason: "boom" },
        ],
      },
      category: "freshness",
      reason: /^The rule stale-document failed on 1 subject: boom$/,
    },
  ],
)("the score is null, and says why, when $what", ({ changes, category, reason }) => {
  const categories = scoreCategories(makeReadinessFigures(changes), ENABLED);

  expect(categories[category].score).toBeNull();
  expect(categories[category].reason).toMatch(reason);
  expect(scoreOverall(categories).missing).toContain(category);
});

test("no believed date at all is not examined; one date in a hundred is", () => {
  const { documents } = makeReadinessFigures();
  const withUnknown = (unknown: number) =>
    scoreCategories(
      makeReadinessFigures({
        documents: {
          ...documents,
          byStatus: { fresh: 100 - unknown, aging: 0, stale: 0, expired: 0, unknown },
        },
      }),
      ENABLED,
    ).freshness.score;

  expect(withUnknown(100)).toBeNull();
  expect(withUnknown(99)).not.toBeNull();
});

test("an empty knowledge base has no score", () => {
  const figures = makeReadinessFigures({
    documents: {
      total: 0,
      read: 0,
      unreadByReason: {},
      bySource: {},
      byStatus: { fresh: 0, aging: 0, stale: 0, expired: 0, unknown: 0 },
      withOwner: 0,
    },
    access: { known: 0, unknownByReason: {} },
    links: { internal: 0, external: 0, documentsWithInternal: 0 },
  });

  expect(scoreOverall(scoreCategories(figures, ENABLED))).toEqual({
    score: null,
    missing: CATEGORIES,
    reason: "Nothing was examined.",
  });
});

test("a category without an enabled rule is not examined", () => {
  const categories = scoreCategories(makeReadinessFigures(), new Set<Category>(["links"]));

  expect(categories.freshness).toEqual({
    score: null,
    numerator: 0,
    denominator: 0,
    reason: "No enabled rule looks at it.",
  });
  expect(scoreOverall(categories).score).toBe(100);
});

test("the overall score is the weighted mean of the categories that have one", () => {
  const categories = scoresWith({ category: "freshness", severity: "error", documents: 50 });

  expect(scoreOverall(categories).score).toBe(86.1); // (25 × .5 + 20 + 15 + 15 + 10 + 5) ÷ 90 = .8611
});

test("the weights add up to 100", () => {
  expect(Object.values(CATEGORY_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBe(100);
});

test.each([
  [100, "good"],
  [90, "good"],
  [89.9, "fair"],
  [75, "fair"],
  [74.9, "poor"],
  [50, "poor"],
  [49.9, "bad"],
  [0, "bad"],
])("%d is %s", (score, grade) => {
  expect(gradeOf(score)).toBe(grade);
});

const damages = fc.array(
  fc.record({
    category: fc.constantFrom(...LOOKED_AT),
    severity: fc.constantFrom(...SEVERITIES),
    documents: fc.nat(10),
  }),
  { maxLength: 6 },
);

test("one more document in error never raises a score", () => {
  fc.assert(
    fc.property(damages, fc.constantFrom(...LOOKED_AT), (damaged, category) => {
      const before = scoresWith(...damaged);
      const after = scoresWith(...damaged, { category, severity: "error", documents: 1 });

      expect(after[category].score).toBeLessThanOrEqual(before[category].score ?? 0);
      expect(scoreOverall(after).score).toBeLessThanOrEqual(scoreOverall(before).score ?? 0);
    }),
  );
});

test("a warning that becomes an error never raises a score", () => {
  fc.assert(
    fc.property(damages, fc.constantFrom(...LOOKED_AT), (damaged, category) => {
      const before = scoresWith(...damaged, { category, severity: "warning", documents: 1 });
      const after = scoresWith(...damaged, { category, severity: "error", documents: 1 });

      expect(after[category].score).toBeLessThanOrEqual(before[category].score ?? 0);
    }),
  );
});

test("every score lies between 0 and 100 and never above its own share", () => {
  fc.assert(
    fc.property(damages, (damaged) => {
      for (const { score, numerator, denominator } of Object.values(scoresWith(...damaged))) {
        if (score === null) continue;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual((100 * numerator) / denominator + 1e-9);
      }
    }),
  );
});
