import type { DateEvidence, TextSpan } from "../model/dates.ts";
import type { Heading, InlineWaiver } from "../model/document.ts";
import type { Link } from "../model/link.ts";
import type { OwnerRef } from "../model/owner.ts";
import type { Reading } from "./reading.ts";
import { TextBuilder, type Mark } from "./text-builder.ts";

/** A heading while its text is being written. */
export interface OpenHeading {
  readonly level: number;
  readonly line: number | null;
  readonly mark: Mark;
}

/** A link while its text is being written. */
export interface OpenLink {
  readonly kind: Link["kind"];
  readonly href: string;
  readonly line: number | null;
  readonly mark: Mark;
}

// More than any document states of itself; a page of a thousand `<time>` elements is a list of other things.
const MAX_DATE_COUNT = 100;

/** One document while it is being read: all readers of marked-up formats write into it. */
export class DocumentDraft {
  readonly text: TextBuilder;
  readonly anchors = new Set<string>();
  readonly dates: DateEvidence[] = [];
  readonly owners: OwnerRef[] = [];
  readonly labels = new Set<string>();
  readonly waivers: InlineWaiver[] = [];
  readonly aliases = new Set<string>();
  title: string | null = null;
  /** Taken where neither the title nor a heading of the first level gives one. */
  fallbackTitle: string | null = null;
  language: string | null = null;
  readonly #headings: Omit<Heading, "text">[] = [];
  readonly #links: Omit<Link, "text">[] = [];

  constructor(textLength: number) {
    this.text = new TextBuilder(textLength);
  }

  openHeading(level: number, line: number | null): OpenHeading {
    this.text.addBreak(2);
    return { level, line, mark: this.text.open() };
  }

  closeHeading(open: OpenHeading): void {
    const span = this.text.close(open.mark);
    this.text.addBreak(2);
    this.#headings.push({ level: open.level, line: open.line, span });
  }

  openLink(kind: Link["kind"], href: string, line: number | null): OpenLink {
    return { kind, href, line, mark: this.text.open() };
  }

  closeLink(open: OpenLink): void {
    const span = this.text.close(open.mark);
    this.#links.push({ kind: open.kind, href: open.href, span, line: open.line });
  }

  /** Keeps each statement once: themes write the same block several times. */
  addDate(evidence: DateEvidence | null): void {
    if (evidence === null) return;
    const isKnown = this.dates.some(
      ({ kind, readFrom, text }) =>
        kind === evidence.kind && readFrom === evidence.readFrom && text === evidence.text,
    );
    if (!isKnown && this.dates.length < MAX_DATE_COUNT) this.dates.push(evidence);
  }

  addOwner(owner: OwnerRef): void {
    const isKnown = this.owners.some(
      ({ name, email }) => name === owner.name && email === owner.email,
    );
    if (!isKnown && owner.name !== "") this.owners.push(owner);
  }

  /**
   * The finished reading. `kept` are the parts of the text that are the document itself (null: all of it); headings outside
   * them are dropped, links outside them stay with an empty span where they would stand.
   */
  finish(
    kept: readonly TextSpan[] | null = null,
  ): Reading & { readonly headings: readonly Heading[] } {
    const whole = this.text.toString();
    const cut = kept === null ? null : new TextCut(whole, kept);
    const text = cut?.text ?? whole;
    const headings = this.#headings.flatMap((heading) => {
      const span = cut === null ? heading.span : cut.spanOf(heading.span);
      return span === null ? [] : (finishHeading(text, { ...heading, span }) ?? []);
    });
    const links = this.#links.map((link) => finishLink(link, whole, cut));
    const mainHeading = headings.find(({ level }) => level === 1)?.text ?? null;
    // A document that begins with a heading of any level is called so.
    const opening = headings.find(({ span }) => span.startOffset === 0)?.text ?? null;
    return {
      title: oneLine(this.title ?? mainHeading ?? this.fallbackTitle ?? opening),
      language: this.language,
      text,
      headings,
      anchors: [...this.anchors],
      links,
      dates: this.dates,
      owners: this.owners,
      labels: [...this.labels],
      waivers: this.waivers,
      aliases: [...this.aliases],
    };
  }
}

function oneLine(title: string | null): string | null {
  return title === null ? null : title.replaceAll(/\s+/g, " ").trim() || null;
}

// Generators put a sign for "link to here" into the heading.
const PERMALINK_SIGN = /^[\s¶§#🔗]+|[\s¶§#🔗]+$/gu;

function finishHeading(text: string, heading: Omit<Heading, "text">): Heading | null {
  const { startOffset, endOffset } = heading.span;
  const written = text.slice(startOffset, endOffset);
  const trimmed = written.replaceAll(PERMALINK_SIGN, "");
  if (trimmed === "") return null;
  const from = startOffset + written.indexOf(trimmed);
  return {
    level: heading.level,
    text: trimmed,
    span: { startOffset: from, endOffset: from + trimmed.length },
    line: heading.line,
  };
}

function finishLink(link: Omit<Link, "text">, whole: string, cut: TextCut | null): Link {
  const written = whole.slice(link.span.startOffset, link.span.endOffset);
  if (cut === null) return { ...link, text: written };
  const span = cut.spanOf(link.span);
  const at = cut.offsetOf(link.span.startOffset);
  return { ...link, text: written, span: span ?? { startOffset: at, endOffset: at } };
}

/** Some parts of a text, joined, and where their offsets went. */
class TextCut {
  readonly text: string;
  readonly #parts: readonly { readonly from: number; readonly to: number; readonly at: number }[];

  constructor(whole: string, kept: readonly TextSpan[]) {
    const parts: { from: number; to: number; at: number }[] = [];
    let text = "";
    for (const { startOffset, endOffset } of kept) {
      const written = whole.slice(startOffset, endOffset);
      const body = written.trim();
      if (body === "") continue;
      const from = startOffset + written.indexOf(body);
      if (text !== "") text += "\n\n";
      parts.push({ from, to: from + body.length, at: text.length });
      text += body;
    }
    this.text = text;
    this.#parts = parts;
  }

  /** Null where it does not lie within one kept part. */
  spanOf(span: TextSpan): TextSpan | null {
    const part = this.#partBefore(span.startOffset);
    if (part === null || span.endOffset > part.to) return null;
    const shift = part.at - part.from;
    return { startOffset: span.startOffset + shift, endOffset: span.endOffset + shift };
  }

  /** The offset of this place, or of the end of the kept text before it. */
  offsetOf(offset: number): number {
    const part = this.#partBefore(offset);
    return part === null ? 0 : part.at + Math.min(offset, part.to) - part.from;
  }

  /** The last part that starts at or before the offset. */
  #partBefore(offset: number): { from: number; to: number; at: number } | null {
    let low = 0;
    let high = this.#parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#parts[middle]?.from ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#parts[low - 1] ?? null;
  }
}
