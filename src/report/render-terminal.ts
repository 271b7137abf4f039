import { NO_LINES } from "../lib/plain-table.ts";
import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";
import pc from "picocolors";
import { CATEGORIES } from "../model/finding.ts";
import { FRESHNESS_STATUSES, type FreshnessStatus } from "../model/freshness.ts";
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

const COLUMN_GAP = NO_LINES.middle;
const LEAST_WIDTH = 12;
const BAR_LENGTH = 24;

const PAINTS: Readonly<Record<FreshnessStatus, (palette: Palette) => (text: string) => string>> = {
  fresh: ({ green }) => green,
  aging: ({ yellow }) => yellow,
  stale: ({ magenta }) => magenta,
  expired: ({ red }) => red,
  unknown: ({ dim }) => dim,
};

type Palette = ReturnType<typeof pc.createColors>;

/** A screen's worth of report: verdict, gates, scores, what to mend first, what was not examined. */
export function renderTerminal(report: ReadinessReport, style: TerminalStyle): string {
  const palette = pc.createColors(style.isRich);
  const pen = { palette, style: { ...style, columns: Math.max(60, Math.min(style.columns, 160)) } };
  const parts = [
    verdict(report, pen),
    gates(report, pen),
    scores(report, pen),
    freshness(report, pen),
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

function verdict(report: ReadinessReport, { palette, style }: Pen): string {
  const word = report.ready
    ? palette.bold(palette.green("Ready"))
    : palette.bold(palette.red("Not ready"));
  const score =
    report.score === null ? "no score" : `score ${palette.bold(writeScore(report.score))} of 100`;
  const figures = `${writeMany(report.documents.total, "document")}, ${writeMany(report.findings.open, "open finding")}.`;
  const taken = `KB version ${report.kbVersion}, ${writeInstant(report.takenAt)}.`;
  const lines = wrap(`${figures} ${report.scoreReason} ${taken}`, style.columns);
  return [
    `${plain(report.workspaceName)}: ${word}, ${score}`,
    ...lines.map((line) => palette.dim(line)),
  ].join("\n");
}

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function gates(report: ReadinessReport, pen: Pen): string {
  const { palette } = pen;
  const failedFirst = report.gates.toSorted((a, b) => Number(a.passed) - Number(b.passed));
  const rows = failedFirst.map((gate) => {
    const { value, limit } = writeGate(gate);
    return [
      gate.passed ? palette.green("pass") : palette.red("FAIL"),
      plain(gate.name),
      value,
      limit,
      gateReason(gate),
    ];
  });
  return table(pen, {
    title: "Quality gates",
    head: ["", "gate", "measured", "asked", "why"],
    rows,
    flexible: [1, 4],
    right: [2],
  });
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
  return table(pen, {
    title: "Scores",
    head: ["category", "score", "credits", "weight", ""],
    rows,
    flexible: [4],
    right: [1, 2, 3],
  });
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

function freshness({ documents: { byStatus, total } }: ReadinessReport, pen: Pen): string {
  const statuses = FRESHNESS_STATUSES.filter((status) => byStatus[status] > 0);
  const rows = statuses.map((status) => {
    const length = Math.max(1, Math.round((BAR_LENGTH * byStatus[status]) / total));
    const bar = pen.style.isRich ? PAINTS[status](pen.palette)("█".repeat(length)) : "";
    return [status, writeCount(byStatus[status]), writeShare(byStatus[status], total), bar];
  });
  return rows.length === 0
    ? ""
    : table(pen, {
        title: "Freshness",
        head: ["", "documents", "", ""],
        rows,
        flexible: [],
        right: [1, 2],
      });
}

function findings({ rules }: ReadinessReport, pen: Pen): string {
  if (rules.length === 0) return "";
  const rows = rules.map((rule) => [writeCount(rule.findingCount), rule.ruleId, plain(rule.title)]);
  return table(pen, {
    title: "Findings by rule",
    head: ["open", "rule", ""],
    rows,
    flexible: [2],
    right: [0],
  });
}

function mendFirst(report: ReadinessReport, pen: Pen): string {
  if (report.mendFirst.length === 0) return "";
  const rows = report.mendFirst.map((item, index) => {
    const [only, ...others] = item.documents;
    const isNamed = only === undefined || others.length > 0 || only.locator === item.title;
    const place = isNamed ? "" : `\n${pen.palette.dim(plain(only.locator))}`;
    return [
      String(index + 1),
      writeCredit(item.damage),
      `${plain(item.title)}${place}\n${pen.palette.dim(plain(item.because))}`,
    ];
  });
  return table(pen, {
    title: "Mend first",
    head: ["", "damage", "what, and why"],
    rows,
    flexible: [2],
    right: [1],
  });
}

function notExamined(report: ReadinessReport, pen: Pen): string {
  if (report.notExamined.length === 0) return "";
  const rows = report.notExamined.map(({ kind, name, count, reason }) => [
    plain(kind === "documents" || kind === "access" ? `${kind}: ${name}` : name),
    count === null ? "" : writeCount(count),
    plain(reason),
  ]);
  return table(pen, {
    title: "Not examined",
    head: ["what", "count", "why"],
    rows,
    flexible: [0, 2],
    right: [1],
  });
}

interface Sheet {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that share what the others leave, and wrap. */
  readonly flexible: readonly number[];
  /** Columns of numbers. */
  readonly right: readonly number[];
}

function table({ palette, style }: Pen, { title, head, rows, flexible, right }: Sheet): string {
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
    colAligns: head.map((_, column) => (right.includes(column) ? "right" : "left")),
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
