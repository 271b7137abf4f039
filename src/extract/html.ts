import { Parser } from "htmlparser2";
import type { TextSpan } from "../model/dates.ts";
import { decodeText } from "./charset.ts";
import { DocumentDraft } from "./document-draft.ts";
import { addFrontMatter } from "./front-matter.ts";
import { splitFrontMatter } from "./front-matter-block.ts";
import { addMeta, addTime } from "./html-meta.ts";
import { HtmlSink, type Attributes } from "./html-sink.ts";
import { addJsonLd } from "./json-ld.ts";
import { LineCounter } from "./line-counter.ts";
import { ReadFailure, type Extractor, type ReadingInput } from "./reading.ts";

/** HTML pages, in one pass without a tree. */
export const html: Extractor = {
  lane: "light",
  read(input: ReadingInput) {
    const source = decodeText(input.body, input.charset);
    const draft = new DocumentDraft(input.textLength);
    const block = splitFrontMatter(source);
    if (block !== null) addFrontMatter(draft, block);
    const reader = new PageReader(draft, block === null ? 1 : block.lineCount + 1);
    reader.read(block === null ? source : source.slice(block.bodyOffset));
    return draft.finish(reader.keptParts());
  },
};

// A teaser or a comment may be an <article> too: they are the page itself only where they hold this share of its text.
const MIN_ARTICLE_RATIO = 0.4;
const MAX_JSON_LD_LENGTH = 1_000_000;
// The parser's time grows with the square of the depth; browsers stop at 512 (Blink's limit of open elements).
const MAX_DEPTH = 10_000;

type Region = "main" | "article" | "boilerplate";

function regionOf(name: string, attributes: Attributes): Region | null {
  if (name === "main" || attributes["role"] === "main") return "main";
  if (name === "article") return "article";
  const isBoilerplate = name === "nav" || name === "footer" || name === "aside";
  return isBoilerplate || attributes["role"] === "navigation" ? "boilerplate" : null;
}

class PageReader {
  readonly #draft: DocumentDraft;
  readonly #sink: HtmlSink;
  readonly #lines: LineCounter;
  readonly #open: { readonly name: string; readonly region: Region; depth: number }[] = [];
  readonly #parts: { readonly startOffset: number; readonly inside: ReadonlySet<Region> }[] = [
    { startOffset: 0, inside: new Set() },
  ];
  #depth = 0;
  #rawText: { readonly name: "title" | "ld+json"; text: string } | null = null;

  constructor(draft: DocumentDraft, firstLine: number) {
    this.#draft = draft;
    this.#sink = new HtmlSink(draft);
    this.#lines = new LineCounter(firstLine);
  }

  read(source: string): void {
    const parser = new Parser({
      onopentag: (name, attributes) => {
        this.#openTag(name, attributes, this.#lines.at(source, parser.startIndex));
      },
      onclosetag: (name) => this.#closeTag(name),
      ontext: (text) => {
        if (this.#rawText === null) this.#sink.addText(text);
        else if (this.#rawText.text.length < MAX_JSON_LD_LENGTH) this.#rawText.text += text;
      },
      oncomment: (comment) => this.#sink.addComment(comment),
    });
    parser.end(source);
    this.#sink.finish();
  }

  /** The parts of the text that are the document: what is in `<main>`, else in `<article>`, without navigation; null: all. */
  keptParts(): readonly TextSpan[] | null {
    const isArticle = (inside: ReadonlySet<Region>) => inside.has("article");
    const isMain = (inside: ReadonlySet<Region>) => inside.has("main");
    const isOwn = (inside: ReadonlySet<Region>) => !inside.has("boilerplate");
    const main = this.#partsWhere((inside) => isMain(inside) && isOwn(inside));
    if (lengthOf(main) > 0) return main;
    const articles = this.#partsWhere((inside) => isArticle(inside) && isOwn(inside));
    const all = this.#partsWhere(isOwn);
    return lengthOf(articles) > MIN_ARTICLE_RATIO * lengthOf(all) ? articles : null;
  }

  #partsWhere(isKept: (inside: ReadonlySet<Region>) => boolean): readonly TextSpan[] {
    const spans: { startOffset: number; endOffset: number }[] = [];
    for (const [index, { startOffset, inside }] of this.#parts.entries()) {
      const endOffset = this.#parts[index + 1]?.startOffset ?? this.#draft.text.length;
      if (!isKept(inside) || startOffset === endOffset) continue;
      const last = spans.at(-1);
      if (last?.endOffset === startOffset) last.endOffset = endOffset;
      else spans.push({ startOffset, endOffset });
    }
    return spans;
  }

  #openTag(name: string, attributes: Attributes, line: number): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new ReadFailure("corrupt", `its elements are nested deeper than ${MAX_DEPTH}`);
    }
    const region = regionOf(name, attributes);
    if (region === null) {
      for (const open of this.#open) if (open.name === name) open.depth += 1;
    } else {
      this.#open.push({ name, region, depth: 1 });
      this.#startPart();
    }
    if (!this.#sink.isHidden) this.#openRawText(name, attributes);
    this.#sink.open(name, attributes, line);
    if (name === "html")
      this.#draft.language ??= attributes["lang"] ?? attributes["xml:lang"] ?? null;
    else if (name === "meta") addMeta(this.#draft, this.#sink, attributes, line);
    else if (name === "time") addTime(this.#draft, attributes);
    else if (name === "link" && attributes["rel"]?.toLowerCase() === "canonical") {
      if (attributes["href"]) this.#draft.aliases.add(attributes["href"].trim());
    }
  }

  #closeTag(name: string): void {
    this.#depth -= 1;
    this.#closeRawText();
    this.#sink.close(name);
    let isPartEnd = false;
    for (const open of this.#open) if (open.name === name) open.depth -= 1;
    while (this.#open.at(-1)?.depth === 0) {
      this.#open.pop();
      isPartEnd = true;
    }
    if (isPartEnd) this.#startPart();
  }

  #startPart(): void {
    const inside = new Set(this.#open.map(({ region }) => region));
    this.#parts.push({ startOffset: this.#draft.text.length, inside });
  }

  #openRawText(name: string, attributes: Attributes): void {
    if (name === "title") this.#rawText = { name, text: "" };
    const isJsonLd =
      name === "script" && attributes["type"]?.toLowerCase().trim() === "application/ld+json";
    if (isJsonLd) this.#rawText = { name: "ld+json", text: "" };
  }

  #closeRawText(): void {
    const raw = this.#rawText;
    if (raw === null) return;
    this.#rawText = null;
    if (raw.name === "ld+json") addJsonLd(this.#draft, raw.text);
    else this.#draft.fallbackTitle ??= raw.text.replaceAll(/\s+/g, " ").trim() || null;
  }
}

function lengthOf(spans: readonly TextSpan[]): number {
  let length = 0;
  for (const { startOffset, endOffset } of spans) length += endOffset - startOffset;
  return length;
}
