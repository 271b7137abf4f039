import Table from "cli-table3";
import { NO_LINES } from "../lib/plain-table.ts";
import type { Pen } from "./terminal.ts";

/** A table without lines: columns apart by space alone, so that a pipe can cut it. */
export function drawTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  pen: Pen,
): string {
  const table = new Table({
    head: head.map((name) => pen.dim(name)),
    chars: NO_LINES,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
