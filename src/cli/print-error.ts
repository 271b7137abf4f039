import { ERRORS, type ErrorCode, type ScanError } from "../model/error.ts";
import type { Pen } from "./terminal.ts";

/** What a person can do about it, where the message does not say so itself. */
const ADVICE: Readonly<Partial<Record<ErrorCode, string>>> = {
  CONFIG_INVALID:
    "Mend the file and try `tidemark config check`. docs/configuration.md describes every key.",
  UNKNOWN_RULE: "`tidemark rules` lists the rules.",
  UNKNOWN_SOURCE: "`tidemark sources list` lists the sources.",
  SOURCE_UNREACHABLE:
    "See that the source is up and can be reached from here; `tidemark doctor` checks it.",
  SOURCE_FORBIDDEN: "See that the account may read the source; `tidemark doctor` checks it.",
  SOURCE_NOT_FOUND: "See that the path or address is right.",
  SOURCE_SUSPECT: "If the documents are gone for good: `tidemark sources accept SOURCE`.",
  SCAN_RUNNING:
    "Wait until it is over, or end it; a scan whose process died is taken over by itself.",
  SCAN_ABORTED: "Run the same command again: it carries on.",
  STORE_NEWER: "Use the newer Tidemark, or another database with --db.",
  STORE_LOCKED: "Wait until the other process is done, and try again.",
  STORE_FULL: "Free some space; what was committed is safe, and the next scan carries on.",
  STORE_CORRUPT: "Put a backup in its place, or delete the file and scan again.",
  STORE_UNUSABLE:
    "See that the path given by --db is a Tidemark database that you may read and write.",
  INTERNAL: "This is a fault of Tidemark. Please report it with the id; --verbose shows more.",
};

/** An expected failure on one screen: what, where, what to do. */
export function errorScreen(error: ScanError, incidentId: string | null, pen: Pen): string {
  const title =
    incidentId === null ? ERRORS[error.code].text : `${ERRORS[error.code].text} (id ${incidentId})`;
  const advice = ADVICE[error.code];
  const lines = limitLines(error.message).map((line) => `  ${line}`);
  return [
    `${pen.red(pen.bold("error"))} ${pen.bold(title)} ${pen.dim(error.code)}`,
    ...lines,
    ...(advice ? [`  ${pen.cyan("→")} ${advice}`] : []),
  ].join("\n");
}

const MAX_LINES = 15;

function limitLines(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `… and ${lines.length - MAX_LINES} more`];
}
