import { scoreRing } from "./charts.ts";
import { html, NOTHING, type Html } from "./html-markup.ts";
import {
  writeCount,
  writeGate,
  writeInstant,
  writeMany,
  writeScore,
  writeShare,
} from "./numerals.ts";
import type { ReadinessReport, ReportedGate } from "./readiness-report.ts";
import { gradeOf } from "./score.ts";

/** The head of the page: what this is of, when, and the answer. */
export function masthead(report: ReadinessReport): Html {
  const grade = report.score === null ? "" : `Score: ${gradeOf(report.score)}.`;
  return html`<header class="mast">
    <div>
      <p class="kicker">Tidemark · readiness report</p>
      <h1>${report.workspaceName}</h1>
      <p class="soft">
        ${writeInstant(report.takenAt)} · KB version ${report.kbVersion}<br />${asOf(report)}
      </p>
    </div>
    <div class="verdict">
      ${scoreRing(report.score)}
      <div>
        <strong class="${report.ready ? "ready" : "not-ready"}"
          >${report.ready ? "Ready" : "Not ready"}</strong
        ><span class="small">${gatesWords(report.gates)} ${grade}</span>
      </div>
    </div>
  </header>`;
}

function gatesWords(gates: ReadinessReport["gates"]): string {
  if (gates.length === 0) return "No quality gates are set.";
  const failed = gates.filter(({ passed }) => !passed).length;
  if (failed === 0) return "All quality gates pass.";
  return `${failed} of ${writeMany(gates.length, "quality gate")} fail.`;
}

function asOf({ findingsAsOf }: ReadinessReport): string {
  return findingsAsOf === null
    ? "Not every source was scanned completely."
    : `Every source was scanned completely on ${writeInstant(findingsAsOf)}, or later.`;
}

/** The six figures to know first. */
export function keyFigures({
  documents,
  findings,
  access,
}: Pick<ReadinessReport, "documents" | "findings"> & { readonly access: string }): Html {
  const { total } = documents;
  const entry = (name: string, value: string, note: string): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}<small>${note}</small></dd>
    </div>`;
  const { error, warning, note } = findings.bySeverity;
  return html`<dl class="key">
    ${entry("Documents", writeCount(total), `in ${writeMany(Object.keys(documents.bySource).length, "source")}`)}
    ${entry("Read", writeShare(documents.read, total), `${writeCount(total - documents.read)} could not be read`)}
    ${entry("With an owner", writeShare(documents.withOwner, total), `${writeCount(total - documents.withOwner)} without`)}
    ${entry("Access known", writeShare(documents.withKnownAccess, total), access)}
    ${entry("Open findings", writeCount(findings.open), `${writeMany(error, "error")}, ${writeMany(warning, "warning")}, ${writeMany(note, "note")}`)}
    ${entry("Since the baseline", writeCount(findings.byBaseline.new), "new findings")}
  </dl>`;
}

/** All gates, failing ones first. */
export function gatesSection({ gates, ready }: ReadinessReport): Html {
  const sorted = gates.toSorted((a, b) => Number(a.passed) - Number(b.passed));
  const lead = ready
    ? "All hold, so this knowledge base is ready."
    : "Each is a hard bound: one that fails makes the knowledge base not ready, whatever the score. A value that nobody can say fails.";
  return html`<section id="gates">
    <h2>Quality gates</h2>
    <p class="lead">${lead}</p>
    <table class="stacking">
      <thead>
        <tr>
          <th>Result</th>
          <th>Gate</th>
          <th>Metric</th>
          <th class="number">Measured</th>
          <th class="number">Asked</th>
        </tr>
      </thead>
      <tbody>
        ${sorted.map((gate) => gateRow(gate))}
      </tbody>
    </table>
  </section>`;
}

function gateRow(gate: ReportedGate): Html {
  const { value, limit } = writeGate(gate);
  const mark = gate.passed
    ? html`<span class="mark pass">Passes</span>`
    : html`<span class="mark fail">Fails</span>`;
  return html`<tr>
    <td>${mark}</td>
    <td>
      ${gate.name}${gate.reason === "" ? NOTHING : html` <span class="soft">${gate.reason}</span>`}
    </td>
    <td class="soft nowrap">${gate.metric}</td>
    <td class="number" data-name="measured">${value}</td>
    <td class="number" data-name="asked">${limit}</td>
  </tr>`;
}

/** What the access figure means in words. */
export function accessWords(report: ReadinessReport): string {
  const { score } = report.categories.access;
  const unknown = report.documents.total - report.documents.withKnownAccess;
  if (unknown > 0) return `${writeCount(unknown)} unknown, so never used`;
  return score === null ? "not examined" : `access score ${writeScore(score)}`;
}
