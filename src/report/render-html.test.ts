import { createHash } from "node:crypto";
import { load } from "cheerio";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { makeReadinessReport, makeReportedFinding } from "../../test/kit/readiness-report.ts";
import type { ReadinessReport, ReportedFinding } from "./readiness-report.ts";
import { REPORT_CSP, renderHtml } from "./render-html.ts";

function reportWith(findings: readonly ReportedFinding[], leftOutCount = 0): ReadinessReport {
  const [rule] = makeReadinessReport().rules;
  if (rule === undefined) throw new Error("the sample has a rule");
  return makeReadinessReport({
    rules: [{ ...rule, findings, findingCount: findings.length + leftOutCount, leftOutCount }],
  });
}

function textOf(page: string): string {
  return load(page)("body").text().replaceAll(/\s+/g, " ");
}

test("the page loads nothing, from nowhere", () => {
  const page = load(renderHtml(makeReadinessReport()));

  expect(page("[src], link, iframe, object, embed, img, form[action]").length).toBe(0);
  expect(page("[style]").length).toBe(0);
  expect(page.html()).not.toMatch(/url\(|@import/);
});

test("its own style and script, and no others, are allowed by hash", () => {
  const page = load(renderHtml(makeReadinessReport()));
  const hashOf = (text: string | null): string =>
    createHash("sha256")
      .update(text ?? "")
      .digest("base64");

  expect(page("style").length).toBe(1);
  expect(page("script").length).toBe(1);
  expect(REPORT_CSP).toContain(`style-src 'sha256-${hashOf(page("style").html())}'`);
  expect(REPORT_CSP).toContain(`script-src 'sha256-${hashOf(page("script").html())}'`);
  expect(REPORT_CSP).toContain("default-src 'none'");
  expect(page("meta[http-equiv='Content-Security-Policy']").attr("content")).toBe(REPORT_CSP);
});

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`;

test("what sources say never becomes markup", () => {
  const [document] = makeReportedFinding().documents;
  if (document === undefined) throw new Error("the sample finding has a document");
  const hostileDocument = { ...document, title: HOSTILE, locator: HOSTILE, sourceId: HOSTILE };
  const finding = makeReportedFinding({
    text: HOSTILE,
    about: HOSTILE,
    documents: [hostileDocument],
    quotes: [{ text: HOSTILE, line: 1 }],
  });
  const sample = makeReadinessReport();
  const report: ReadinessReport = {
    ...reportWith([finding]),
    workspaceName: HOSTILE,
    documents: { ...sample.documents, bySource: { [HOSTILE]: 100 } },
    mendFirst: sample.mendFirst.map((item) => ({
      ...item,
      title: HOSTILE,
      because: HOSTILE,
      remedy: HOSTILE,
      documents: [hostileDocument],
    })),
    notExamined: [{ kind: "source", name: HOSTILE, count: null, reason: HOSTILE }],
    sources: sample.sources.map((source) => ({
      ...source,
      id: HOSTILE,
      owner: HOSTILE,
      nextReview: HOSTILE,
    })),
    gates: sample.gates.map((gate) => ({ ...gate, name: HOSTILE, reason: HOSTILE })),
  };

  const page = load(renderHtml(report));

  expect(page("script").length).toBe(1);
  expect(page("img, [onerror]").length).toBe(0);
  expect(page("h1").text()).toBe(HOSTILE);
});

test("no text of a title makes an element", () => {
  const [document] = makeReportedFinding().documents;
  const elements = (title: string): number =>
    load(
      renderHtml(
        reportWith([
          makeReportedFinding({
            documents: document === undefined ? [] : [{ ...document, title }],
          }),
        ]),
      ),
    )("*").length;
  const plain = elements("plain");
  fc.assert(
    fc.property(fc.stringMatching(/^[<>"'&/=a-z !\-`;:()]{1,40}$/), (title) => {
      expect(elements(title)).toBe(plain);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ["https://example.com/a", true],
  ["http://example.com/a", true],
  ["file:///srv/kb/a%20b.md", true],
  ["javascript:alert(1)", false],
  ["JAVASCRIPT:alert(1)", false],
  ["data:text/html,<script>alert(1)</script>", false],
  ["vbscript:x", false],
  ["a/relative.md", false],
])("the address %s becomes a link: %s", (uri, isLink) => {
  const [document] = makeReportedFinding().documents;
  if (document === undefined) throw new Error("the sample finding has a document");

  const page = load(
    renderHtml(reportWith([makeReportedFinding({ documents: [{ ...document, uri }] })])),
  );

  expect(page("table.findings a").attr("href")).toBe(isLink ? uri : undefined);
  expect(page("table.findings").text()).toContain("Travel expenses");
});

test("the verdict, each gate, each score with its sum and what was not examined are there", () => {
  const text = textOf(renderHtml(makeReadinessReport()));

  expect(text).toContain("Not ready");
  expect(text).toContain("2 of 4 quality gates fail.");
  expect(text).toContain("3.1%");
  expect(text).toContain("not known");
  expect(text).toContain("9 / 10");
  expect(text).toContain("Few documents");
  expect(text).toContain(
    "Overall = 100 × (25 × 90/100 + 5 × 9/10 + 15 × 90/100 + 20 × 90/100 + 10 × 90/100 + 15 × 90/100) ÷ 90 = 90.0",
  );
  expect(text).toContain("error 1 × links 5 × 40 documents = 200");
  expect(text).toContain("Pages without a text layer.");
  expect(text).toContain("cannot see who may read");
  expect(text).toContain("overdue");
});

test("failing gates come first", () => {
  const page = load(renderHtml(makeReadinessReport()));

  const results = page("#gates tbody tr td:first-child")
    .toArray()
    .map((cell) => page(cell).text().trim());

  expect(results).toEqual(["Fails", "Fails", "Passes", "Passes"]);
});

test("every chart says in words what it shows", () => {
  const page = load(renderHtml(makeReadinessReport()));

  const silent = page("svg")
    .toArray()
    .filter((svg) => page(svg).attr("aria-hidden") !== "true" && page(svg).attr("role") !== "img");
  const labels = page("svg[role=img]")
    .toArray()
    .map((svg) => page(svg).attr("aria-label"));

  expect(silent).toEqual([]);
  expect(labels).toContain("Overall score 90.0 of 100");
  expect(labels).toContain("coverage: no score");
  expect(labels).toContain(
    "Freshness: Fresh 60, Aging: past the warning age 25, Stale: past the error age 10, Expired: past their own end 1, Unknown: unread, or no date to believe 4",
  );
});

test("a cut list says how many it leaves out and how to see them", () => {
  const findings = Array.from({ length: 30 }, (_, index) =>
    makeReportedFinding({ fingerprint: `f${index}` }),
  );

  const text = textOf(renderHtml(reportWith(findings, 1970)));

  expect(text).toContain("2,000 findings");
  expect(text).toContain("10 more findings");
  expect(text).toContain(
    "1,970 more count in every figure above but are not listed here; tidemark findings --rule broken-link --limit 10000 lists them.",
  );
});

test("an empty workspace reads as one", () => {
  const sample = makeReadinessReport();
  const nothing = {
    score: null,
    numerator: 0,
    denominator: 0,
    reason: "There are no documents.",
    isSmall: true,
    weight: 10,
  };
  const page = renderHtml({
    ...sample,
    score: null,
    scoreReason: "Nothing was examined.",
    categories: {
      freshness: nothing,
      links: nothing,
      consistency: nothing,
      coverage: nothing,
      access: nothing,
      ownership: nothing,
      ingestion: nothing,
    },
    documents: {
      ...sample.documents,
      total: 0,
      read: 0,
      withOwner: 0,
      withKnownAccess: 0,
      bySource: {},
      byStatus: { fresh: 0, aging: 0, stale: 0, expired: 0, unknown: 0 },
    },
    mendFirst: [],
    rules: [],
    sources: [],
    notExamined: [],
  });

  expect(page).not.toMatch(/NaN|undefined|Infinity|null/);
  expect(textOf(page)).toContain("No overall score. Nothing was examined.");
});

test("acknowledged and uncertain findings say so, and a subject without a document is named", () => {
  const finding = makeReportedFinding({
    state: "acknowledged",
    confidenceRatio: 0.8,
    documents: [],
    about: "copies-1",
    quotes: [{ text: "as is", line: null }],
  });

  const text = textOf(renderHtml(reportWith([finding])));

  expect(text).toContain("(acknowledged) (80 % sure)");
  expect(text).toContain("copies-1");
  expect(text).not.toContain("line null");
});

test("text between backticks is set as code, and a lone backtick stays", () => {
  const page = load(
    renderHtml(
      reportWith([
        makeReportedFinding({ text: "The link `<a>.md` breaks" }),
        makeReportedFinding({ text: "a ` alone" }),
      ]),
    ),
  );

  expect(page("table.findings code").text()).toBe("<a>.md");
  expect(page("table.findings").text()).toContain("a ` alone");
});

test("more sources than fit are summed up", () => {
  const sample = makeReadinessReport();
  const bySource = Object.fromEntries(
    Array.from({ length: 15 }, (_, index) => [`source-${index}`, 100 - index]),
  );

  const text = textOf(renderHtml({ ...sample, documents: { ...sample.documents, bySource } }));

  expect(text).toContain("source-11");
  expect(text).toContain("3 more sources");
  expect(text).not.toContain("source-12");
});

test("a ready report says so in one word", () => {
  const sample = makeReadinessReport();

  const text = textOf(
    renderHtml({ ...sample, ready: true, gates: sample.gates.filter(({ passed }) => passed) }),
  );

  expect(text).toContain("All quality gates pass.");
  expect(text).not.toContain("Not ready");
  expect(text).toContain("All hold, so this knowledge base is ready.");
});

test("without gates it is said that there are none", () => {
  expect(textOf(renderHtml(makeReadinessReport({ gates: [], ready: true })))).toContain(
    "No quality gates are set.",
  );
});

test.each(["never-scanned", "partial", "suspect", "failed", "empty"] as const)(
  "a source that is %s says why",
  (kind) => {
    const sample = makeReadinessReport();
    const sources = sample.sources.map((source) => ({
      ...source,
      health: { kind, detail: "because of this" },
      capabilities: null,
      lastCompleteAt: null,
      crawlAgeSecs: null,
    }));

    const text = textOf(renderHtml({ ...sample, sources, findingsAsOf: null }));

    expect(text).toContain(`${kind} because of this`);
    expect(text).toContain("Last complete never");
    expect(text).toContain("Not every source was scanned completely.");
  },
);
