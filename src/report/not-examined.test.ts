import { expect, test } from "vitest";
import { makeReadinessFigures } from "../../test/kit/readiness-figures.ts";
import { CATEGORIES } from "../model/finding.ts";
import { epochMs, sourceId } from "../model/ids.ts";
import type { Capabilities } from "../model/source.ts";
import type { ReadinessFigures } from "../store/store.ts";
import { listNotExamined } from "./not-examined.ts";
import type { NotExaminedEntry } from "./readiness-report.ts";
import { scoreCategories } from "./score.ts";
import { describeSources } from "./source-cards.ts";

const NOW = epochMs(Date.UTC(2026, 10, 23));

function entriesOf(
  changes: Partial<ReadinessFigures>,
  access: Capabilities["access"] = "exact",
): readonly NotExaminedEntry[] {
  const figures = makeReadinessFigures(changes);
  const source = {
    id: sourceId("handbook"),
    connector: "git",
    optionsJson: "{}",
    stewardship: { owner: null, sla: null, escalation: null, nextReview: null },
    health: { kind: "healthy" as const, lastCompleteAt: NOW },
    cursor: null,
    documentCount: 100,
    lastCompleteAt: NOW,
  };
  const capabilities: Capabilities = {
    access,
    changes: "delta",
    deletions: "reported",
    dates: [],
    notes: [],
  };
  const entries = listNotExamined({
    figures,
    categories: scoreCategories(figures, new Set(CATEGORIES)),
    sources: describeSources([source], new Map([["git", capabilities]]), NOW),
    rules: [],
    enabledRuleIds: new Set(),
    unreadFindingCount: 0,
  });
  return entries.filter(({ name }) => name !== "coverage");
}

test("where everything was examined nothing is listed", () => {
  expect(entriesOf({})).toEqual([]);
});

test("unread documents are counted by reason, most first, and not again as undated", () => {
  const { documents } = makeReadinessFigures();
  const byStatus = { ...documents.byStatus, fresh: 90, unknown: 10 };

  const entries = entriesOf({
    documents: {
      ...documents,
      read: 93,
      unreadByReason: { encrypted: 2, scanned: 5, strange: 0 },
      byStatus,
    },
  });

  expect(entries).toEqual([
    { kind: "documents", name: "scanned", count: 5, reason: "Pages without a text layer." },
    { kind: "documents", name: "encrypted", count: 2, reason: "Needs a password." },
    {
      kind: "documents",
      name: "unknown age",
      count: 3,
      reason: "No date of theirs can be believed.",
    },
  ]);
});

test("a reason of a newer store is shown as it is", () => {
  const { documents } = makeReadinessFigures();

  const entries = entriesOf({
    documents: { ...documents, read: 99, unreadByReason: { "too-odd": 1 } },
  });

  expect(entries).toEqual([{ kind: "documents", name: "too-odd", count: 1, reason: "Too-odd." }]);
});

test("access that was declared, not read, is said to be", () => {
  expect(entriesOf({}, "none")).toEqual([
    {
      kind: "access",
      name: "handbook",
      count: 100,
      reason: "Access is as the configuration declares it; it was not read at the source.",
    },
  ]);
});

test("external links and failed rules are listed", () => {
  const entries = entriesOf({
    links: { internal: 3, external: 12, documentsWithInternal: 3 },
    failedRules: [{ ruleId: "stale-document", category: "freshness", subjects: 2, reason: "boom" }],
  });

  expect(entries.map(({ kind, name, count }) => [kind, name, count])).toEqual([
    ["category", "freshness", null],
    ["links", "external links", 12],
    ["rule", "stale-document", 2],
  ]);
});
