import { CATEGORIES, type Category } from "../model/finding.ts";
import { scoreBar } from "./charts.ts";
import { html, NOTHING, type Html } from "./html-markup.ts";
import { writeCount, writeCredit, writeScore, writeWorking } from "./numerals.ts";
import type { ReadinessReport } from "./readiness-report.ts";

/** Scores with their working: nothing here has to be believed. */
export function scoresSection(report: ReadinessReport): Html {
  return html`<section id="scores">
    <h2>Scores</h2>
    <p class="lead">
      In each category an examined document earns one credit: half of it when its worst finding
      there is a warning, none when it is an error. In ownership a document of which only the author
      is known earns half, one of nobody none. The score is the share of credits earned, rounded
      down.
    </p>
    <table class="stacking">
      <thead>
        <tr>
          <th>Category</th>
          <th class="wide">Score</th>
          <th class="number"></th>
          <th class="number">Credits / examined</th>
          <th class="number">Weight</th>
          <th>What was examined</th>
        </tr>
      </thead>
      <tbody>
        ${CATEGORIES.map((category) => categoryRow(category, report))}
      </tbody>
    </table>
    ${overallFormula(report)}
  </section>`;
}

function categoryRow(category: Category, { categories }: ReadinessReport): Html {
  const entry = categories[category];
  const { score, weight, reason, isSmall } = entry;
  const working = writeWorking(entry);
  const few =
    isSmall && score !== null ? html` <em>Few documents: read it with care.</em>` : NOTHING;
  return html`<tr>
    <td>${capital(category)}</td>
    <td class="wide middle">${scoreBar(score, category)}</td>
    <td class="number"><b>${score === null ? "not examined" : writeScore(score)}</b></td>
    <td class="number" data-name="credits / examined">${working}</td>
    <td class="number" data-name="weight">${weight}</td>
    <td class="soft">${reason}${few}</td>
  </tr>`;
}

function overallFormula({ categories, score, scoreReason }: ReadinessReport): Html {
  if (score === null) return html`<p class="formula">No overall score. ${scoreReason}</p>`;
  const scored = CATEGORIES.filter((category) => categories[category].score !== null);
  const terms = scored.map((category) => {
    const { weight, numerator, denominator } = categories[category];
    return `${weight} × ${writeCredit(numerator)}/${writeCount(denominator)}`;
  });
  const weights = scored.reduce((sum, category) => sum + categories[category].weight, 0);
  return html`<p class="formula">
    Overall = 100 × (${terms.join(" + ")}) ÷ ${weights} = <b>${writeScore(score)}</b><br /><span
      class="soft"
      >${scoreReason}</span
    >
  </p>`;
}

export function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
