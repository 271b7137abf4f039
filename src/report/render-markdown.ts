import { CATEGORIES } from "../model/finding.ts";
import { FRESHNESS_STATUSES } from "../model/freshness.ts";
import {
  writeAge,
  writeCount,
  writeCredit,
  writeGate,
  writeInstant,
  writeMany,
  writeScore,
  writeWorking,
  writeShare,
} from "./numerals.ts";
import type { ReadinessReport, ReportedFinding, ReportedRule } from "./readiness-report.ts";

const FINDINGS_BY_RULE = 20;
const MISSING: Cell = { bold: "missing" };

/** The report as GitHub-flavoured Markdown. What documents say is escaped: it makes no markup and no HTML. */
export function renderMarkdown(report: ReadinessReport): string {
  const sections = [
    header(report),
    gates(report),
    scores(report),
    mendFirst(report),
    documents(report),
    ...report.rules.map(ruleSection),
    notExamined(report),
    sources(report),
  ];
  return `${sections.join("\n\n")}\n`;
}

function header(report: ReadinessReport): string {
  const verdict = report.ready ? "Ready" : "Not ready";
  const score = report.score === null ? "no score" : `score ${writeScore(report.score)} of 100`;
  return [
    `# Readiness of ${escapeText(report.workspaceName)}`,
    `**${verdict}**, ${score}. ${escapeText(report.scoreReason)}`,
    `Taken ${writeInstant(report.takenAt)}, KB version ${report.kbVersion}; ${writeMany(report.documents.total, "document")}, ${writeMany(report.findings.open, "open finding")}.`,
  ].join("\n\n");
}

function gates(report: ReadinessReport): string {
  const rows = report.gates.map((gate) => {
    const { value, limit } = writeGate(gate);
    return [gate.passed ? "passes" : { bold: "fails" }, gate.name, value, limit, gate.reason];
  });
  return `## Quality gates\n\n${table(["", "gate", "measured", "asked", "why"], rows)}`;
}

function scores(report: ReadinessReport): string {
  const rows = CATEGORIES.map((category) => {
    const entry = report.categories[category];
    const { score, weight, reason, isSmall } = entry;
    const working = writeWorking(entry);
    return [
      category,
      writeScore(score),
      working,
      String(weight),
      isSmall && score !== null ? `${reason} Few documents.` : reason,
    ];
  });
  return `## Scores\n\n${table(["category", "score", "credits / examined", "weight", "why"], rows)}`;
}

function mendFirst(report: ReadinessReport): string {
  if (report.mendFirst.length === 0) return "## Mend first\n\nNothing to mend.";
  const items = report.mendFirst.map(
    (item, index) =>
      `${index + 1}. **${escapeText(item.title)}** – damage ${writeCredit(item.damage)}\n   ${escapeText(item.because)}\n   ${escapeText(item.remedy)}`,
  );
  return `## Mend first\n\n${items.join("\n")}`;
}

function documents({ documents: { total, byStatus, bySource } }: ReadinessReport): string {
  const statusRows = FRESHNESS_STATUSES.map((status) => [
    status,
    writeCount(byStatus[status]),
    writeShare(byStatus[status], total),
  ]);
  const sourceRows = Object.entries(bySource).map(([source, count]) => [
    source,
    writeCount(count),
    writeShare(count, total),
  ]);
  return `## Documents\n\n${table(["freshness", "documents", "share"], statusRows)}\n\n${table(["source", "documents", "share"], sourceRows)}`;
}

function ruleSection(rule: ReportedRule): string {
  const shown = rule.findings.slice(0, FINDINGS_BY_RULE);
  const left = rule.findingCount - shown.length;
  const more =
    left > 0
      ? `\n\n${writeMany(left, "more finding")}: \`tidemark findings --rule ${rule.ruleId}\` lists them.`
      : "";
  const lead = `## ${escapeText(rule.title)} (${rule.ruleId}: ${writeCount(rule.findingCount)})\n\n${escapeText(rule.why)} ${escapeText(rule.remedy)}`;
  return `${lead}\n\n${shown.map(findingLine).join("\n")}${more}`;
}

function findingLine(finding: ReportedFinding): string {
  const where = finding.documents
    .map(({ locator }) => `\`${locator.replaceAll(/[`\r\n]/g, "'")}\``)
    .join(", ");
  const place = where === "" ? escapeText(finding.about) : where;
  const line = finding.quotes[0]?.line;
  return `- ${finding.severity} · ${place}${line === null || line === undefined ? "" : `:${line}`} · ${escapeText(finding.text)}`;
}

function notExamined(report: ReadinessReport): string {
  if (report.notExamined.length === 0) return "## Not examined\n\nEverything was examined.";
  const rows = report.notExamined.map(({ kind, name, count, reason }) => [
    kind,
    name,
    count === null ? "" : writeCount(count),
    reason,
  ]);
  return `## Not examined\n\n${table(["kind", "what", "count", "why"], rows)}`;
}

function sources(report: ReadinessReport): string {
  const rows = report.sources.map((source) => [
    source.id,
    source.connector,
    source.health.kind,
    source.crawlAgeSecs === null ? "never" : `${writeAge(source.crawlAgeSecs)} ago`,
    source.capabilities?.access ?? "",
    source.owner ?? MISSING,
    source.sla ?? MISSING,
    source.escalation ?? MISSING,
    source.nextReview === null
      ? MISSING
      : `${source.nextReview}${source.isReviewOverdue ? " (overdue)" : ""}`,
  ]);
  const head = [
    "source",
    "connector",
    "health",
    "complete scan",
    "sees access",
    "owner",
    "SLA",
    "escalation",
    "next review",
  ];
  return `## Sources\n\n${table(head, rows)}`;
}

type Cell = string | { readonly bold: string };

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const body = rows.map((cells) => line(cells.map((cell) => writeCell(cell))));
  return [line(head), line(head.map(() => "---")), ...body].join("\n");
}

function writeCell(cell: Cell): string {
  return typeof cell === "string" ? escapeText(cell) : `**${escapeText(cell.bold)}**`;
}

/** No markup, no HTML, one line. */
function escapeText(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]|#~]/g, String.raw`\$&`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
