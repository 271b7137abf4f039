import { z } from "zod";

import type { Rule } from "../../src/contract/rule.ts";
import type { RuleCase } from "./rule-case.ts";

const CASE_NAME = /^(report|clean|not-applicable|edge)-[a-z\d]+(?:-[a-z\d]+)*$/;
const NEEDED_KINDS = ["report", "clean", "not-applicable"] as const;

/** What a rule's cases leave out, in words; empty when they are complete. */
export function findCaseProblems(
  rule: Rule,
  cases: ReadonlyMap<string, RuleCase>,
): readonly string[] {
  const names = [...cases.keys()];
  const reported = new Set([...cases.values()].flatMap(expectedMessages));
  return [
    ...names
      .filter((name) => !CASE_NAME.test(name))
      .map((name) => `${name}: a case is named report-, clean-, not-applicable- or edge-WHAT`),
    ...NEEDED_KINDS.filter((kind) => !names.some((name) => name.startsWith(`${kind}-`))).map(
      (kind) => `there is no ${kind} case`,
    ),
    ...[...cases].flatMap(([name, ruleCase]) => misnamed(name, ruleCase)),
    ...Object.keys(rule.meta.messages)
      .filter((id) => !reported.has(id))
      .map((id) => `no case expects the message ${id}`),
    ...limitsOf(rule, names).flatMap((limit) =>
      [`edge-on-${limit}`, `edge-past-${limit}`]
        .filter((name) => !cases.has(name))
        .map((name) => `there is no case ${name}: a limit is tried on both sides`),
    ),
  ];
}

/** A case that is named for what it does not expect. */
function misnamed(name: string, ruleCase: RuleCase): readonly string[] {
  const isReport = expectedMessages(ruleCase).length > 0;
  const isLook = "findings" in ruleCase.expect;
  if (name.startsWith("report-") && !isReport) return [`${name}: it expects no finding`];
  if (name.startsWith("clean-") && (isReport || !isLook))
    return [`${name}: it expects no look that finds nothing`];
  if (name.startsWith("not-applicable-") && isLook) return [`${name}: it expects a look`];
  return [];
}

/** Every numeric option, and every limit that one side of is there. */
function limitsOf(rule: Rule, names: readonly string[]): readonly string[] {
  const { properties = {} } = z.toJSONSchema(rule.Options, { io: "input" });
  const numeric = Object.entries(properties).filter(
    ([, schema]) =>
      typeof schema === "object" && (schema.type === "integer" || schema.type === "number"),
  );
  const options = numeric.map(([key]) => key.replaceAll("_", "-"));
  const halves = names.flatMap((name) => /^edge-(?:on|past)-(.+)$/.exec(name)?.[1] ?? []);
  return [...new Set([...options, ...halves])];
}

function expectedMessages({ expect: expected }: RuleCase): readonly string[] {
  return "findings" in expected ? expected.findings.map(({ message }) => message) : [];
}
