import { z } from "zod";

import type { Rule } from "../../src/contract/rule.ts";
import { markdownTable } from "./markdown-table.ts";
import { renderOptions } from "./settings.ts";

/** One case of a rule, as its file says it. */
export interface CaseFile {
  /** Without folder and `.json`. */
  readonly name: string;
  readonly json: string;
}

const LOOKS_AT = {
  document: "each document",
  group: "each group of documents",
  workspace: "the workspace's sources",
} as const;

/** The generated part of a rule's README. */
export function renderRulePage({ meta, scope, Options }: Rule, cases: readonly CaseFile[]): string {
  const messages = Object.entries(meta.messages).map(([id, { severity, text }]) => [
    `\`${id}\``,
    severity,
    text,
  ]);
  return [
    `${meta.failureTitle}. ${meta.why}`,
    [
      `- Category: ${meta.category}`,
      `- Looks at: ${LOOKS_AT[scope]}, by ${meta.needs.map((name) => `\`${name}\``).join(", ")}`,
      `- When all is well: ${meta.title}`,
      `- What to do: ${meta.remedy}`,
    ].join("\n"),
    "## Messages",
    markdownTable(["Message", "Severity", "Text"], messages),
    "## Options",
    renderOptions(z.toJSONSchema(Options, { io: "input" })),
    "## Examples",
    ...renderExample("It reports", cases, "report-"),
    ...renderExample("It finds nothing", cases, "clean-"),
  ].join("\n\n");
}

function renderExample(
  lead: string,
  cases: readonly CaseFile[],
  prefix: string,
): readonly string[] {
  const example = cases.find(({ name }) => name.startsWith(prefix));
  if (example === undefined) return [];
  const { name, json } = example;
  return [`${lead} ([${name}](cases/${name}.json)):`, `\`\`\`json\n${json.trim()}\n\`\`\``];
}

/** The table of rules/README.md. */
export function renderRulesTable(rules: readonly Rule[]): string {
  return markdownTable(
    ["Rule", "Category", "Severities", "Reports"],
    rules.map(({ meta: { id, category, messages, failureTitle } }) => [
      `[${id}](${id}/README.md)`,
      category,
      [...new Set(Object.values(messages).map(({ severity }) => severity))].join(", "),
      failureTitle,
    ]),
  );
}
