import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";
import pc from "picocolors";
import { CATEGORIES } from "../model/finding.ts";
import { FRESHNESS_STATUSES } from "../model/freshness.ts";
import {
  writeCount,
  writeCredit,
  writeGate,
  writeInstant,
  writeMany,
  writeScore,
  writeWorking,
  writeShare,
} from "./numerals.ts";
import { gradeOf, type Grade } from "./score.ts";
import type { ReadinessReport, ReportedGate } from "./readiness-report.ts";

/** How the report may be drawn. */
export interface TerminalStyle {
  readonly columns: number;
  /** False when nobody looks (a pipe, NO_COLOR): no colours, no drawn lines. */
  readonly isRich: boolean;
}

const COLUMN_GAP = "  ";
const LEAST_WIDTH = 16;

/** Columns apart by space alone. */
const NO_LINES = {
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
  middle: COLUMN_GAP,
};

type Palette = ReturnType<typeof pc.createColors>;

/** A screen's worth of report: verdict, gates, scores, what to mend first, what was not examined. */
export function renderTerminal(report: ReadinessReport, style: TerminalStyle): string {
  const palette = pc.createColors(style.isRich);
  const pen = { palette, style: { ...style, columns: Math.max(60, Math.min(style.columns, 160)) } };
  const parts = [
    verdict(report, palette),
    gates(report, pen),
    scores(report, pen),
    findings(report, pen),
    mendFirst(report, pen),
    notExamined(report, pen),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

interface Pen {
  readonly palette: Palette;
  readonly style: TerminalStyle;
}

function verdict(report: ReadinessReport, palette: Palette): string {
  const word = report.ready
    ? palette.bold(palette.green("Ready"))
    : palette.bold(palette.red("Not ready"));
  const score =
    report.score === null ? "no score" : `score ${palette.bold(writeScore(report.score))} of 100`;
  const figures = `${writeMany(report.documents.total, "document")}, ${writeMany(report.findings.open, "open finding")}`;
  return [
    `${plain(report.workspaceName)}: ${word}, ${score}`,
    palette.dim(
      `${figures}; KB version ${report.kbVersion}, ${writeInstant(report.takenAt)}. ${report.scoreReason}`,
    ),
  ].join("\n");
}

function gates(report: ReadinessReport, pen: Pen): string {
  const { palette } = pen;
  const rows = report.gates.map((gate) => {
    const { value, limit } = writeGate(gate);
    return [
      gate.passed ? palette.green("pass") : palette.red("FAIL"),
      plain(gate.name),
      value,
      limit,
      gateReason(gate),
    ];
  });
  return table(pen, "Quality gates", ["", "gate", "measured", "asked", "why"], rows, [1, 4]);
}

function gateReason(gate: ReportedGate): string {
  return plain(gate.reason);
}

function scores(report: ReadinessReport, pen: Pen): string {
  const rows = CATEGORIES.map((category) => {
    const entry = report.categories[category];
    const { score, weight, reason, isSmall } = entry;
    const note = isSmall && score !== null ? `${reason} Few documents.` : reason;
    const working = writeWorking(entry);
    return [category, paintScore(score, pen.palette), working, String(weight), plain(note)];
  });
  return table(pen, "Scores", ["category", "score", "credits / examined", "weight", ""], rows, [4]);
}

function paintScore(score: number | null, palette: Palette): string {
  if (score === null) return palette.dim("–");
  const paints: Readonly<Record<Grade, (text: string) => string>> = {
    good: palette.green,
    fair: palette.cyan,
    poor: palette.yellow,
    bad: palette.red,
  };
  return paints[gradeOf(score)](writeScore(score));
}

function findings({ documents, rules }: ReadinessReport, pen: Pen): string {
  const statuses = FRESHNESS_STATUSES.filter((status) => documents.byStatus[status] > 0);
  const fresh = statuses.map(
    (status) =>
      `${writeCount(documents.byStatus[status])} ${status} (${writeShare(documents.byStatus[status], documents.total)})`,
  );
  const age = fresh.length === 0 ? "" : `${pen.palette.bold("Freshness")}  ${fresh.join(", ")}`;
  if (rules.length === 0) return age;
  const rows = rules.map((rule) => [writeCount(rule.findingCount), rule.ruleId, plain(rule.title)]);
  return `${age}\n\n${table(pen, "Findings by rule", ["open", "rule", ""], rows, [2])}`;
}

function mendFirst(report: ReadinessReport, pen: Pen): string {
  if (report.mendFirst.length === 0) return "";
  const rows = report.mendFirst.map((item, index) => {
    const where = item.documents[0]?.locator;
    const place =
      where === undefined || item.documentCount > 1 ? "" : `\n${pen.palette.dim(plain(where))}`;
    return [
      String(index + 1),
      writeCredit(item.damage),
      `${plain(item.title)}${place}\n${pen.palette.dim(plain(item.because))}`,
    ];
  });
  return table(pen, "Mend first", ["", "damage", "what, and why"], rows, [2]);
}

function notExamined(report: ReadinessReport, pen: Pen): string {
  if (report.notExamined.length === 0) return "";
  const rows = report.notExamined.map(({ name, count, reason }) => [
    plain(name),
    count === null ? "" : writeCount(count),
    plain(reason),
  ]);
  return table(pen, "Not examined", ["what", "count", "why"], rows, [0, 2]);
}

/** The columns named `flexible` share what the others leave, and wrap. */
function table(
  { palette, style }: Pen,
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  flexible: readonly number[],
): string {
  if (!style.isRich) return [title, ...rows.map(plainRow)].join("\n");
  const natural = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => widthOf(row[column] ?? ""))),
  );
  const fixed = natural
    .filter((_, column) => !flexible.includes(column))
    .reduce((sum, width) => sum + width, 0);
  const left = style.columns - fixed - COLUMN_GAP.length * (head.length - 1);
  const colWidths = shareWidths(natural, flexible, left);
  const drawn = new Table({
    head: head.map((text) => palette.dim(text)),
    colWidths: [...colWidths],
    wordWrap: true,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
    chars: NO_LINES,
  });
  for (const row of rows) drawn.push([...row]);
  return `${palette.bold(title)}\n${trimLines(drawn.toString())}`;
}

/** Narrow flexible columns take what they need; the widest takes the rest. */
function shareWidths(
  natural: readonly number[],
  flexible: readonly number[],
  left: number,
): readonly number[] {
  const widths = [...natural];
  let rest = left;
  const narrowFirst = flexible.toSorted((a, b) => (natural[a] ?? 0) - (natural[b] ?? 0));
  for (const [index, column] of narrowFirst.entries()) {
    const share = Math.max(LEAST_WIDTH, Math.floor(rest / (narrowFirst.length - index)));
    widths[column] = Math.max(1, Math.min(natural[column] ?? share, share));
    rest -= widths[column];
  }
  return widths;
}

function plainRow(row: readonly string[]): string {
  return `  ${row
    .filter((cell) => cell !== "")
    .join("  ")
    .replaceAll("\n", "  ")}`;
}

function widthOf(cell: string): number {
  return Math.max(...cell.split("\n").map((line) => stripVTControlCharacters(line).length));
}

function trimLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Without control characters: a title must not move the cursor or set a colour. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]+/g, " ");
}
