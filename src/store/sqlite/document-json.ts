import type { DateEvidence, DateKind, DatePrecision } from "../../model/dates.ts";
import type { Heading } from "../../model/document.ts";
import { epochMs } from "../../model/ids.ts";
import type { StoredLink } from "../store.ts";

// Lists that every document has are kept flat, without the fields' names: a third of the bytes, half of the time.

/** The value that was written with JSON.stringify, trusted to have the type that was written. */
export function parseJson<T>(text: string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this store writes these columns
  return JSON.parse(text) as T;
}

/** The flat list in rows of that many fields. */
function* rowsOf<R extends readonly unknown[]>(
  column: string,
  fieldCount: R["length"],
): Generator<R> {
  const flat = parseJson<readonly unknown[]>(column);
  for (let start = 0; start < flat.length; start += fieldCount) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the pack function beside its reader
    yield flat.slice(start, start + fieldCount) as unknown as R;
  }
}

type HeadingFields = readonly [
  level: number,
  text: string,
  start: number,
  end: number,
  line: number | null,
];

export function packHeadings(headings: readonly Heading[]): string {
  const flat: HeadingFields[number][] = [];
  for (const { level, text, span, line } of headings)
    flat.push(level, text, span.startOffset, span.endOffset, line);
  return JSON.stringify(flat);
}

export function unpackHeadings(column: string): readonly Heading[] {
  return Array.from(
    rowsOf<HeadingFields>(column, 5),
    ([level, text, startOffset, endOffset, line]) => ({
      level,
      text,
      span: { startOffset, endOffset },
      line,
    }),
  );
}

type DateFields = readonly [
  kind: DateKind,
  at: number | null,
  precision: DatePrecision,
  readFrom: string,
  text: string,
  trustRatio: number,
  start: number | null,
  end: number | null,
];

export function packDates(dates: readonly DateEvidence[]): string {
  const flat: DateFields[number][] = [];
  for (const { kind, at, precision, readFrom, text, trustRatio, span } of dates) {
    flat.push(
      kind,
      at,
      precision,
      readFrom,
      text,
      trustRatio,
      span?.startOffset ?? null,
      span?.endOffset ?? null,
    );
  }
  return JSON.stringify(flat);
}

export function unpackDates(column: string): readonly DateEvidence[] {
  return Array.from(
    rowsOf<DateFields>(column, 8),
    ([kind, at, precision, readFrom, text, trustRatio, startOffset, endOffset]) => ({
      kind,
      at: at === null ? null : epochMs(at),
      precision,
      readFrom,
      text,
      trustRatio,
      span: startOffset === null || endOffset === null ? null : { startOffset, endOffset },
    }),
  );
}

type LinkFields = readonly [
  isImage: 0 | 1,
  href: string,
  text: string,
  start: number,
  end: number,
  line: number | null,
  targetKey: string | null,
];

export function packLinks(links: readonly StoredLink[]): string {
  const flat: LinkFields[number][] = [];
  for (const { kind, href, text, span, line, targetKey } of links) {
    flat.push(
      kind === "image" ? 1 : 0,
      href,
      text,
      span.startOffset,
      span.endOffset,
      line,
      targetKey,
    );
  }
  return JSON.stringify(flat);
}

export function unpackLinks(column: string): readonly StoredLink[] {
  return Array.from(
    rowsOf<LinkFields>(column, 7),
    ([isImage, href, text, startOffset, endOffset, line, targetKey]) => ({
      kind: isImage === 1 ? "image" : "link",
      href,
      text,
      span: { startOffset, endOffset },
      line,
      targetKey,
    }),
  );
}

/** The places inside the source that the packed links point to, each once. */
export function targetKeysOf(links: readonly Pick<StoredLink, "targetKey">[]): readonly string[] {
  const keys = new Set<string>();
  for (const { targetKey } of links) if (targetKey !== null) keys.add(targetKey);
  return [...keys];
}
