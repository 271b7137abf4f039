import { z } from "zod";
import { DAY_MS, epochMs, type EpochMs } from "../model/ids.ts";

/** Lengths of the periods that a configuration counts in: a year has 365 days, a month is its twelfth part. */
export const PERIOD_MS = {
  hour: DAY_MS / 24,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: (365 / 12) * DAY_MS,
  year: 365 * DAY_MS,
} as const;

/** A length of time, in the words of dbt's source freshness. */
export const Duration = z
  .strictObject({
    count: z.int().positive().max(10_000).describe("How many."),
    period: z.enum(["hour", "day", "week", "month", "year"]).describe("Of which period."),
  })
  .describe("A length of time: `{ count: 6, period: month }`.");
export type Duration = z.infer<typeof Duration>;

export function durationMs(duration: Duration): number {
  return duration.count * PERIOD_MS[duration.period];
}

/** Where a secret is; the configuration never holds the secret itself. */
export const SecretRef = z
  .union([
    z.strictObject({ env: z.string().min(1).describe("Name of the environment variable.") }),
    z.strictObject({ file: z.string().min(1).describe("Path of a file that holds only it.") }),
  ])
  .describe("Where a secret is: `{ env: NAME }` or `{ file: PATH }`.");
export type SecretRef = z.infer<typeof SecretRef>;

/** A calendar day, `2026-12-31`. */
export const Day = z.iso.date({ error: "expected a day such as 2026-12-31" });

/** A day or an instant with its zone. */
export const Instant = z.union([Day, z.iso.datetime({ offset: true })], {
  error: "expected a day such as 2026-12-31 or an instant such as 2026-12-31T09:00:00Z",
});

/** The first instant of the day, or the instant itself. */
export function instantAt(text: string): EpochMs {
  return epochMs(Date.parse(text));
}

/** The last instant of that day (UTC): what holds until a day holds all through it. */
export function endOfDayAt(day: string): EpochMs {
  return epochMs(Date.parse(day) + DAY_MS - 1);
}

/** A short name that stands in addresses and commands: lower-case letters, digits, `-`, `_` and `.`. */
export const Slug = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, {
  error: "expected lower-case letters, digits, '-', '_' or '.', at most 63 of them",
});
