import Table from "cli-table3";
import type { Pen } from "./terminal.ts";

const NO_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** A table without lines: columns apart by space alone, so that a pipe can cut it. */
export function drawTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  pen: Pen,
): string {
  const table = new Table({
    head: head.map((name) => pen.dim(name)),
    chars: NO_BORDERS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
