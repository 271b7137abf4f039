import { afterEach, beforeEach, expect, test } from "vitest";
import {
  commitAll,
  judgeSubject,
  openSeededStore,
  saveDocument,
  saveSource,
  SEED_NOW,
  type SeededStore,
} from "../../test/kit/seeded-store.ts";
import type { Category } from "../model/finding.ts";
import { documentId, sourceId, workspaceId } from "../model/ids.ts";
import { DEFAULT_GATES } from "./profile.ts";
import { ReadinessReport, reportJsonSchema } from "./readiness-report.ts";
import { renderJson } from "./render-json.ts";
import { takeReadiness, type ReadinessContext } from "./report.ts";
import type { RuleCard } from "./rule-card.ts";

const RULES: readonly RuleCard[] = [
  card("broken-link", "links"),
  card("duplicate-document", "consistency"),
  card("expired-document", "freshness"),
  card("missing-owner", "ownership"),
  card("public-document", "access"),
  card("stale-document", "freshness"),
  card("unknown-access", "access"),
  card("unreadable-document", "ingestion"),
];

function card(id: string, category: Category): RuleCard {
  return {
    id,
    category,
    title: `${id} is fine`,
    failureTitle: `${id} fails`,
    why: `Why ${id}.`,
    remedy: `Mend ${id}.`,
  };
}

function contextWith(changes: Partial<ReadinessContext> = {}): ReadinessContext {
  return {
    workspace: workspaceId("northwind"),
    workspaceName: "Northwind Handbook",
    now: SEED_NOW,
    gates: DEFAULT_GATES,
    connectors: new Map([
      [
        "filesystem",
        {
          access: "approximate",
          changes: "full-listing",
          deletions: "inferred",
          dates: ["source_modified"],
          notes: ["Extended ACLs are unknown."],
        },
      ],
    ]),
    rules: RULES,
    enabledRuleIds: new Set(RULES.map(({ id }) => id)),
    ...changes,
  };
}

const onDocument = (id: string) => ({ kind: "document" as const, documentId: documentId(id) });
const stale = (id: string) =>
  judgeSubject({
    rule: "stale-document",
    category: "freshness",
    severity: "error",
    subject: onDocument(id),
    text: "Last modified 812 days ago.",
  });
const broken = (id: string, href: string, target: string) =>
  judgeSubject({
    rule: "broken-link",
    category: "links",
    severity: "error",
    subject: onDocument(id),
    key: href,
    data: { target },
  });
const numbered = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(2, "0")}`);

let seeded: SeededStore;
beforeEach(async () => {
  seeded = await openSeededStore();
});
afterEach(() => seeded.remove());

test("a small knowledge base gives the report that a person has read", async () => {
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...saveSource("wiki"),
    ...saveDocument({
      id: "travel",
      title: "Travel <b>expenses</b>",
      status: "stale",
      linksTo: ["visa.md"],
    }),
    ...saveDocument({ id: "visa", linksTo: ["gone.md"] }),
    ...saveDocument({ id: "laptop", linksTo: ["gone.md", "travel.md"], hasOwner: false }),
    ...saveDocument({ id: "scan", unread: "scanned", title: null, status: "unknown" }),
    ...saveDocument({
      id: "notes",
      source: "wiki",
      access: { kind: "unknown", reason: "extended-acl" },
    }),
    stale("travel"),
    broken("visa", "gone.md", "gone.md"),
    broken("laptop", "./gone.md", "gone.md"),
    judgeSubject({
      rule: "missing-owner",
      category: "ownership",
      severity: "warning",
      subject: onDocument("laptop"),
    }),
    judgeSubject({
      rule: "unreadable-document",
      category: "ingestion",
      severity: "error",
      subject: onDocument("scan"),
      text: "Its pages are pictures.",
    }),
    judgeSubject({
      rule: "unknown-access",
      category: "access",
      severity: "warning",
      subject: onDocument("notes"),
    }),
    judgeSubject({
      rule: "public-document",
      category: "access",
      severity: "warning",
      subject: onDocument("visa"),
      isWaived: true,
    }),
  ]);

  const report = await takeReadiness(seeded.store, contextWith());

  expect(ReadinessReport.parse(report)).toEqual(report);
  await expect(renderJson(report)).toMatchFileSnapshot("../../test/golden/report.json");
});

test("the published schema is the one that reports are checked by", async () => {
  await expect(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    "../../test/golden/report.schema.json",
  );
});

test("an empty workspace is not ready and has no score", async () => {
  const report = await takeReadiness(seeded.store, contextWith());

  expect(ReadinessReport.parse(report)).toMatchObject({
    ready: false,
    score: null,
    mendFirst: [],
    rules: [],
    sources: [],
    findingsAsOf: null,
  });
});

test("a knowledge base in order is ready", async () => {
  const ids = numbered(3, "page");
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...ids.flatMap((id) => saveDocument({ id, linksTo: ["page00.md"] })),
  ]);

  const report = await takeReadiness(seeded.store, contextWith());

  expect(report.gates.filter(({ passed }) => !passed)).toEqual([]);
  expect(report).toMatchObject({
    ready: true,
    score: 100,
    notExamined: [{ kind: "category", name: "coverage" }],
  });
  expect(report.categories.freshness.isSmall).toBe(true);
});

test("a waived finding takes no credit and is not listed", async () => {
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...saveDocument({ id: "page" }),
    judgeSubject({
      rule: "stale-document",
      category: "freshness",
      severity: "error",
      subject: onDocument("page"),
      isWaived: true,
    }),
  ]);

  const report = await takeReadiness(seeded.store, contextWith());

  expect(report.categories.freshness.score).toBe(100);
  expect(report.rules).toEqual([]);
  expect(report.mendFirst).toEqual([]);
  expect(report.findings.byState.waived).toBe(1);
});

test("one target that forty pages link to is one thing to mend, whatever their hrefs", async () => {
  const ids = numbered(40, "page");
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...ids.flatMap((id) => saveDocument({ id, linksTo: ["gone.md"] })),
    ...ids.map((id, index) => broken(id, `${"../".repeat(index % 3)}gone.md`, "gone.md")),
  ]);

  const { mendFirst } = await takeReadiness(seeded.store, contextWith());

  expect(mendFirst).toHaveLength(1);
  expect(mendFirst[0]).toMatchObject({
    title: "broken-link fails: gone.md",
    damage: 200,
    because: "error 1 × links 5 × 40 documents = 200",
    remedy: "Mend broken-link.",
    documentCount: 40,
  });
  expect(mendFirst[0]?.documents).toHaveLength(5);
});

test("copies of one text are one thing to mend, named after the original", async () => {
  const copies = numbered(4, "copy");
  const evidence = [
    { documentId: documentId("original"), startOffset: 0, endOffset: 0, quote: "", line: null },
  ];
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...saveDocument({ id: "original" }),
    ...copies.flatMap((id) => saveDocument({ id })),
    ...copies.map((id) =>
      judgeSubject({
        rule: "duplicate-document",
        category: "consistency",
        severity: "warning",
        subject: onDocument(id),
        evidence,
      }),
    ),
  ]);

  const { mendFirst } = await takeReadiness(seeded.store, contextWith());

  expect(
    mendFirst.map(({ title, documentCount, damage }) => ({ title, documentCount, damage })),
  ).toEqual([
    { title: "duplicate-document fails: Title of original", documentCount: 4, damage: 30 },
  ]);
});

test("of two stale documents the one that others link to and anyone reads comes first, with the sum", async () => {
  const named = {
    kind: "unknown" as const,
    reason: "extended-acl" as const,
  };
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...saveDocument({ id: "alone", status: "stale", access: named }),
    ...saveDocument({ id: "linked", status: "stale" }),
    ...numbered(3, "page").flatMap((id) => saveDocument({ id, linksTo: ["linked.md"] })),
    stale("alone"),
    stale("linked"),
  ]);

  const { mendFirst } = await takeReadiness(seeded.store, contextWith());

  expect(mendFirst.map(({ title, because }) => `${title}: ${because}`)).toEqual([
    "Title of linked: error 1 × freshness 25 × 4 documents (itself, 3 that link to it) × 2 (open to anyone) = 200",
    "Title of alone: error 1 × freshness 25 × 1 document = 25",
  ]);
});

test("what nearly all documents of a source lack is mended once, at the source", async () => {
  const ids = numbered(12, "page");
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...saveSource("wiki"),
    ...ids.flatMap((id) => saveDocument({ id })),
    ...saveDocument({ id: "other", source: "wiki" }),
    ...[...ids, "other"].map((id) =>
      judgeSubject({
        rule: "missing-owner",
        category: "ownership",
        severity: "warning",
        subject: onDocument(id),
      }),
    ),
  ]);

  const { mendFirst } = await takeReadiness(seeded.store, contextWith());

  expect(mendFirst.map(({ title, documentCount }) => ({ title, documentCount }))).toEqual([
    { title: "missing-owner fails, throughout handbook", documentCount: 12 },
    { title: "Title of other", documentCount: 1 },
  ]);
});

test("a source's own problem touches all its documents", async () => {
  const noAccess = { kind: "unknown" as const, reason: "not-declared" as const };
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...numbered(3, "page").flatMap((id) => saveDocument({ id, access: noAccess })),
    judgeSubject({
      rule: "unknown-access",
      category: "access",
      severity: "warning",
      subject: { kind: "source", sourceId: sourceId("handbook") },
      text: "Access is not declared.",
    }),
  ]);

  const report = await takeReadiness(seeded.store, contextWith());

  expect(report.categories.access.score).toBeNull();
  expect(report.mendFirst).toMatchObject([
    { title: "handbook: Access is not declared.", damage: 30, documentCount: 3 },
  ]);
  expect(report.notExamined).toContainEqual({
    kind: "access",
    name: "not-declared",
    count: 3,
    reason: "The connector cannot see access and the configuration declares none.",
  });
});

test("at most two hundred findings of a rule are listed, and the rest is counted", async () => {
  const ids = numbered(230, "page");
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...ids.flatMap((id) => saveDocument({ id })),
    ...ids.map(stale),
  ]);

  const { rules } = await takeReadiness(seeded.store, contextWith());

  expect(
    rules.map(({ findingCount, leftOutCount, findings }) => [
      findingCount,
      leftOutCount,
      findings.length,
    ]),
  ).toEqual([[230, 30, 200]]);
});

test("a rule that is switched off is said to be", async () => {
  const enabledRuleIds = new Set(RULES.map(({ id }) => id).filter((id) => id !== "broken-link"));

  const report = await takeReadiness(seeded.store, contextWith({ enabledRuleIds }));

  expect(report.categories.links.reason).toBe("No enabled rule looks at it.");
  expect(report.notExamined).toContainEqual({
    kind: "rule",
    name: "broken-link",
    count: null,
    reason: "Switched off by the configuration.",
  });
});

test("findings about pairs, groups, sources and the workspace say what they are about", async () => {
  const evidence = ["left", "right"].map((id) => ({
    documentId: documentId(id),
    startOffset: 0,
    endOffset: 4,
    quote: "x".repeat(300),
    line: 7,
  }));
  const rule = {
    rule: "duplicate-document",
    category: "consistency" as const,
    severity: "warning" as const,
  };
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...saveDocument({ id: "left" }),
    ...saveDocument({ id: "right", title: null }),
    judgeSubject({
      ...rule,
      subject: { kind: "pair", documentIds: [documentId("left"), documentId("right")] },
      text: "They differ.",
    }),
    judgeSubject({
      ...rule,
      subject: { kind: "group", group: "copies", key: "k1" },
      evidence,
      text: "They are alike.",
    }),
    judgeSubject({
      ...rule,
      subject: { kind: "source", sourceId: sourceId("handbook") },
      text: "It is odd.",
    }),
    judgeSubject({ ...rule, subject: { kind: "workspace" }, text: "All is odd." }),
  ]);

  const { rules, mendFirst } = await takeReadiness(seeded.store, contextWith());

  const lines = rules
    .flatMap(({ findings }) => findings)
    .map(({ text, about, documents }) => [
      text,
      about,
      documents
        .map(({ id }) => id)
        .toSorted()
        .join(),
    ]);
  expect(lines.toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))).toEqual([
    ["All is odd.", "workspace", ""],
    ["It is odd.", "handbook", ""],
    ["They are alike.", "k1", "left,right"],
    ["They differ.", "", "left,right"],
  ]);
  expect(rules[0]?.findings.find(({ text }) => text === "They are alike.")?.quotes).toEqual([
    { text: `${"x".repeat(199)}…`, line: 7 },
    { text: `${"x".repeat(199)}…`, line: 7 },
  ]);
  expect(mendFirst.map(({ title }) => title).toSorted()).toEqual([
    "All is odd.",
    "duplicate-document fails: Title of left",
    "duplicate-document fails: Title of left",
    "handbook: It is odd.",
  ]);
});

test("a document that breaks two rules of one category loses its credit once", async () => {
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...saveDocument({ id: "page", access: { kind: "unknown", reason: "extended-acl" } }),
    {
      ...stale("page"),
      rules: ["expired-document", "stale-document"].flatMap((rule) => {
        const judged = judgeSubject({
          rule,
          category: "freshness",
          severity: rule === "expired-document" ? "error" : "warning",
          subject: onDocument("page"),
        });
        return judged.kind === "judged" ? judged.rules : [];
      }),
    } as ReturnType<typeof stale>,
  ]);

  const { mendFirst, categories } = await takeReadiness(seeded.store, contextWith());

  expect(categories.freshness).toMatchObject({ numerator: 0, denominator: 1 });
  expect(mendFirst).toMatchObject([
    {
      because: "error 1 × freshness 25 × 1 document = 25",
      ruleIds: ["expired-document", "stale-document"],
      remedy: "Mend expired-document.",
    },
  ]);
});

test("a rule that this build does not know is shown by its id", async () => {
  await commitAll(seeded.store, [
    ...saveSource("handbook"),
    ...saveDocument({ id: "page" }),
    judgeSubject({
      rule: "rule-of-tomorrow",
      category: "freshness",
      severity: "error",
      subject: onDocument("page"),
    }),
  ]);

  const { rules } = await takeReadiness(seeded.store, contextWith());

  expect(rules).toMatchObject([
    {
      ruleId: "rule-of-tomorrow",
      category: "freshness",
      title: "rule-of-tomorrow",
      why: "",
      remedy: "",
    },
  ]);
});

test("a source that was never scanned completely leaves the age of findings open", async () => {
  const [saved] = saveSource("handbook");
  await commitAll(seeded.store, saved === undefined ? [] : [saved]);

  const report = await takeReadiness(seeded.store, contextWith());

  expect(report.findingsAsOf).toBeNull();
  expect(report.gates.find(({ metric }) => metric === "sources.unhealthy")).toMatchObject({
    passed: false,
    reason: "handbook",
  });
});
