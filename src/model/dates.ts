import type { EpochMs } from "./ids.ts";

export const DATE_KINDS = [
  "published",
  "modified",
  "reviewed",
  "review_due",
  "effective",
  "expires",
  "content_changed",
  "source_modified",
] as const;
export type DateKind = (typeof DATE_KINDS)[number];

export type DatePrecision = "instant" | "day" | "month" | "quarter" | "year";

/** One dated fact about a document: kept whether it is believed or not. */
export interface DateEvidence {
  readonly kind: DateKind;
  /** Start of the named period (UTC for day and coarser); null: the text was meant as a date and is none. */
  readonly at: EpochMs | null;
  readonly precision: DatePrecision;
  /** Where a person would look: `front matter last_reviewed_on`, `PDF ModDate`, `git author date`. */
  readonly readFrom: string;
  /** What stood there, verbatim, at most 120 characters. */
  readonly text: string;
  /** How far this kind of place is to be trusted, 0..1. A statement by a person is 1, a file's mtime .3. */
  readonly trustRatio: number;
  /** Where in the extracted text it stands; null when it was not read from the text. */
  readonly span: TextSpan | null;
}

/** UTF-16 code units of the extracted text; the end is exclusive. */
export interface TextSpan {
  readonly startOffset: number;
  readonly endOffset: number;
}
