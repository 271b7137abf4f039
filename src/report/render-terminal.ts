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
  middle: "  ",
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
  return table(
    pen,
    "Quality gates",
    ["", "gate", "measured", "asked", "why"],
    rows,
    [6, 0, 11, 14, 0],
  );
}

function gateReason(gate: ReportedGate): string {
  return plain(gate.reason);
}

function scores(report: ReadinessReport, pen: Pen): string {
  const rows = CATEGORIES.map((category) => {
    const { score, numerator, denominator, weight, reason, isSmall } = report.categories[category];
    const note = isSmall && score !== null ? `${reason} Few documents.` : reason;
    const working =
      denominator === 0 ? "–" : `${writeCredit(numerator)} / ${writeCount(denominator)}`;
    return [category, paintScore(score, pen.palette), working, String(weight), plain(note)];
  });
  return table(
    pen,
    "Scores",
    ["category", "score", "credits / examined", "weight", ""],
    rows,
    [13, 8, 20, 8, 0],
  );
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
  return `${age}\n\n${table(pen, "Findings by rule", ["open", "rule", ""], rows, [9, 22, 0])}`;
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
  return table(pen, "Mend first", ["", "damage", "what, and why"], rows, [5, 10, 0]);
}

function notExamined(report: ReadinessReport, pen: Pen): string {
  if (report.notExamined.length === 0) return "";
  const rows = report.notExamined.map(({ name, count, reason }) => [
    plain(name),
    count === null ? "" : writeCount(count),
    plain(reason),
  ]);
  return table(pen, "Not examined", ["what", "count", "why"], rows, [22, 9, 0]);
}

/** `widths`: 0 shares what is left. */
function table(
  pen: Pen,
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): string {
  if (!pen.style.isRich)
    return [
      title,
      ...rows.map(
        (row) =>
          `  ${row
            .filter((cell) => cell !== "")
            .join("  ")
            .replaceAll("\n", "  ")}`,
      ),
    ].join("\n");
  const flexible = widths.filter((width) => width === 0).length;
  const left =
    pen.style.columns - widths.reduce((sum, width) => sum + width, 0) - widths.length - 1;
  const colWidths = widths.map((width) =>
    width === 0 ? Math.max(16, Math.floor(left / Math.max(1, flexible))) : width,
  );
  const drawn = new Table({
    head: head.map((text) => pen.palette.dim(text)),
    colWidths,
    wordWrap: true,
    wrapOnWordBoundary: false,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
    chars: NO_LINES,
  });
  for (const row of rows) drawn.push([...row]);
  return `${pen.palette.bold(title)}\n${drawn.toString()}`;
}

/** Without control characters: a title must not move the cursor or set a colour. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]+/g, " ");
}
