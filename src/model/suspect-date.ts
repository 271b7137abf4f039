import { LAST_INSTANT_MS } from "./date-period.ts";
import type { DateEvidence, DateKind } from "./dates.ts";
import { DAY_MS, epochMs, type EpochMs } from "./ids.ts";

export type SuspectReason = "malformed" | "future" | "placeholder";

/** A date that is not believed, and why. */
export interface SuspectDate {
  readonly evidence: DateEvidence;
  readonly reason: SuspectReason;
}

export type BelievedDate = DateEvidence & { readonly at: EpochMs };

/** How far ahead of the clock a date of the past may lie: the largest time zone offset (14 h) and a day that starts there, rounded up. */
export const FUTURE_TOLERANCE_MS = 1.5 * DAY_MS;

/** Days that a program writes when it knows no date, each with the standard or program that makes it one. */
export const PLACEHOLDER_DAYS: readonly { readonly day: string; readonly madeBy: string }[] = [
  { day: "0001-01-01", madeBy: ".NET DateTime.MinValue; the zero time.Time of Go" },
  { day: "1601-01-01", madeBy: "Windows FILETIME 0 (MS-DTYP 2.3.3)" },
  { day: "1753-01-01", madeBy: "the smallest datetime of SQL Server" },
  { day: "1858-11-17", madeBy: "Modified Julian Day 0; the OpenVMS base date" },
  { day: "1899-12-30", madeBy: "OLE automation date 0 (MS-OAUT 2.2.25)" },
  { day: "1899-12-31", madeBy: "serial 0 of the 1900 date system (ECMA-376 part 1, 18.17.4.1)" },
  { day: "1900-01-01", madeBy: "serial 1 of the 1900 date system; datetime 0 of SQL Server" },
  {
    day: "1904-01-01",
    madeBy: "the 1904 date system (ECMA-376); QuickTime and MP4 (ISO 14496-12)",
  },
  { day: "1970-01-01", madeBy: "POSIX time 0 (IEEE 1003.1, Seconds Since the Epoch)" },
  {
    day: "1979-11-30",
    madeBy: "a ZIP entry with an all-zero date (APPNOTE 4.4.6): month 0, day 0",
  },
  { day: "1980-01-01", madeBy: "the first day of FAT and ZIP (APPNOTE 4.4.6)" },
  { day: "1985-10-26", madeBy: "the fixed file time of npm pack" },
  { day: "9999-12-31", madeBy: ".NET DateTime.MaxValue; the usual `no end` of SQL" },
];

const PLACEHOLDER_MS = PLACEHOLDER_DAYS.map(({ day }) => Date.parse(day));
const SECOND_YEAR_MS = Date.parse("0002-01-01");
const YEAR_9999_MS = Date.parse("9999-01-01");

const KINDS_OF_THE_PAST: ReadonlySet<DateKind> = new Set<DateKind>([
  "published",
  "modified",
  "reviewed",
  "content_changed",
  "source_modified",
]);

/** True for kinds that tell of something that happened; `effective`, `expires` and `review_due` may well lie ahead. */
export function speaksOfPast(kind: DateKind): boolean {
  return KINDS_OF_THE_PAST.has(kind);
}

/** True for kinds that no person stated: what a store or our own history says of a document. */
export function isToldByMachine(kind: DateKind): boolean {
  return kind === "source_modified" || kind === "content_changed";
}

/** Why a date is not believed at `now`; null: it is. Only `future` can pass with time, at {@link believableAt}. */
export function suspectReason(evidence: DateEvidence, now: EpochMs): SuspectReason | null {
  const { at, kind, precision } = evidence;
  if (at === null || !Number.isFinite(at) || Math.abs(at) > LAST_INSTANT_MS) return "malformed";
  if (isPlaceholder(at, precision)) return "placeholder";
  if (speaksOfPast(kind) && at > now + FUTURE_TOLERANCE_MS) return "future";
  return null;
}

/** Parts the evidence into what counts at `now` and what does not, both in its order. */
export function siftDates(
  evidence: readonly DateEvidence[],
  now: EpochMs,
): { readonly believed: readonly BelievedDate[]; readonly suspects: readonly SuspectDate[] } {
  const believed: BelievedDate[] = [];
  const suspects: SuspectDate[] = [];
  for (const date of evidence) {
    const reason = suspectReason(date, now);
    if (reason !== null) suspects.push({ evidence: date, reason });
    else if (isDated(date)) believed.push(date);
  }
  return { believed, suspects };
}

function isDated(date: DateEvidence): date is BelievedDate {
  return date.at !== null;
}

/** True for a malformed review or expiry date: behind it may be an end that has passed. */
export function hidesAnEnd({ evidence: { kind }, reason }: SuspectDate): boolean {
  return reason === "malformed" && (kind === "review_due" || kind === "expires");
}

/** When a date of the past that lies in the future starts to be believed. */
export function believableAt(at: EpochMs): EpochMs {
  return epochMs(at - FUTURE_TOLERANCE_MS);
}

/** A day either side allows for time zones. A coarse date (`1980`) names a year that somebody wrote, unless no document can be from it. */
function isPlaceholder(at: EpochMs, precision: DateEvidence["precision"]): boolean {
  if (at < SECOND_YEAR_MS || at >= YEAR_9999_MS) return true;
  if (precision !== "instant" && precision !== "day") return false;
  return PLACEHOLDER_MS.some((placeholder) => Math.abs(at - placeholder) <= DAY_MS);
}
