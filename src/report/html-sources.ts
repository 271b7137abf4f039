import { html, NOTHING, type Html } from "./html-markup.ts";
import { writeAge, writeMany } from "./numerals.ts";
import type { ReadinessReport } from "./readiness-report.ts";

type ReportedSource = ReadinessReport["sources"][number];

const ACCESS_WORDS = {
  exact: "sees exactly who may read",
  approximate: "sees roughly who may read",
  none: "cannot see who may read",
} as const;
const CHANGE_WORDS = {
  delta: "is told what changed",
  "full-listing": "lists everything each time",
} as const;
const DELETION_WORDS = {
  reported: "is told of deletions",
  inferred: "infers deletions from a complete listing",
} as const;

const HEALTH_MARKS = {
  healthy: "pass",
  partial: "warning",
  empty: "warning",
  "never-scanned": "warning",
  suspect: "fail",
  failed: "fail",
} as const;

/** A card for each source: how truly it is seen, how its last pass went, who answers for it. */
export function sourcesSection({ sources }: ReadinessReport): Html {
  if (sources.length === 0)
    return html`<section id="sources">
      <h2>Sources</h2>
      <p class="lead">There are none.</p>
    </section>`;
  return html`<section id="sources">
    <h2>Sources</h2>
    <p class="lead">
      How truly each source is seen, how its last pass went, and who answers for it.
    </p>
    <div class="cards">${sources.map((source) => sourceCard(source))}</div>
  </section>`;
}

function sourceCard(source: ReportedSource): Html {
  const { health, capabilities } = source;
  return html`<article class="card">
    <h3>${source.id}</h3>
    <span class="soft">${source.connector} · ${writeMany(source.documentCount, "document")}</span>
    <dl>
      <dt>Health</dt>
      <dd>
        <span class="mark ${HEALTH_MARKS[health.kind]}">${health.kind}</span> ${health.detail}
      </dd>
      <dt>Last complete</dt>
      <dd>${lastComplete(source)}</dd>
      ${stewardRow("Owner", source.owner)}${stewardRow("SLA", source.sla)}${stewardRow("Escalation", source.escalation)}${stewardRow("Next review", source.nextReview, source.isReviewOverdue)}
      ${
        capabilities === null
          ? NOTHING
          : html`<dt>Connector</dt>
              <dd>
                ${[ACCESS_WORDS[capabilities.access], CHANGE_WORDS[capabilities.changes], DELETION_WORDS[capabilities.deletions]].join("; ")}
              </dd>
              <dt>Dates</dt>
              <dd>
                ${capabilities.dates.length === 0 ? "brings none" : capabilities.dates.join(", ")}
              </dd>`
      }
    </dl>
    ${
      capabilities === null || capabilities.notes.length === 0
        ? NOTHING
        : html`<ul>
            ${capabilities.notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
    }
  </article>`;
}

function lastComplete({ lastCompleteAt, crawlAgeSecs }: ReportedSource): string {
  if (lastCompleteAt === null || crawlAgeSecs === null) return "never";
  return `${writeAge(crawlAgeSecs)} ago (${lastCompleteAt.slice(0, 16).replace("T", " ")} UTC)`;
}

function stewardRow(name: string, value: string | null, isOverdue = false): Html {
  const shown =
    value === null || value.trim() === ""
      ? html`<span class="mark fail">missing</span>`
      : html`${value}`;
  return html`<dt>${name}</dt>
    <dd>${shown}${isOverdue ? html` <span class="mark fail">overdue</span>` : NOTHING}</dd>`;
}
