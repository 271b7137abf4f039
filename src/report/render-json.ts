import type { ReadinessReport } from "./readiness-report.ts";

/** The report as JSON, indented, with a final line feed. */
export function renderJson(report: ReadinessReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
