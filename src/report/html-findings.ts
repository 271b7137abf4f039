import { barList } from "./charts.ts";
import { documentName } from "./html-documents.ts";
import { html, NOTHING, withCode, type Html } from "./html-markup.ts";
import { writeCount, writeMany } from "./numerals.ts";
import type { ReadinessReport, ReportedFinding, ReportedRule } from "./readiness-report.ts";

/** Rows of a rule that are open from the start; paper shows no more. */
const ROWS_AT_ONCE = 20;

/** Findings by rule: a chart, then each rule with what it found. */
export function findingsSection({ rules }: ReadinessReport): Html {
  if (rules.length === 0)
    return html`<section id="findings">
      <h2>Findings</h2>
      <p class="lead">None is open.</p>
    </section>`;
  const slices = rules.map((rule) => ({
    label: rule.title,
    count: rule.findingCount,
    tone: rule.findings[0]?.severity ?? "note",
  }));
  return html`<section id="findings">
    <h2>Findings</h2>
    <p class="lead">
      Open and acknowledged ones, errors first. Waived and resolved findings take no credit and are
      not listed.
    </p>
    ${barList("Findings by rule, in the colour of the worst", slices)}
    <div class="tools" hidden>
      <input
        id="filter-text"
        type="search"
        placeholder="Filter by document, text, quote"
        aria-label="Filter findings"
      /><select id="filter-severity" aria-label="Severity">
        <option value="">All severities</option>
        <option value="error">Errors</option>
        <option value="warning">Warnings</option>
        <option value="note">Notes</option></select
      ><span id="filter-shown" class="soft" aria-live="polite"></span>
    </div>
    ${rules.map((rule) => ruleSection(rule))}
  </section>`;
}

function ruleSection(rule: ReportedRule): Html {
  const first = rule.findings.slice(0, ROWS_AT_ONCE);
  const rest = rule.findings.slice(ROWS_AT_ONCE);
  const more =
    rest.length === 0
      ? NOTHING
      : html`<details>
          <summary>${writeMany(rest.length, "more finding")}</summary>
          ${findingsTable(rest)}
        </details>`;
  return html`<div class="rule">
    <h3 id="rule-${rule.ruleId}">${rule.title}</h3>
    <p class="small soft">
      ${rule.ruleId} · ${rule.category} · ${writeMany(rule.findingCount, "finding")}
    </p>
    <p>${rule.why} ${rule.remedy}</p>
    ${findingsTable(first)}${more}${leftOutNote(rule)}${paperNote(rule)}
  </div>`;
}

function leftOutNote({ leftOutCount, ruleId }: ReportedRule): Html {
  if (leftOutCount === 0) return NOTHING;
  return html`<p class="small soft screen-only">
    ${writeCount(leftOutCount)} more count in every figure above but are not listed here;
    <code>tidemark findings --rule ${ruleId} --limit 10000</code> lists them.
  </p>`;
}

function paperNote({ findingCount, findings }: ReportedRule): Html {
  const left = findingCount - Math.min(findings.length, ROWS_AT_ONCE);
  return left === 0
    ? NOTHING
    : html`<p class="small soft paper-only">
        ${writeMany(left, "more finding")} not printed: see the report on screen, or its JSON.
      </p>`;
}

function findingsTable(findings: readonly ReportedFinding[]): Html {
  return html`<table class="findings stacking">
    <thead>
      <tr>
        <th>Severity</th>
        <th>Where</th>
        <th>What</th>
        <th>Since</th>
      </tr>
    </thead>
    <tbody>
      ${findings.map((finding) => findingRow(finding))}
    </tbody>
  </table>`;
}

function findingRow(finding: ReportedFinding): Html {
  const documents = finding.documents.map(
    (document) => html`<span class="doc">${documentName(document)}</span>`,
  );
  const quotes = finding.quotes.map(
    ({ text, line }) =>
      html`<span class="quote"><q>${text}</q>${line === null ? "" : ` line ${line}`}</span>`,
  );
  const state =
    finding.state === "acknowledged" ? html` <span class="soft">(acknowledged)</span>` : NOTHING;
  const sure =
    finding.confidenceRatio < 1
      ? html` <span class="soft">(${Math.round(finding.confidenceRatio * 100)} % sure)</span>`
      : NOTHING;
  return html`<tr data-severity="${finding.severity}">
    <td><span class="mark ${finding.severity}">${finding.severity}</span></td>
    <td>
      ${documents}${finding.about === "" ? NOTHING : html`<span class="locator">${finding.about}</span>`}
    </td>
    <td>${withCode(finding.text)}${state}${sure}${quotes}</td>
    <td data-name="since">${finding.openedAt.slice(0, 10)}</td>
  </tr> `;
}
