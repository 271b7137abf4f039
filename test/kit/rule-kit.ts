import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { z } from "zod";

import type { Rule } from "../../src/contract/rule.ts";
import { findCaseProblems } from "./case-problems.ts";
import { judgeCase } from "./judge-case.ts";
import { RuleCase } from "./rule-case.ts";

/** Runs all cases of a rule, and refuses a rule whose cases leave something out. `folder` is the rule's own. */
export function testRule(rule: Rule, folder: string): void {
  const cases = readCases(join(folder, "cases"));
  describe(`rule ${rule.meta.id}`, () => {
    test("has the cases that a rule needs", () => {
      expect(findCaseProblems(rule, cases)).toEqual([]);
    });

    test.each([...cases])("%s", (_, ruleCase) => {
      const { seen, expected, breaches } = judgeCase(rule, ruleCase);

      expect(seen).toEqual(expected);
      expect(breaches).toEqual([]);
    });
  });
}

/** The cases of a folder by name (the file name without `.json`), in order of name. */
export function readCases(folder: string): ReadonlyMap<string, RuleCase> {
  const cases = new Map<string, RuleCase>();
  for (const file of readdirSync(folder).toSorted()) {
    const parsed = RuleCase.safeParse(JSON.parse(readFileSync(join(folder, file), "utf8")));
    if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
    cases.set(file.replace(/\.json$/, ""), parsed.data);
  }
  return cases;
}
