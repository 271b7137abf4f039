import { expect, test } from "vitest";
import { epochMs, sourceId } from "../model/ids.ts";
import type { SourceHealth, Stewardship } from "../model/source.ts";
import type { SourceRecord } from "../store/store.ts";
import { describeSources, type SourceCard } from "./source-cards.ts";

const NOW = epochMs(Date.UTC(2026, 10, 23, 9, 30));
const HOUR_MS = 3_600_000;

function cardOf(changes: Partial<SourceRecord>): SourceCard | undefined {
  const record: SourceRecord = {
    id: sourceId("handbook"),
    connector: "filesystem",
    optionsJson: "{}",
    stewardship: {
      owner: "Ines",
      sla: "daily",
      escalation: "ops@example.com",
      nextReview: "2027-01-31",
    },
    health: { kind: "healthy", lastCompleteAt: NOW },
    cursor: null,
    documentCount: 3,
    lastCompleteAt: epochMs(NOW - 5 * HOUR_MS),
    ...changes,
  };
  return describeSources([record], new Map(), NOW)[0];
}

test.each<[SourceHealth, string]>([
  [{ kind: "healthy", lastCompleteAt: NOW }, ""],
  [{ kind: "never-scanned" }, "No scan has ended yet."],
  [{ kind: "empty", lastCompleteAt: null }, "The source has nothing to scan."],
  [
    { kind: "failed", code: "SOURCE_FORBIDDEN", message: "401", lastCompleteAt: null },
    "SOURCE_FORBIDDEN: 401",
  ],
  [
    { kind: "suspect", missingCount: 90, knownCount: 100, lastCompleteAt: null },
    "90 of 100 documents were suddenly missing; the listing is held back until somebody accepts it.",
  ],
  [
    {
      kind: "partial",
      failedScopes: [{ scope: "", code: "SUBTREE_UNREADABLE", message: "EACCES" }],
      failedScopeCount: 1,
      lastCompleteAt: null,
    },
    "Could not be read: / (SUBTREE_UNREADABLE). Nothing inside was dropped.",
  ],
  [
    {
      kind: "partial",
      failedScopes: ["a/", "b/", "c/", "d/"].map((scope) => ({
        scope,
        code: "SUBTREE_UNREADABLE",
        message: "EACCES",
      })),
      failedScopeCount: 40,
      lastCompleteAt: null,
    },
    "Could not be read: a/ (SUBTREE_UNREADABLE), b/ (SUBTREE_UNREADABLE), c/ (SUBTREE_UNREADABLE), and 37 more. Nothing inside was dropped.",
  ],
])("the health %j reads: %s", (health, detail) => {
  expect(cardOf({ health })?.health).toEqual({ kind: health.kind, detail });
});

test.each<[Partial<Stewardship>, readonly string[]]>([
  [{}, []],
  [{ owner: null }, ["owner"]],
  [{ sla: "  ", escalation: null }, ["sla", "escalation"]],
  [
    { owner: "", sla: null, escalation: null, nextReview: null },
    ["owner", "sla", "escalation", "nextReview"],
  ],
])("of the stewardship %j is missing: %j", (changes, missing) => {
  const stewardship = {
    owner: "Ines",
    sla: "daily",
    escalation: "ops@example.com",
    nextReview: "2027-01-31",
    ...changes,
  };

  expect(cardOf({ stewardship })?.missingStewardship).toEqual(missing);
});

test.each([
  ["2026-11-22", true],
  ["2026-11-23", false],
  ["2026-11-24", false],
  [null, false],
])("a next review on %s is overdue: %s", (nextReview, isOverdue) => {
  const stewardship = { owner: null, sla: null, escalation: null, nextReview };

  expect(cardOf({ stewardship })?.isReviewOverdue).toBe(isOverdue);
});

test("the crawl age is that of the last complete pass, never below 0, and null without one", () => {
  expect(cardOf({})?.crawlAgeSecs).toBe(18_000);
  expect(cardOf({ lastCompleteAt: epochMs(NOW + HOUR_MS) })?.crawlAgeSecs).toBe(0);
  expect(cardOf({ lastCompleteAt: null })).toMatchObject({
    crawlAgeSecs: null,
    lastCompleteAt: null,
  });
});

test("a connector that this build does not know has no capabilities", () => {
  expect(cardOf({ connector: "gone" })?.capabilities).toBeNull();
});
