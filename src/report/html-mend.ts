import { bar } from "./charts.ts";
import { documentName } from "./html-documents.ts";
import { html, linkTo, NOTHING, type Html } from "./html-markup.ts";
import { writeCount, writeCredit, writeMany } from "./numerals.ts";
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
  return html`<li>
    <div>
      ${heading(item)}
      <p>${item.remedy}</p>
      <p class="because">
        <span class="mark ${item.severity}">${item.severity}</span> · ${item.ruleIds.join(", ")} ·
        ${item.because}
      </p>
    </div>
    <div class="damage">
      <b>${writeCredit(item.damage)}</b>
      ${bar(item.damage / most, item.severity, `Damage ${writeCredit(item.damage)}`)}
      ${writeMany(item.documentCount, "document")}
    </div>
  </li>`;
}

/** A document's own item is headed by the document; any other by what is wrong, with some of its documents below. */
function heading({ title, documents, documentCount }: MendFirstItem): Html {
  const [first] = documents;
  if (documents.length === 1 && first !== undefined && title === (first.title ?? first.locator)) {
    return html`<h3>${documentName(first)}</h3>`;
  }
  const left = documentCount - documents.length;
  const more =
    left > 0 && documents.length > 1
      ? html`<span class="soft">and ${writeCount(left)} more</span>`
      : NOTHING;
  const places = documents.map(
    (document) => html`<span class="doc">${linkTo(document.uri, document.locator)}</span>`,
  );
  return html`<h3>${title}</h3>
    <div class="places">${places}${more}</div>`;
}
