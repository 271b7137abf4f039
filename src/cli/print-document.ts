import type { DocumentExplanation, WeighedEvidence } from "../commands/explain-document.ts";
import { DAY_MS, type EpochMs } from "../model/ids.ts";
import { findingLines } from "./findings.ts";
import type { Pen } from "./terminal.ts";

/** A document's explanation on the terminal: one section for each question that a person has. */
export function documentText(explanation: DocumentExplanation, pen: Pen): string {
  const { document, findings, links, access, owners, versions } = explanation;
  const { place, ingestion } = document;
  return [
    pen.bold(document.title ?? place.locator),
    `  ${pen.dim("id")}        ${document.id}`,
    `  ${pen.dim("source")}    ${place.sourceId}: ${place.locator}`,
    `  ${pen.dim("opens at")}  ${place.uri}`,
    `  ${pen.dim("content")}   ${ingestion.kind === "read" ? contentText(explanation) : `not read: ${ingestion.reason} (${ingestion.detail})`}`,
    ...(document.labels.length > 0
      ? [`  ${pen.dim("labels")}    ${document.labels.join(", ")}`]
      : []),
    "",
    ...freshnessLines(explanation, pen),
    "",
    pen.bold("Owners"),
    ...(owners.length === 0 ? ["  nobody answers for it"] : []),
    ...owners.map(
      ({ owner, isAnswering }) =>
        `  ${isAnswering ? pen.green("→") : " "} ${owner.name}${owner.email === null || owner.email === owner.name ? "" : ` <${owner.email}>`} ${pen.dim(owner.readFrom)}`,
    ),
    "",
    `${pen.bold("Access")}  ${access.exposure}`,
    `  ${access.summary}`,
    ...access.gates.flatMap(({ origin, lines }) => [
      `  ${origin}`,
      ...lines.map((line) => `    ${pen.dim(line)}`),
    ]),
    "",
    pen.bold("Links"),
    `  ${links.inside} inside its source, ${links.elsewhere} elsewhere (not asked); ${links.anchors} anchors to link to`,
    "",
    `${pen.bold("Findings")}  ${findings.length === 0 ? "none" : findings.length}`,
    ...findings.map((listed) =>
      findingLines({ ...listed, documents: [] }, pen).replaceAll(/^/gm, "  "),
    ),
    "",
    `${pen.bold("Versions")}  ${versions.length}`,
    ...versions
      .slice(-5)
      .map(
        ({ version, at, textLength }) =>
          `  KB ${version}  ${instantText(at)}  ${textLength.toLocaleString("en")} letters`,
      ),
  ].join("\n");
}

function contentText({ document }: DocumentExplanation): string {
  const { ingestion, mediaType, language } = document;
  const words =
    ingestion.kind === "read" ? `${ingestion.wordCount.toLocaleString("en")} words` : "";
  return [mediaType ?? "unknown type", words, language]
    .filter((part) => part !== null && part !== "")
    .join(", ");
}

function freshnessLines(
  { freshness, policy, evidence }: DocumentExplanation,
  pen: Pen,
): readonly string[] {
  const { warnAfterMs, errorAfterMs, basis } = policy.policy;
  const limits =
    warnAfterMs === null && errorAfterMs === null
      ? "age alone never turns it"
      : `aging after ${daysText(warnAfterMs)}, stale after ${daysText(errorAfterMs)}`;
  const turns = [
    freshness.agingAt === null ? null : `aging ${instantText(freshness.agingAt)}`,
    freshness.staleAt === null ? null : `stale ${instantText(freshness.staleAt)}`,
    freshness.expiresAt === null ? null : `expired ${instantText(freshness.expiresAt)}`,
  ].filter((text) => text !== null);
  return [
    `${pen.bold("Freshness")}  ${statusText(freshness.status, pen)}${freshness.ageDays === null ? "" : `, ${freshness.ageDays} days old`}`,
    `  policy "${policy.name}": ${limits}; counts ${basis.join(", ")}`,
    ...(turns.length > 0 ? [`  turns ${turns.join(", ")}`] : []),
    ...(evidence.length === 0 ? ["  no date was found"] : []),
    ...evidence.map((item) => evidenceLine(item, pen)),
  ];
}

function evidenceLine({ evidence, weight, why }: WeighedEvidence, pen: Pen): string {
  const date =
    evidence.at === null ? "no date".padEnd(10) : dateText(evidence.at, evidence.precision);
  const mark = {
    decided: pen.green("→"),
    counted: " ",
    "outside-basis": " ",
    "too-weak": " ",
    "not-believed": pen.red("✗"),
  }[weight];
  return `  ${mark} ${date}  ${evidence.kind.padEnd(15)} ${pen.dim(`${evidence.readFrom} "${evidence.text}" (trust ${evidence.trustRatio}): ${why}`)}`;
}

function dateText(at: EpochMs, precision: string): string {
  const iso = instantText(at);
  return precision === "year"
    ? iso.slice(0, 4).padEnd(10)
    : precision === "month"
      ? iso.slice(0, 7).padEnd(10)
      : iso;
}

const MAX_EPOCH_MS = 8.64e15;

function instantText(at: EpochMs): string {
  return Math.abs(at) > MAX_EPOCH_MS ? "never".padEnd(10) : new Date(at).toISOString().slice(0, 10);
}

function daysText(ms: number | null): string {
  return ms === null ? "never" : `${Math.round((ms / DAY_MS) * 10) / 10} days`;
}

export function statusText(status: string, pen: Pen): string {
  if (status === "fresh") return pen.green(status);
  return status === "aging" ? pen.yellow(status) : pen.red(status);
}
