import type { ReportedCategory, ReportedGate } from "./readiness-report.ts";

const COUNT = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const CREDIT = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });
const PERCENT = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });

/** `12,345` */
export function writeCount(count: number): string {
  return COUNT.format(count);
}

/** `12,345.5` */
export function writeCredit(credit: number): string {
  return CREDIT.format(credit);
}

/** `82.4`, always with its decimal; a dash for a score that nobody gave. */
export function writeScore(score: number | null): string {
  return score === null ? "–" : score.toFixed(1);
}

/** `4 %` of a part and its whole; a dash where the whole is nothing. */
export function writeShare(part: number, whole: number): string {
  return whole === 0 ? "–" : PERCENT.format(part / whole);
}

/** `1 document`, `2 documents` */
export function writeMany(count: number, one: string, many = `${one}s`): string {
  return `${writeCount(count)} ${count === 1 ? one : many}`;
}

/** `3 hours`, in the largest unit that leaves at least one. */
export function writeAge(secs: number): string {
  if (secs < 60) return "under a minute";
  if (secs < 3600) return writeMany(Math.floor(secs / 60), "minute");
  if (secs < 86_400) return writeMany(Math.floor(secs / 3600), "hour");
  return writeMany(Math.floor(secs / 86_400), "day");
}

/** `3 May 2026, 14:05 UTC` of an ISO instant. */
export function writeInstant(iso: string): string {
  const at = new Date(iso);
  const day = at.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return `${day}, ${iso.slice(11, 16)} UTC`;
}

/** What a gate measured and what it asks, in the metric's own terms. */
export function writeGate(gate: ReportedGate): { readonly value: string; readonly limit: string } {
  const write = gate.metric.endsWith("Ratio")
    ? (value: number) => PERCENT.format(value)
    : writeCredit;
  return {
    value: gate.value === null ? "not known" : write(gate.value),
    limit: `${gate.comparison === "min" ? "at least" : "at most"} ${write(gate.limit)}`,
  };
}

/** A category's credits over the documents examined; a dash where it has no score. */
export function writeWorking({ score, numerator, denominator }: ReportedCategory): string {
  return score === null ? "–" : `${writeCredit(numerator)} / ${writeCount(denominator)}`;
}
