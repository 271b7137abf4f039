import { html, NOTHING, type Html } from "./html-markup.ts";
import { writeCount, writeScore, writeShare } from "./numerals.ts";
import { gradeOf } from "./score.ts";

/** One part of a whole. `tone` is a colour's name in the style sheet. */
export interface Slice {
  readonly label: string;
  readonly count: number;
  readonly tone: string;
}

const RING_RADIUS = 52;
const RING_LENGTH = 2 * Math.PI * RING_RADIUS;

/** The overall score as a ring that fills clockwise from the top; an empty dashed ring where there is none. */
export function scoreRing(score: number | null): Html {
  const label =
    score === null
      ? "No overall score: nothing was examined"
      : `Overall score ${writeScore(score)} of 100`;
  const arc =
    score === null
      ? NOTHING
      : html`<circle
          class="tone-${gradeOf(score)}"
          cx="60"
          cy="60"
          r="${RING_RADIUS}"
          fill="none"
          stroke-width="9"
          stroke-dasharray="${round((RING_LENGTH * score) / 100)} ${round(RING_LENGTH)}"
          transform="rotate(-90 60 60)"
        />`;
  const track =
    score === null
      ? html`<circle
          class="track"
          cx="60"
          cy="60"
          r="${RING_RADIUS}"
          fill="none"
          stroke-width="2"
          stroke-dasharray="3 5"
        />`
      : html`<circle
          class="track"
          cx="60"
          cy="60"
          r="${RING_RADIUS}"
          fill="none"
          stroke-width="9"
        />`;
  return html`<svg class="ring" viewBox="0 0 120 120" role="img" aria-label="${label}">
    ${track}${arc}
    <text x="60" y="66" text-anchor="middle" class="ring-score">${writeScore(score)}</text>
    <text x="60" y="84" text-anchor="middle" class="ring-of">of 100</text>
  </svg>`;
}

/** A bar over 0–100; a dashed line where there is no score. */
export function scoreBar(score: number | null, name: string): Html {
  if (score === null) {
    return html`<svg
      class="bar"
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      role="img"
      aria-label="${name}: no score"
    >
      <line class="track" x1="0" y1="4" x2="100" y2="4" stroke-width="2" stroke-dasharray="1 1.5" />
    </svg>`;
  }
  return bar(score / 100, gradeOf(score), `${name}: ${writeScore(score)} of 100`);
}

/** A bar that fills its share of the width. */
export function bar(shareRatio: number, tone: string, label: string): Html {
  const width = round(100 * Math.min(1, Math.max(0, shareRatio)));
  return html`<svg
    class="bar"
    viewBox="0 0 100 8"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
  >
    <rect class="track-fill" width="100" height="8" />
    <rect class="fill-${tone}" width="${width}" height="8" />
  </svg>`;
}

/** Parts of a whole in one bar, with a legend that says the numbers. */
export function stackedBar(title: string, slices: readonly Slice[]): Html {
  const total = slices.reduce((sum, { count }) => sum + count, 0);
  const present = slices.filter(({ count }) => count > 0);
  let x = 0;
  const rects = present.map(({ count, tone, label }) => {
    const width = (100 * count) / total;
    const rect = html`<rect class="fill-${tone}" x="${round(x)}" width="${round(width)}" height="10"
      ><title>${label}: ${writeCount(count)}</title></rect
    >`;
    x += width;
    return rect;
  });
  const words = present.map(({ label, count }) => `${label} ${writeCount(count)}`).join(", ");
  const legend = slices.map(
    ({ label, count, tone }) =>
      html`<li>
        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
          <rect class="fill-${tone}" width="10" height="10" rx="2" /></svg
        ><span class="name">${label}</span> <b>${writeCount(count)}</b>
        <span class="share">${writeShare(count, total)}</span>
      </li>`,
  );
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <svg
      class="stack"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      role="img"
      aria-label="${title}: ${words}"
    >
      ${rects}
    </svg>
    <ul class="legend">
      ${legend}
    </ul>
  </figure>`;
}

/** One bar for each label, longest first as given, against the longest of them. */
export function barList(title: string, slices: readonly Slice[]): Html {
  const longest = Math.max(1, ...slices.map(({ count }) => count));
  const rows = slices.map(
    ({ label, count, tone }) =>
      html`<li>
        <span class="name">${label}</span
        >${bar(count / longest, tone, `${label}: ${writeCount(count)}`)}<b>${writeCount(count)}</b>
      </li>`,
  );
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <ul class="bars">
      ${rows}
    </ul>
  </figure>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
