import { stripVTControlCharacters } from "node:util";
import { marked } from "marked";
import { expect, test } from "vitest";
import { makeReadinessReport, makeReportedFinding } from "../../test/kit/readiness-report.ts";
import { ReadinessReport } from "./readiness-report.ts";
import { renderJson } from "./render-json.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderTerminal } from "./render-terminal.ts";

function reportWithTitle(title: string): ReadinessReport {
  const sample = makeReadinessReport();
  const finding = makeReportedFinding({ text: title });
  return {
    ...sample,
    workspaceName: title,
    mendFirst: sample.mendFirst.map((item) => ({ ...item, title })),
    rules: sample.rules.map((rule) => ({ ...rule, findings: [finding] })),
    notExamined: [{ kind: "source", name: title, count: 2, reason: title }],
  };
}

test("JSON is what the schema says", () => {
  const text = renderJson(makeReadinessReport());

  expect(ReadinessReport.parse(JSON.parse(text))).toEqual(makeReadinessReport());
  expect(text.endsWith("}\n")).toBe(true);
});

test("Markdown tells the verdict, gates, scores, mending, findings and sources", () => {
  const text = renderMarkdown(makeReadinessReport());

  expect(text).toContain("# Readiness of Northwind Handbook");
  expect(text).toContain("**Not ready**, score 90.0 of 100.");
  expect(text).toContain("| **fails** | Documents are fresh | 90 | at least 95 |  |");
  expect(text).toContain("| links | 90.0 | 9 / 10 | 5 | Of all documents. Few documents. |");
  expect(text).toContain("1. **Internal links lead nowhere: old.md** – damage 200");
  expect(text).toContain("- error · `finance/travel.md`:14 ·");
  expect(text).toContain("| **missing** |");
  expect(text).toContain("2026-10-01 (overdue)");
});

test.each([
  "<script>alert(1)</script>",
  "a | b\n# c",
  "**bold** [x](javascript:alert(1))",
  "`code` ![i](http://x.example)",
  "**<img src=x onerror=y>",
])("in Markdown the title %j makes no markup and no HTML", (title) => {
  const html = marked.parse(renderMarkdown(reportWithTitle(title)), { async: false });

  expect(html).not.toMatch(/<script|<img|javascript:alert\(1\)"|<h1>c/);
  expect(html.match(/<h1>/g)).toHaveLength(1);
});

test("a plain terminal gets neither colours nor drawn lines", () => {
  const text = renderTerminal(makeReadinessReport(), { columns: 80, isRich: false });

  expect(stripVTControlCharacters(text)).toBe(text);
  expect(text).toMatch(/FAIL {2}Documents are fresh {2}90 {2}at least 95/);
  expect(text).toContain("Northwind Handbook: Not ready, score 90.0 of 100");
});

test.each([60, 80, 120, 300])("in a terminal of %d columns no line is wider", (columns) => {
  const text = stripVTControlCharacters(
    renderTerminal(reportWithTitle("A rather long title ".repeat(8)), { columns, isRich: true }),
  );

  const [, ...lines] = text.split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
});

test("control characters of a title do not reach the terminal", () => {
  const text = renderTerminal(reportWithTitle("\u001B]0;owned\u0007\u001B[2Jred\u202Edlrow"), {
    columns: 80,
    isRich: false,
  });

  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
});
