import { createHash } from "node:crypto";
import { documentsSection, notExaminedSection } from "./html-documents.ts";
import { findingsSection } from "./html-findings.ts";
import { html, trusted, type Html } from "./html-markup.ts";
import { mendSection } from "./html-mend.ts";
import { scoresSection } from "./html-scores.ts";
import { SCRIPT } from "./html-script.ts";
import { sourcesSection } from "./html-sources.ts";
import { STYLE } from "./html-style.ts";
import { accessWords, gatesSection, keyFigures, masthead } from "./html-verdict.ts";
import type { ReadinessReport } from "./readiness-report.ts";

/** The only style and script that the page may run are its own two, by hash; it may load nothing. */
export const REPORT_CSP = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

// Whole, so that no formatter puts a blank between the tag and what its hash is of.
const STYLE_ELEMENT = trusted(`<style>${STYLE}</style>`);
const SCRIPT_ELEMENT = trusted(`<script>${SCRIPT}</script>`);

const CONTENTS = [
  ["gates", "Quality gates"],
  ["scores", "Scores"],
  ["mend", "Mend first"],
  ["documents", "Documents"],
  ["findings", "Findings"],
  ["not-examined", "Not examined"],
  ["sources", "Sources"],
] as const;

/** The report as one HTML page that needs nothing beside itself: no network, and no script but for filtering. */
export function renderHtml(report: ReadinessReport): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${REPORT_CSP}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="Tidemark" />
        <title>${report.workspaceName}: ${report.ready ? "ready" : "not ready"}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        ${masthead(report)}
        <main>
          ${keyFigures({ ...report, access: accessWords(report) })}${contents()}
          ${gatesSection(report)} ${scoresSection(report)} ${mendSection(report)}
          ${documentsSection(report)} ${findingsSection(report)} ${notExaminedSection(report)}
          ${sourcesSection(report)}
        </main>
        <footer>
          Taken by Tidemark at KB version ${report.kbVersion} of workspace ${report.workspace}. The
          same figures are in the JSON report; answers to agents carry the KB version that they rest
          on.
        </footer>
        ${SCRIPT_ELEMENT}
      </body>
    </html> `;
  return page.markup;
}

function contents(): Html {
  return html`<nav aria-label="Contents">
    <ul class="contents">
      ${CONTENTS.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
    </ul>
  </nav>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
