import { FRESHNESS_STATUSES } from "../model/freshness.ts";
import { barList, stackedBar } from "./charts.ts";
import { html, linkTo, type Html } from "./html-markup.ts";
import { writeCount } from "./numerals.ts";
import type { NotExaminedEntry, ReadinessReport, ReportedDocument } from "./readiness-report.ts";

const STATUS_WORDS = {
  fresh: "Fresh",
  aging: "Aging: past the warning age",
  stale: "Stale: past the error age",
  expired: "Expired: past their own end",
  unknown: "Unknown: unread, or no date to believe",
} as const;

const SOURCES_SHOWN = 12;

/** How old the documents are, and where they are. */
export function documentsSection({ documents }: ReadinessReport): Html {
  const statuses = FRESHNESS_STATUSES.map((status) => ({
    label: STATUS_WORDS[status],
    count: documents.byStatus[status],
    tone: status,
  }));
  const sources = Object.entries(documents.bySource).toSorted(
    ([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1),
  );
  const shown = sources
    .slice(0, SOURCES_SHOWN)
    .map(([label, count]) => ({ label, count, tone: "plain" }));
  const rest = sources.slice(SOURCES_SHOWN).reduce((sum, [, count]) => sum + count, 0);
  if (rest > 0)
    shown.push({
      label: `${sources.length - SOURCES_SHOWN} more sources`,
      count: rest,
      tone: "unknown",
    });
  return html`<section id="documents">
    <h2>Documents</h2>
    <div class="charts">
      ${stackedBar("Freshness", statuses)}${barList("Documents by source", shown)}
    </div>
  </section>`;
}

/** What the scores do not speak of. */
export function notExaminedSection({ notExamined }: ReadinessReport): Html {
  if (notExamined.length === 0)
    return html`<section id="not-examined">
      <h2>Not examined</h2>
      <p class="lead">Everything was examined.</p>
    </section>`;
  return html`<section id="not-examined">
    <h2>Not examined</h2>
    <p class="lead">
      Neither the scores nor the findings speak of these. No finding here does not mean that all is
      well.
    </p>
    <table class="stacking">
      <thead>
        <tr>
          <th>What</th>
          <th></th>
          <th class="number">How many</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        ${notExamined.map((entry) => notExaminedRow(entry))}
      </tbody>
    </table>
  </section>`;
}

function notExaminedRow({ kind, name, count, reason }: NotExaminedEntry): Html {
  return html`<tr>
    <td class="nowrap">${name}</td>
    <td class="soft">${kind}</td>
    <td class="number">${count === null ? "" : writeCount(count)}</td>
    <td>${reason}</td>
  </tr>`;
}

/** A document by its title, with its place below; the place alone where it has no title. */
export function documentName({ title, locator, uri }: ReportedDocument): Html {
  if (title === null || title === "") return linkTo(uri, locator);
  return html`${linkTo(uri, title)}<span class="locator">${locator}</span>`;
}
