import type { FindingExplanation } from "../commands/explain-finding.ts";
import type { EpochMs } from "../model/ids.ts";
import { severityText } from "./findings.ts";
import type { Pen } from "./terminal.ts";

/** A finding's explanation on the terminal: what, where, in which words, why it hurts and what to do. */
export function findingText({ finding, documents, rule }: FindingExplanation, pen: Pen): string {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const { waiver, evidence } = finding;
  return [
    `${severityText(finding.severity, pen).trimEnd()} ${pen.bold(finding.ruleId)}  ${finding.text}`,
    `  ${pen.dim("fingerprint")}  ${finding.fingerprint}`,
    `  ${pen.dim("state")}        ${finding.state}, ${finding.baselineState} against the baseline`,
    `  ${pen.dim("opened")}       ${dayText(finding.openedAt)} (KB ${finding.openedVersion})`,
    ...(finding.closedAt === null
      ? []
      : [`  ${pen.dim("closed")}       ${dayText(finding.closedAt)}`]),
    ...(waiver === null
      ? []
      : [
          `  ${pen.dim("waived")}       by ${waiver.by}: ${waiver.reason}${waiver.untilAt === null ? "" : `, until ${dayText(waiver.untilAt)}`}`,
        ]),
    `  ${pen.dim("confidence")}   ${finding.confidenceRatio}`,
    "",
    pen.bold("Documents"),
    ...documents.map(
      ({ id, place, title }) =>
        `  ${place.sourceId}: ${place.locator}${title === null ? "" : `  ${title}`} ${pen.dim(id)}`,
    ),
    ...(documents.length === 0 ? ["  none: it is about the source or the workspace"] : []),
    ...(evidence.length === 0 ? [] : ["", pen.bold("It rests on")]),
    ...evidence.flatMap(({ documentId, line, quote }) => [
      `  ${byId.get(documentId)?.place.locator ?? documentId}${line === null ? "" : `:${line}`}`,
      `    ${pen.italic(`“${quote}”`)}`,
    ]),
    ...(rule === null
      ? []
      : [
          "",
          pen.bold("Why it matters"),
          `  ${rule.why}`,
          "",
          pen.bold("What to do"),
          `  ${rule.remedy}`,
        ]),
    `  Accept it: ${pen.cyan(`tidemark waive ${finding.fingerprint.slice(0, 8)} --reason "…" --until 2027-12-31`)}`,
  ].join("\n");
}

function dayText(at: EpochMs): string {
  return new Date(at).toISOString().slice(0, 10);
}
