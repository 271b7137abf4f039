import type { DatePrecision } from "./dates.ts";
import { DAY_MS, epochMs, type EpochMs } from "./ids.ts";

/** The last instant that ECMAScript can name (ECMA-262, "Time Values and Time Range"). */
export const LAST_INSTANT_MS = 8.64e15;

const MONTHS_BY_PRECISION = { month: 1, quarter: 3, year: 12 } as const;

/** The first instant after the period that starts at `at`: one millisecond later for an instant, the next day for a day. */
export function periodEndAt(at: EpochMs, precision: DatePrecision): EpochMs {
  switch (precision) {
    case "instant":
      return capped(at + 1);
    case "day":
      return capped(at + DAY_MS);
    case "month":
    case "quarter":
    case "year": {
      const start = new Date(at);
      return capped(start.setUTCMonth(start.getUTCMonth() + MONTHS_BY_PRECISION[precision]));
    }
  }
}

function capped(ms: number): EpochMs {
  return epochMs(Number.isNaN(ms) ? LAST_INSTANT_MS : Math.min(ms, LAST_INSTANT_MS));
}

/** The period as people write it, in UTC: `2024-05-03`, `2024-05`, `2024-Q2`, `2024`; an instant by its day. */
export function formatPeriod(at: EpochMs, precision: DatePrecision): string {
  const [day = ""] = new Date(at).toISOString().split("T");
  switch (precision) {
    case "instant":
    case "day":
      return day;
    case "month":
      return day.slice(0, -3);
    case "quarter":
      return `${day.slice(0, -6)}-Q${Math.floor(new Date(at).getUTCMonth() / 3) + 1}`;
    case "year":
      return day.slice(0, -6);
  }
}
