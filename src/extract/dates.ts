import type { DateEvidence, DateKind, DatePrecision, TextSpan } from "../model/dates.ts";
import { epochMs, type EpochMs } from "../model/ids.ts";

/** The order of day and month in `05/06/2024`. `unknown` takes the earlier day, so that nothing reads as fresher than it is. */
export type NumericOrder = "month-first" | "day-first" | "unknown";

export interface ReadDate {
  readonly at: EpochMs;
  readonly precision: DatePrecision;
  /** Two days fit what is written; the earlier one is given. */
  readonly isAmbiguous: boolean;
}

/** A place that states a date, and how far it is to be trusted. */
export interface DatePlace {
  readonly kind: DateKind;
  readonly readFrom: string;
  readonly trustRatio: number;
  readonly order?: NumericOrder;
  readonly span?: TextSpan;
}

const MAX_TEXT_LENGTH = 120;
const AMBIGUOUS_TRUST_FACTOR = 0.5;
const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

const TIME = String.raw`(?:(?:[T,]|\s+at|\s)\s*(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?\s*(?<half>[ap]\.?m\.?)?\s*(?<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?(?:\d{2})?)?(?:\s*\([^)]*\))?)?`;
const MONTH = String.raw`(?<month>[A-Za-z]{3,9})\.?`;
const SHAPES: readonly RegExp[] = [
  // ISO 8601 and what YAML 1.1 adds to it; also with slashes or dots, the year first.
  shape(String.raw`(?<year>\d{4})(?<sep>[-/.])(?<month>\d{1,2})\k<sep>(?<day>\d{1,2})${TIME}`),
  shape(
    String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:T(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?(?<zone>Z|[+-]\d{2}:?(?:\d{2})?)?)?`,
  ),
  shape(String.raw`(?<year>\d{4})[-/](?<month>\d{1,2})`),
  shape(String.raw`(?<year>\d{4})`),
  shape(String.raw`(?<year>\d{4})[-\s]?Q(?<quarter>[1-4])`),
  shape(String.raw`Q(?<quarter>[1-4])[-\s/]?(?<year>\d{4})`),
  // RFC 2822 and the forms that people write.
  shape(
    String.raw`(?:[A-Za-z]{3,9}\.?,?\s+)?(?<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?${MONTH}[\s,-]+(?<year>\d{4})${TIME}`,
  ),
  shape(
    String.raw`(?:[A-Za-z]{3,9}\.?,?\s+)?${MONTH}[\s-]+(?<day>\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(?<year>\d{4})${TIME}`,
  ),
  shape(String.raw`${MONTH}[\s,-]+(?<year>\d{4})`),
  // PDF 32000-1, section 7.9.4.
  shape(
    String.raw`D:(?<year>\d{4})(?:(?<month>\d{2})(?:(?<day>\d{2})(?:(?<hour>\d{2})(?:(?<minute>\d{2})(?<second>\d{2})?)?)?)?)?(?<zone>Z(?:00'?(?:00'?)?)?|[+-]\d{2}'?(?:\d{2}'?)?)?`,
  ),
  shape(String.raw`(?<first>\d{1,2})(?<sep>[-/.])(?<second2>\d{1,2})\k<sep>(?<year>\d{4})${TIME}`),
];

function shape(source: string): RegExp {
  return new RegExp(`^${source}$`, "i");
}

type Parts = Readonly<Record<string, string | undefined>>;

/** Reads a date that stands alone, strictly: null where it is none or names a day that does not exist. Without a zone it is UTC. */
export function readDate(text: string, order: NumericOrder = "unknown"): ReadDate | null {
  const written = text.trim();
  if (written.length > MAX_TEXT_LENGTH) return null;
  for (const pattern of SHAPES) {
    const parts = pattern.exec(written)?.groups;
    if (parts !== undefined) return readParts(parts, order);
  }
  return readUnixTime(written);
}

/** Evidence for what stands in a place meant for a date; null only where nothing stands there. A malformed value has `at: null`. */
export function dateEvidence(text: string, place: DatePlace): DateEvidence | null {
  const written = text.trim();
  if (written === "" || /^(?:null|~)$/i.test(written)) return null;
  const date = readDate(written, place.order);
  return {
    kind: place.kind,
    at: date?.at ?? null,
    precision: date?.precision ?? "day",
    readFrom: place.readFrom,
    text: written.slice(0, MAX_TEXT_LENGTH),
    trustRatio: date?.isAmbiguous ? place.trustRatio * AMBIGUOUS_TRUST_FACTOR : place.trustRatio,
    span: place.span ?? null,
  };
}

const PERIOD =
  /^(?:in\s+|every\s+)?(?<count>\d{1,4}|an?|one|two|three|six|twelve)\s*(?<unit>d|days?|w|weeks?|mo?|months?|q|quarters?|y|yrs?|years?)$/i;
const ISO_PERIOD = /^P(?<count>\d{1,4})(?<unit>[DWMY])$/i;
const COUNT_WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  six: 6,
  twelve: 12,
};

/** The day a period (`6 months`, `90d`, `P1Y`) after the start; null where the text is no period. A month's last days are clamped. */
export function dateAfterPeriod(start: EpochMs, period: string): EpochMs | null {
  const parts = (PERIOD.exec(period.trim()) ?? ISO_PERIOD.exec(period.trim()))?.groups;
  if (parts === undefined) return null;
  const written = parts["count"] ?? "";
  const count = COUNT_WORDS[written.toLowerCase()] ?? Number(written);
  const date = new Date(start);
  switch ((parts["unit"] ?? "").charAt(0).toLowerCase()) {
    case "d":
      date.setUTCDate(date.getUTCDate() + count);
      break;
    case "w":
      date.setUTCDate(date.getUTCDate() + 7 * count);
      break;
    case "m":
      addMonths(date, count);
      break;
    case "q":
      addMonths(date, 3 * count);
      break;
    default:
      addMonths(date, 12 * count);
  }
  return Number.isNaN(date.getTime()) ? null : epochMs(date.getTime());
}

function addMonths(date: Date, count: number): void {
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  date.setUTCDate(Math.min(day, daysInMonth(date.getUTCFullYear(), date.getUTCMonth() + 1)));
}

function readParts(parts: Parts, order: NumericOrder): ReadDate | null {
  const year = Number(parts["year"]);
  const { first, second2, quarter, month, day } = parts;
  if (first !== undefined && second2 !== undefined) return readNumeric(parts, year, order);
  if (quarter !== undefined) return at(Date.UTC(year, 3 * (Number(quarter) - 1)), "quarter");
  if (month === undefined) return readYear(year);
  const monthNumber = /^\d/.test(month) ? Number(month) : monthFromName(month);
  if (monthNumber === null || monthNumber < 1 || monthNumber > 12) return null;
  if (day === undefined) return at(Date.UTC(year, monthNumber - 1), "month");
  return readDay(parts, year, monthNumber, Number(day));
}

function readYear(year: number): ReadDate | null {
  return year < 1000 ? null : at(Date.UTC(year, 0), "year");
}

/** `05/06/2024`: dots are day-first everywhere they are used; a number above 12 is the day; else the place's custom decides. */
function readNumeric(parts: Parts, year: number, order: NumericOrder): ReadDate | null {
  const first = Number(parts["first"]);
  const second = Number(parts["second2"]);
  const known = parts["sep"] === "." ? "day-first" : order;
  const dayFirst = readDay(parts, year, second, first);
  const monthFirst = readDay(parts, year, first, second);
  // A custom that gives no day (13/05/2024 where the month comes first) is not kept by the writer.
  if (known === "month-first") return monthFirst ?? dayFirst;
  if (known === "day-first") return dayFirst ?? monthFirst;
  if (dayFirst === null || monthFirst === null || dayFirst.at === monthFirst.at) {
    return dayFirst ?? monthFirst;
  }
  return { ...(dayFirst.at < monthFirst.at ? dayFirst : monthFirst), isAmbiguous: true };
}

function readDay(parts: Parts, year: number, month: number, day: number): ReadDate | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  const dayMs = utcDay(year, month, day);
  if (parts["hour"] === undefined) return at(dayMs, "day");
  let hour = Number(parts["hour"]);
  const half = parts["half"]?.charAt(0).toLowerCase();
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  if (half === "p" && hour < 12) hour += 12;
  if (half === "a" && hour === 12) hour = 0;
  const minute = Number(parts["minute"] ?? 0);
  const second = Number(parts["second"] ?? 0);
  if (hour > 24 || minute > 59 || second > 60) return null;
  const fraction = Number(`0.${parts["fraction"] ?? "0"}`);
  const timeMs = ((hour * 60 + minute) * 60 + second + fraction) * 1000;
  const offset = zoneOffsetMs(parts["zone"] ?? "");
  return offset === null ? null : at(Math.floor(dayMs + timeMs - offset), "instant");
}

function zoneOffsetMs(zone: string): number | null {
  const parts = /(?<sign>[+-])(?<hours>\d{2})[:']?(?<minutes>\d{2})?/.exec(zone)?.groups;
  if (parts === undefined) return 0;
  const minutes = Number(parts["hours"]) * 60 + Number(parts["minutes"] ?? 0);
  if (minutes > 15 * 60) return null;
  return (parts["sign"] === "-" ? -1 : 1) * minutes * 60_000;
}

function readUnixTime(written: string): ReadDate | null {
  if (/^1\d{9}$/.test(written)) return at(Number(written) * 1000, "instant");
  return /^1\d{12}$/.test(written) ? at(Number(written), "instant") : null;
}

function at(ms: number, precision: DatePrecision): ReadDate {
  return { at: epochMs(ms), precision, isAmbiguous: false };
}

function monthFromName(name: string): number | null {
  const written = name.toLowerCase();
  const index = MONTHS.findIndex(
    (month) =>
      month === written ||
      month.slice(0, 3) === written ||
      (written === "sept" && month === "september"),
  );
  return index === -1 ? null : index + 1;
}

function daysInMonth(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

/** Date.UTC would take the years 0 to 99 for 1900 to 1999. */
function utcDay(year: number, month: number, day: number): number {
  const date = new Date(0);
  return date.setUTCFullYear(year, month - 1, day);
}
