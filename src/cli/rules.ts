import { EXIT } from "../app/lifecycle.ts";
import { REGISTRIES } from "../app/registries.ts";
import { SEVERITIES } from "../model/finding.ts";
import { giveAnswer, toJson } from "./answer.ts";
import { formatOf, type FormatOptions } from "./options.ts";
import { drawTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export async function rulesCommand(options: FormatOptions, terminal: Terminal): Promise<number> {
  const rules = REGISTRIES.rules.map(({ meta }) => ({
    id: meta.id,
    category: meta.category,
    severities: SEVERITIES.toReversed().filter((severity) =>
      Object.values(meta.messages).some((message) => message.severity === severity),
    ),
    title: meta.failureTitle,
    why: meta.why,
    remedy: meta.remedy,
  }));
  const rows = rules.map((rule) => [
    rule.id,
    rule.category,
    rule.severities.join(", "),
    rule.title,
  ]);
  const text =
    formatOf(options) === "json"
      ? toJson(rules)
      : drawTable(["rule", "category", "severity", "reports"], rows, terminal.outPen);
  await giveAnswer(text, options.output, terminal);
  return EXIT.ready;
}
