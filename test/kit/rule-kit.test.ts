import { describe, expect, test } from "vitest";
import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable, type Rule } from "../../src/contract/rule.ts";
import { epochMs } from "../../src/model/ids.ts";
import { findCaseProblems } from "./case-problems.ts";
import { judgeCase } from "./judge-case.ts";
import { readMarkedText } from "./marked-text.ts";
import { RuleCase } from "./rule-case.ts";

const META = {
  id: "long-title",
  category: "consistency",
  title: "Titles are short",
  failureTitle: "Titles are long",
  why: "They crowd out the answer.",
  remedy: "Shorten it.",
  version: 1,
  needs: ["document"],
  messages: { long: { severity: "note", text: "{title} has more than {limit} letters." } },
} as const;

const LONG_TITLE = defineDocumentRule({
  meta: META,
  Options: z.strictObject({ max_letters: z.int().default(5).describe("How many.") }),
  check({ document: { id, title } }, { options }) {
    if (title === null) return notApplicable("it has no title");
    const isLong = title.length > options.max_letters;
    return looked(
      isLong ? [documentFinding(id, "long", { title, limit: options.max_letters })] : [],
    );
  },
});

/** A rule that breaks what every rule holds to. */
function brokenRule(
  check: Parameters<typeof defineDocumentRule<"document", "long", z.ZodType>>[0]["check"],
): Rule {
  return defineDocumentRule({ meta: META, Options: z.strictObject({}), check });
}

function caseOf(title: string | null, answer: object, more: object = {}): RuleCase {
  return RuleCase.parse({
    now: "2026-06-01T00:00:00Z",
    documents: [{ title }],
    expect: answer,
    ...more,
  });
}

const REPORT = caseOf("Longer", { findings: [{ message: "long" }] });
const CLEAN = caseOf("Short", { findings: [] });
const ABSENT = caseOf(null, { notApplicable: "it has no title" });
const COMPLETE = new Map([
  ["report-long", REPORT],
  ["clean-short", CLEAN],
  ["not-applicable-untitled", ABSENT],
  ["edge-on-max-letters", CLEAN],
  ["edge-past-max-letters", REPORT],
]);

describe("the cases of a rule", () => {
  test("are complete with every kind, every message and both sides of every limit", () => {
    expect(findCaseProblems(LONG_TITLE, COMPLETE)).toEqual([]);
  });

  test.each([
    ["report-long", ["there is no report case"]],
    ["clean-short", ["there is no clean case"]],
    ["not-applicable-untitled", ["there is no not-applicable case"]],
    [
      "edge-on-max-letters",
      ["there is no case edge-on-max-letters: a limit is tried on both sides"],
    ],
    [
      "edge-past-max-letters",
      ["there is no case edge-past-max-letters: a limit is tried on both sides"],
    ],
  ])("are refused without %s", (name, problems) => {
    const cases = new Map(COMPLETE);
    cases.delete(name);

    expect(findCaseProblems(LONG_TITLE, cases)).toEqual(problems);
  });

  test("are refused when no case expects a message", () => {
    const cases = new Map([
      ...COMPLETE,
      ["report-long", CLEAN],
      ["edge-past-max-letters", CLEAN],
    ] as const);

    expect(findCaseProblems(LONG_TITLE, cases)).toEqual([
      "report-long: it expects no finding",
      "no case expects the message long",
    ]);
  });

  test.each([
    ["report-quiet", CLEAN, "report-quiet: it expects no finding"],
    ["clean-loud", REPORT, "clean-loud: it expects no look that finds nothing"],
    ["clean-absent", ABSENT, "clean-absent: it expects no look that finds nothing"],
    ["not-applicable-seen", CLEAN, "not-applicable-seen: it expects a look"],
    ["broken", CLEAN, "broken: a case is named report-, clean-, not-applicable- or edge-WHAT"],
    ["edge-on-age", CLEAN, "there is no case edge-past-age: a limit is tried on both sides"],
  ])("are refused with %s", (name, ruleCase, problem) => {
    expect(findCaseProblems(LONG_TITLE, new Map([...COMPLETE, [name, ruleCase]]))).toEqual([
      problem,
    ]);
  });

  test("are refused with an unknown key", () => {
    expect(() => caseOf("Short", { findings: [] }, { document: {} })).toThrow(/Unrecognized key/);
  });
});

describe("judging a case", () => {
  test.each([...COMPLETE])("agrees with %s", (_, ruleCase) => {
    const { seen, expected, breaches } = judgeCase(LONG_TITLE, ruleCase);

    expect(seen).toEqual(expected);
    expect(breaches).toEqual([]);
  });

  test.each([
    ["a finding too many", caseOf("Longer", { findings: [] })],
    ["a finding too few", caseOf("Short", { findings: [{ message: "long" }] })],
    ["another message", caseOf("Longer", { findings: [{ message: "short" }] })],
    [
      "another text",
      caseOf("Longer", { findings: [{ message: "long", text: "Longer is long." }] }),
    ],
    ["another key", caseOf("Longer", { findings: [{ message: "long", key: "title" }] })],
    ["another document", caseOf("Longer", { findings: [{ message: "long", on: "other.md" }] })],
    [
      "evidence that is not there",
      caseOf("Longer", { findings: [{ message: "long", marks: [0] }] }),
    ],
    ["a look where there is none", caseOf(null, { findings: [] })],
    ["another reason", caseOf(null, { notApplicable: "it is untitled" })],
    [
      "an end of the answer",
      caseOf("Short", { findings: [] }, { holdsUntil: "2026-07-01T00:00:00Z" }),
    ],
  ])("sees %s", (_, ruleCase) => {
    const { seen, expected } = judgeCase(LONG_TITLE, ruleCase);

    expect(seen).not.toEqual(expected);
  });

  test("reads the whole text, the subject and the key of a finding", () => {
    const { seen, expected } = judgeCase(
      LONG_TITLE,
      caseOf("Longer", {
        findings: [
          { message: "long", text: "Longer has more than 5 letters.", on: "guide.md", key: "" },
        ],
      }),
    );

    expect(seen).toEqual(expected);
  });

  test("hands over the facts that the rule names and no other", () => {
    let seen: readonly string[] = [];
    const rule = brokenRule((facts) => {
      seen = Object.keys(facts);
      return looked([]);
    });
    judgeCase(rule, CLEAN);

    expect(seen).toEqual(["document"]);
  });

  test("hands over facts that cannot be changed", () => {
    const rule = brokenRule(({ document }) => {
      Object.assign(document, { title: "Changed" });
      return looked([]);
    });

    expect(() => judgeCase(rule, CLEAN)).toThrow(TypeError);
  });

  test("covers the marks of the text by its evidence", () => {
    const rule = brokenRule(({ document: { id } }) =>
      looked([
        documentFinding(
          id,
          "long",
          { title: "", limit: 1 },
          {
            evidence: [
              { documentId: id, startOffset: 5, endOffset: 10, quote: "until", line: null },
              { documentId: id, startOffset: 1, endOffset: 2, quote: "p", line: null },
            ],
          },
        ),
      ]),
    );
    const ruleCase = RuleCase.parse({
      now: "2026-06-01T00:00:00Z",
      documents: [{ text: "Open «until» 2021" }],
      expect: { findings: [{ message: "long", marks: [0, -1] }] },
    });
    const { seen, expected } = judgeCase(rule, ruleCase);

    expect(seen).toEqual(expected);
  });
});

describe("a rule's answer", () => {
  const data = { title: "Longer", limit: 5 };
  let calls = 0;
  test.each<[string, Parameters<typeof brokenRule>[0], string]>([
    [
      "fills its message",
      ({ document }) => looked([documentFinding(document.id, "long", { title: "x" })]),
      "long: nothing fills {limit}",
    ],
    [
      "tells its findings apart",
      ({ document }) =>
        looked([
          documentFinding(document.id, "long", data),
          documentFinding(document.id, "long", data),
        ]),
      "two findings share a fingerprint",
    ],
    ["holds for a while", (_, { now }) => looked([], now), "an answer does not hold beyond now"],
    [
      "is the same again",
      () => looked([], epochMs(9e14 + calls++)),
      "the second answer differs from the first",
    ],
    [
      "knows how sure it is",
      ({ document }) =>
        looked([documentFinding(document.id, "long", data, { confidenceRatio: 1.5 })]),
      "long: 1.5 is no confidence",
    ],
    [
      "is sure of something",
      ({ document }) =>
        looked([documentFinding(document.id, "long", data, { confidenceRatio: 0 })]),
      "long: 0 is no confidence",
    ],
    [
      "names its messages",
      ({ document }) => looked([documentFinding(document.id, "odd" as "long", data)]),
      "there is no message odd",
    ],
  ])("%s", (_, check, breach) => {
    expect(judgeCase(brokenRule(check), CLEAN).breaches).toEqual([breach]);
  });
});

describe("marked text", () => {
  test("gives the text and its spans", () => {
    expect(readMarkedText("Open «until 2021» and «daily»")).toEqual({
      text: "Open until 2021 and daily",
      spans: [
        { startOffset: 5, endOffset: 15 },
        { startOffset: 20, endOffset: 25 },
      ],
    });
  });

  test.each(["«a", "a»", "«a «b»»"])("refuses %s", (text) => {
    expect(() => readMarkedText(text)).toThrow(/mark/);
  });
});
