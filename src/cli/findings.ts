import { EXIT } from "../app/lifecycle.ts";
import { listFindings, type ListedFinding } from "../commands/list-findings.ts";
import type { FindingState, Severity } from "../model/finding.ts";
import { giveAnswer, toJson } from "./answer.ts";
import { formatOf, type CommonOptions, type FormatOptions } from "./options.ts";
import type { Pen, Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

interface FindingsOptions extends CommonOptions, FormatOptions {
  readonly rule?: readonly string[];
  readonly severity: Severity;
  readonly source?: string;
  readonly state: readonly FindingState[];
  readonly limit: number;
  readonly after?: string;
}

export async function findingsCommand(
  options: FindingsOptions,
  terminal: Terminal,
): Promise<number> {
  return withWorkspace(null, options, "readonly", async (workspace) => {
    const list = await listFindings(workspace, {
      ruleIds: options.rule ?? [],
      severity: options.severity,
      sourceId: options.source ?? null,
      states: options.state,
      after: options.after ?? null,
      limit: options.limit,
    });
    if (formatOf(options) === "json") {
      await giveAnswer(toJson(list), options.output, terminal);
      return EXIT.ready;
    }
    const lines = list.findings.map((listed) => findingLines(listed, terminal.outPen));
    if (lines.length === 0) lines.push("No findings like that.");
    if (list.next !== null) lines.push(`There may be more: --after ${list.next}`);
    await giveAnswer(lines.join("\n"), options.output, terminal);
    return EXIT.ready;
  });
}

const FINGERPRINT_LENGTH = 8;

/** Two or three lines: how bad and what, where, and the words it rests on. */
export function findingLines({ finding, documents }: ListedFinding, pen: Pen): string {
  const state = finding.state === "open" ? "" : pen.dim(` (${finding.state})`);
  const isNew = finding.baselineState === "new" ? pen.cyan(" new") : "";
  const head = `${severityText(finding.severity, pen)} ${finding.fingerprint.slice(0, FINGERPRINT_LENGTH)}  ${pen.bold(finding.ruleId)}${isNew}${state}  ${finding.text}`;
  const [quoted] = finding.evidence;
  const line = (quoted?.line ?? null) === null ? "" : `:${quoted?.line}`;
  const places = documents.map(
    ({ place }) =>
      `          ${pen.dim(`${place.sourceId}: ${place.locator}${documents.length === 1 ? line : ""}`)}`,
  );
  return [head, ...places].join("\n");
}

export function severityText(severity: Severity, pen: Pen): string {
  const padded = severity.padEnd(7);
  if (severity === "error") return pen.red(padded);
  return severity === "warning" ? pen.yellow(padded) : pen.dim(padded);
}
