import { ERRORS } from "../../src/model/error.ts";
import { markdownTable } from "./markdown-table.ts";

/** The error table of the README: every code, what it means, whether trying again helps. */
export function renderErrorTable(): string {
  return markdownTable(
    ["Code", "HTTP", "Exit", "Try again", "Meaning"],
    Object.entries(ERRORS).map(([code, { status, exitCode, retry, text }]) => [
      `\`${code}\``,
      String(status),
      String(exitCode),
      retry,
      text,
    ]),
  );
}
