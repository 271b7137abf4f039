import type { DateEvidence, DateKind, DatePrecision, TextSpan } from "../../model/dates.ts";
import type { Heading } from "../../model/document.ts";
import { epochMs } from "../../model/ids.ts";
import type { StoredLink } from "../store.ts";

// Lists that every document has are kept as arrays without the fields' names: a third of the bytes.

/** The value that was written with JSON.stringify, trusted to have the type that was written. */
export function parseJson<T>(text: string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this store writes these columns
  return JSON.parse(text) as T;
}

type PackedHeading = readonly [
  level: number,
  text: string,
  start: number,
  end: number,
  line: number | null,
];

export function packHeadings(headings: readonly Heading[]): string {
  const packed = headings.map(({ level, text, span, line }): PackedHeading => [
    level,
    text,
    span.startOffset,
    span.endOffset,
    line,
  ]);
  return JSON.stringify(packed);
}

export function unpackHeadings(column: string): readonly Heading[] {
  return parseJson<readonly PackedHeading[]>(column).map(
    ([level, text, startOffset, endOffset, line]) => ({
      level,
      text,
      span: { startOffset, endOffset },
      line,
    }),
  );
}

type PackedDate = readonly [
  kind: DateKind,
  at: number | null,
  precision: DatePrecision,
  readFrom: string,
  text: string,
  trustRatio: number,
  span?: readonly [start: number, end: number],
];

export function packDates(dates: readonly DateEvidence[]): string {
  const packed = dates.map(
    ({ kind, at, precision, readFrom, text, trustRatio, span }): PackedDate => {
      if (span === null) return [kind, at, precision, readFrom, text, trustRatio];
      return [kind, at, precision, readFrom, text, trustRatio, [span.startOffset, span.endOffset]];
    },
  );
  return JSON.stringify(packed);
}

export function unpackDates(column: string): readonly DateEvidence[] {
  return parseJson<readonly PackedDate[]>(column).map(
    ([kind, at, precision, readFrom, text, trustRatio, span]) => ({
      kind,
      at: at === null ? null : epochMs(at),
      precision,
      readFrom,
      text,
      trustRatio,
      span: span === undefined ? null : unpackSpan(span),
    }),
  );
}

function unpackSpan([startOffset, endOffset]: readonly [number, number]): TextSpan {
  return { startOffset, endOffset };
}

type PackedLink = readonly [
  isImage: 0 | 1,
  href: string,
  text: string,
  start: number,
  end: number,
  line: number | null,
  targetKey: string | null,
];

export function packLinks(links: readonly StoredLink[]): string {
  const packed = links.map(({ kind, href, text, span, line, targetKey }): PackedLink => [
    kind === "image" ? 1 : 0,
    href,
    text,
    span.startOffset,
    span.endOffset,
    line,
    targetKey,
  ]);
  return JSON.stringify(packed);
}

export function unpackLinks(column: string): readonly StoredLink[] {
  return parseJson<readonly PackedLink[]>(column).map(
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
