import { bar } from "./charts.ts";
import { documentName } from "./html-documents.ts";
import { html, NOTHING, type Html } from "./html-markup.ts";
import { writeCredit, writeMany } from "./numerals.ts";
import type { MendFirstItem, ReadinessReport } from "./readiness-report.ts";

/** What to mend first, each with its sum. */
export function mendSection({ mendFirst }: ReadinessReport): Html {
  if (mendFirst.length === 0)
    return html`<section id="mend">
      <h2>Mend first</h2>
      <p class="lead">Nothing that takes credit is open.</p>
    </section>`;
  const most = Math.max(...mendFirst.map(({ damage }) => damage));
  return html`<section id="mend">
    <h2>Mend first</h2>
    <p class="lead">
      Each item is one act. Damage is the credit that its worst findings take, times the weight of
      their category, times the documents that it touches, times how widely they are open.
    </p>
    <ol class="mend">
      ${mendFirst.map((item) => mendItem(item, most))}
    </ol>
  </section>`;
}

function mendItem(item: MendFirstItem, most: number): Html {
  const isOneDocument = item.documents.length === 1 && item.documents[0]?.title === item.title;
  return html`<li>
    <div>
      <h3>${item.title}</h3>
      ${places(item, isOneDocument)}
      <p>${item.remedy}</p>
      <p class="because">
        <span class="mark ${item.severity}">${item.severity}</span> · ${item.ruleIds.join(", ")} ·
        ${item.because}
      </p>
    </div>
    <div class="damage">
      <b>${writeCredit(item.damage)}</b
      >${bar(item.damage / most, item.severity, `Damage ${writeCredit(item.damage)}`)}${writeMany(item.documentCount, "document")}
    </div>
  </li>`;
}

function places({ documents, documentCount }: MendFirstItem, isOneDocument: boolean): Html {
  if (documents.length === 0) return NOTHING;
  if (isOneDocument)
    return html`<div class="places">
      ${documents.map((document) => html`<span class="doc">${documentName({ ...document, title: null })}</span>`)}
    </div>`;
  const left = documentCount - documents.length;
  const more =
    left > 0 && documents.length > 1
      ? html` <span class="soft">and ${writeMany(left, "more", "more")}</span>`
      : NOTHING;
  return html`<div class="places">
    ${documents.map((document) => html`<span class="doc">${documentName({ ...document, title: null })}</span>`)}${more}
  </div>`;
}
