import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DocumentDraft } from "./document-draft.ts";
import { addFrontMatter } from "./front-matter.ts";
import { splitFrontMatter } from "./front-matter-block.ts";
import type { Reading } from "./reading.ts";

function read(inner: string, fence = "---"): Reading {
  const block = splitFrontMatter(`${fence}\n${inner}\n${fence}\nText`);
  if (block === null) throw new Error("no front matter");
  const draft = new DocumentDraft(1000);
  addFrontMatter(draft, block);
  return draft.finish();
}

function datesOf(inner: string, fence?: string) {
  return read(inner, fence).dates.map(({ kind, readFrom, text, at }) => [
    kind,
    readFrom.replace("front matter ", ""),
    text,
    at === null ? null : new Date(at).toISOString().slice(0, 10),
  ]);
}

test.each([
  ["date: 2024-05-03", ["published", "date", "2024-05-03", "2024-05-03"]],
  ["lastmod: 2024-05-03T10:00:00Z", ["modified", "lastmod", "2024-05-03T10:00:00Z", "2024-05-03"]],
  ["ms.date: 05/06/2024", ["modified", "ms.date", "05/06/2024", "2024-05-06"]],
  ["last_reviewed_on: 2024-05-03", ["reviewed", "last_reviewed_on", "2024-05-03", "2024-05-03"]],
  ["lastVerified: 3 May 2024", ["reviewed", "lastVerified", "3 May 2024", "2024-05-03"]],
  ["verified: { by: ada, at: 2024-05-03 }", ["reviewed", "verified", "2024-05-03", "2024-05-03"]],
  [
    "last_update:\n  date: 2024-05-03\n  author: ada",
    ["modified", "last_update", "2024-05-03", "2024-05-03"],
  ],
  ["review_by: 2024-05", ["review_due", "review_by", "2024-05", "2024-05-01"]],
  ["expiryDate: 2024-05-03", ["expires", "expiryDate", "2024-05-03", "2024-05-03"]],
  ["effective_date: 2024-05-03", ["effective", "effective_date", "2024-05-03", "2024-05-03"]],
  ["updated: 2024-02-30", ["modified", "updated", "2024-02-30", null]],
  ["updated: TBD", ["modified", "updated", "TBD", null]],
])("%j is %j", (inner, expected) => {
  expect(datesOf(inner)).toEqual([expected]);
});

test("a review period counts from the last review, wherever it stands", () => {
  expect(datesOf("review_in: 6 months\nlast_reviewed_on: 2018-10-15").at(-1)).toEqual([
    "review_due",
    "review_in",
    "6 months",
    "2019-04-15",
  ]);
  expect(datesOf("updated: 2024-01-01\nstale_after: 90d").at(-1)?.at(-1)).toBe("2024-03-31");
  expect(datesOf("review_in: 6 months")).toEqual([["review_due", "review_in", "6 months", null]]);
});

test("values that are empty or no date's are no evidence", () => {
  expect(datesOf("date:\nupdated: null\ndraft: 2024-05-03")).toEqual([]);
});

test("owners, labels, aliases, title and language are read, and say where", () => {
  const reading = read(
    'title: "A: b"\nlang: EN_us\nowner: ada@example.com\nauthors:\n  - name: Bo\n    email: bo@example.com\nowner_slack: "#team"\ntags: [x, y]\ncategories: a, b\nevergreen: true\npermalink: /p/\naliases:\n  - /old\n  - ls\n',
  );

  expect(reading).toMatchObject({ title: "A: b", language: "EN_us", aliases: ["/p/", "/old"] });
  expect(reading.owners).toEqual([
    { name: "ada@example.com", email: "ada@example.com", readFrom: "front matter owner" },
    { name: "Bo", email: "bo@example.com", readFrom: "front matter authors" },
    { name: "#team", email: null, readFrom: "front matter owner_slack" },
  ]);
  expect(reading.labels).toEqual(["x", "y", "a", "b", "evergreen"]);
});

test("waivers stand under the product's own key", () => {
  const { waivers } = read(
    "tidemark:\n  waive:\n    - missing-owner\n    - rule: broken-link\n      until: 2026-12-31\n      reason: moving",
  );

  expect(waivers).toEqual([
    { ruleId: "missing-owner", reason: "", untilAt: null },
    { ruleId: "broken-link", reason: "moving", untilAt: Date.parse("2027-01-01") },
  ]);
});

test("Hugo's TOML is read line by line", () => {
  const inner =
    'title = "T"\ndate = 2024-05-03T10:00:00Z # made\ntags = ["a", "b"]\n[params]\nowner = "no"';

  expect(datesOf(inner, "+++")).toEqual([
    ["published", "date", "2024-05-03T10:00:00Z", "2024-05-03"],
  ]);
  expect(read(inner, "+++")).toMatchObject({ title: "T", labels: ["a", "b"], owners: [] });
});

test("what is no YAML gives its simple lines", () => {
  expect(read("owner: *everyone*\ndate: 2024-05-03").owners[0]?.name).toBe("*everyone*");
});

test.each([
  ["code", "a: !!js/function 'function () { throw 1 }'\ntitle: t"],
  [
    "merging bombs",
    `a: &a [x,x]\n${"bcdefghijklm"
      .split("")
      .map(
        (key, index, keys) =>
          `${key}: &${key} [*${keys[index - 1] ?? "a"},*${keys[index - 1] ?? "a"}]`,
      )
      .join("\n")}\ntitle: t`,
  ],
  ["deep nesting", `a: ${"[".repeat(20_000)}\ntitle: t`],
])("%s do no harm", (_, inner) => {
  expect(read(inner).text).toBe("");
});

test.each(["---\nJust a rule\n\n---\n", "---\nno: end", "text\n---\na: b\n---\n"])(
  "%j has none",
  (source) => {
    expect(splitFrontMatter(source)).toBeNull();
  },
);

test("its lines are counted, with any line ending", () => {
  expect(splitFrontMatter("---\na: b\n---\nText")).toMatchObject({ lineCount: 3, bodyOffset: 13 });
  expect(splitFrontMatter("---\r\na: b\r\n---\r\nText")).toMatchObject({ lineCount: 3 });
  expect(splitFrontMatter("---\n---\nText")).toMatchObject({ lineCount: 2, fields: [] });
});

test("no front matter makes it throw", () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "a: b",
      "  - x",
      "date: 2024-99-99",
      "? x",
      "&a",
      "*a",
      "{",
      "|",
      "tidemark: 1",
    ),
  );
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom("---", "+++"), (lines, fence) => {
      const block = splitFrontMatter(`${fence}\n${lines.join("\n")}\n${fence}\n`);
      const draft = new DocumentDraft(1000);
      if (block !== null) addFrontMatter(draft, block);
      expect(draft.finish().text).toBe("");
    }),
  );
});
