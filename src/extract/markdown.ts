import { Parser } from "htmlparser2";
import { Lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { HeadingAnchors } from "./anchors.ts";
import { decodeText } from "./charset.ts";
import { DocumentDraft } from "./document-draft.ts";
import { decodeEntities } from "./entities.ts";
import { addFrontMatter } from "./front-matter.ts";
import { splitFrontMatter } from "./front-matter-block.ts";
import { ANY_ANCHOR } from "../model/document.ts";
import { HtmlSink } from "./html-sink.ts";
import { LineCounter } from "./line-counter.ts";
import { ReadFailure, type Extractor, type ReadingInput } from "./reading.ts";

/** CommonMark and GitHub's additions, with the front matter, raw HTML and heading ids that site generators add. */
export const markdown: Extractor = {
  lane: "light",
  read(input: ReadingInput) {
    const source = decodeText(input.body, input.charset);
    const draft = new DocumentDraft(input.textLength);
    const block = splitFrontMatter(source);
    if (block !== null) addFrontMatter(draft, block);
    const body = source.slice(block?.bodyOffset ?? 0);
    const readable = isTemplate(input.locator) ? blankTemplateTags(body) : body;
    if (readable !== body && /^\s*<%=.*%>\s*$/m.test(body)) draft.anchors.add(ANY_ANCHOR);
    new MarkdownReader(draft).read(readable, block === null ? 1 : block.lineCount + 1);
    return finishWithHeadingAnchors(draft);
  },
};

function isTemplate(locator: string): boolean {
  return /\.erb$/i.test(locator);
}

/** Program code inside `<% … %>` is no text; its line feeds stay, so that lines keep their numbers. A link to it stays one. */
function blankTemplateTags(body: string): string {
  const marked = body.replaceAll(/\]\(\s*<%.*?%>/gs, "]({{template}}");
  return marked.replaceAll(/<%.*?%>/gs, (tag) => tag.replaceAll(/[^\n]+/g, ""));
}

function finishWithHeadingAnchors(draft: DocumentDraft) {
  const reading = draft.finish();
  const anchors = new Set(reading.anchors);
  const made = new HeadingAnchors();
  for (const { text } of reading.headings)
    for (const anchor of made.next(text)) anchors.add(anchor);
  return { ...reading, anchors: [...anchors] };
}

// `{#id}` of Pandoc, kramdown, Hugo and Docusaurus; `{: #id .class}` of kramdown and Python-Markdown; `{/* #id */}` of MDX.
const HEADING_ID = /\s*\{(?::?[^{}#]*|\/\*\s*)#(?<id>[^\s{}]+)[^{}]*\}\s*$/;
const BLOCK_ID = /\{:[^{}\n#]*#(?<id>[\w:.-]+)[^{}\n]*\}/g;
// A block that a build replaces by content of its own: Hugo, Handlebars and own generators `{{ … }}`, Liquid includes,
// DocFX includes, snippets of MkDocs and Markdown-include, transclusions.
const BUILD_MADE =
  /^\s*(?:\{\{.+\}\}|\{%-?\s*(?:include|render|content_for)\b.+%\}|\[!INCLUDE\b.+\)\]?|-{1,2}8<-{1,2}.+|\{!.+!\}|:::\s*(?:include|moniker).+|!\[\[.+\]\])\s*$/is;
// A component of MDX is written with a capital; no element of HTML in Markdown is.
const COMPONENT = /^\s*<[A-Z][\w.]*[\s/>]/;
const END_TAG = /^<\/(?<name>[a-z][a-z0-9]*)\s*>\s*$/i;
const ALERT = /^\[!(?:\w+)\]\s*/;

/** Walks marked's tokens, keeping count of the source line. */
class MarkdownReader {
  readonly #draft: DocumentDraft;
  readonly #html: HtmlSink;

  constructor(draft: DocumentDraft) {
    this.#draft = draft;
    this.#html = new HtmlSink(draft);
  }

  /** Throws a ReadFailure `corrupt` where the nesting is deeper than any person writes. */
  read(body: string, firstLine: number): void {
    try {
      this.#readBlocks(known(Lexer.lex(body, { gfm: true })), firstLine);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ReadFailure("corrupt", "its blocks are nested too deeply or its lines too long", {
        cause: error,
      });
    }
    this.#html.finish();
  }

  #readBlocks(tokens: readonly MarkedToken[], firstLine: number): void {
    let line = firstLine;
    for (const token of tokens) {
      this.#readBlock(token, line);
      this.#html.endBlock();
      line += countLineFeeds(token.raw);
    }
  }

  #readBlock(token: MarkedToken, line: number): void {
    switch (token.type) {
      case "heading":
        return this.#readHeading(token, line);
      case "paragraph":
        this.#addBlockIds(token.raw);
        if (BUILD_MADE.test(token.raw)) this.#draft.anchors.add(ANY_ANCHOR);
        return this.#inBlock(2, () => this.#readSpans(known(token.tokens), line));
      case "text":
        // The text of a tight list item.
        return this.#inBlock(1, () =>
          this.#readSpans(token.tokens ? known(token.tokens) : [token], line),
        );
      case "list":
        return this.#inBlock(2, () => this.#readList(token, line));
      case "blockquote":
        return this.#inBlock(2, () =>
          this.#readBlocks(withoutAlertMark(known(token.tokens)), line),
        );
      case "table":
        return this.#inBlock(2, () => this.#readTable(token, line));
      case "code":
        return this.#inBlock(2, () => this.#draft.text.addPreformatted(token.text));
      case "html":
        if (COMPONENT.test(token.raw)) this.#draft.anchors.add(ANY_ANCHOR);
        return this.#inBlock(1, () => this.#readHtml(token.raw, line));
      case "space":
      case "hr":
      case "def":
      case "checkbox":
        // They say nothing.
        return;
      case "escape":
      case "codespan":
      case "link":
      case "image":
      case "br":
      case "strong":
      case "em":
      case "del":
        // A span where a block is expected, as in items of a list.
        return this.#readSpan(token, line);
      case "list_item":
        return this.#readBlocks(known(token.tokens), line);
    }
  }

  #inBlock(lineFeedCount: 1 | 2, read: () => void): void {
    this.#draft.text.addBreak(lineFeedCount);
    read();
    this.#draft.text.addBreak(lineFeedCount);
  }

  #readHeading(token: Tokens.Heading, line: number): void {
    const open = this.#draft.openHeading(token.depth, line);
    const id = HEADING_ID.exec(token.text);
    if (id?.groups?.["id"] !== undefined) this.#draft.anchors.add(id.groups["id"]);
    const tokens = known(token.tokens);
    this.#readSpans(id === null ? tokens : withoutTail(tokens, id[0]), line);
    this.#html.closeLink();
    this.#draft.closeHeading(open);
  }

  #readList(token: Tokens.List, firstLine: number): void {
    let line = firstLine;
    for (const item of token.items) {
      this.#inBlock(1, () => this.#readBlocks(known(item.tokens), line));
      line += countLineFeeds(item.raw);
    }
  }

  #readTable(token: Tokens.Table, firstLine: number): void {
    const { text } = this.#draft;
    for (const [index, row] of [token.header, ...token.rows].entries()) {
      // The second line of a table is its ruler.
      const line = firstLine + (index === 0 ? 0 : index + 1);
      for (const cell of row) {
        this.#readSpans(known(cell.tokens), line);
        this.#html.closeLink();
        text.addCellEnd();
      }
      text.addRowEnd();
    }
  }

  #readSpans(tokens: readonly MarkedToken[], firstLine: number): void {
    let line = firstLine;
    for (const token of tokens) {
      this.#readSpan(token, line);
      line += countLineFeeds(token.raw);
    }
  }

  #readSpan(token: MarkedToken, line: number): void {
    switch (token.type) {
      case "text":
        if (token.tokens !== undefined) return this.#readSpans(known(token.tokens), line);
        return this.#html.addText(decodeEntities(token.text));
      case "escape":
      case "codespan":
        return this.#html.addText(token.text);
      case "link":
        return this.#readLink(token, line);
      case "image":
        return this.#readImage(token, line);
      case "br":
        return this.#draft.text.addBreak(1);
      case "html":
        return this.#readHtml(token.raw, line);
      case "strong":
      case "em":
      case "del":
        return this.#readSpans(known(token.tokens), line);
      case "space":
      case "hr":
      case "def":
      case "checkbox":
        return;
      case "list_item":
      case "heading":
      case "paragraph":
      case "list":
      case "blockquote":
      case "table":
      case "code":
        // No span is any of these.
        return;
    }
  }

  #readLink(token: Tokens.Link, line: number): void {
    // In autolinks character references are literal (GFM 6.9).
    const isLiteral = token.autolink === true;
    const href = isLiteral ? token.href : decodeEntities(token.href);
    const open = this.#draft.openLink("link", href, line);
    if (isLiteral) this.#html.addText(token.text);
    else this.#readSpans(known(token.tokens), line);
    this.#draft.closeLink(open);
    // Docfx tabs: the heading `# [Linux](#tab/linux)` is the place that it points to.
    if (href.startsWith("#tab/")) this.#draft.anchors.add(href.slice(1));
  }

  #readImage(token: Tokens.Image, line: number): void {
    const alt = decodeEntities(token.text);
    if (token.href.startsWith("data:")) return this.#html.addText(alt);
    const open = this.#draft.openLink("image", decodeEntities(token.href), line);
    this.#html.addText(alt);
    this.#draft.closeLink(open);
  }

  /** One token's worth of raw HTML. Elements may start in one token and end in another, so only written end tags end them. */
  #readHtml(raw: string, line: number): void {
    const endTag = END_TAG.exec(raw)?.groups?.["name"];
    if (endTag !== undefined) return this.#html.close(endTag.toLowerCase());
    const lines = new LineCounter(line);
    const parser = new Parser({
      onopentag: (name, attributes, isImplied) => {
        if (isImplied) return;
        this.#html.open(name, attributes, lines.at(raw, parser.startIndex));
      },
      onclosetag: (name, isImplied) => {
        if (!isImplied) this.#html.close(name);
      },
      ontext: (piece) => this.#html.addText(piece),
      oncomment: (comment) => this.#html.addComment(comment),
    });
    parser.end(raw);
  }

  #addBlockIds(raw: string): void {
    if (!raw.includes("{:")) return;
    for (const { groups } of raw.matchAll(BLOCK_ID)) {
      if (groups?.["id"] !== undefined) this.#draft.anchors.add(groups["id"]);
    }
  }
}

/** marked's own tokens: no extension adds others. */
function known(tokens: readonly Token[]): readonly MarkedToken[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the lexer runs without extensions
  return tokens as readonly MarkedToken[];
}

function withoutTail(tokens: readonly MarkedToken[], tail: string): readonly MarkedToken[] {
  const last = tokens.at(-1);
  if (last?.type !== "text" || !last.text.endsWith(tail)) return tokens;
  return [...tokens.slice(0, -1), { ...last, text: last.text.slice(0, -tail.length) }];
}

/** GitHub and Microsoft Learn mark a note by the first word of a quotation. */
function withoutAlertMark(blocks: readonly MarkedToken[]): readonly MarkedToken[] {
  const [first, ...rest] = blocks;
  if (first?.type !== "paragraph") return blocks;
  const [mark, ...spans] = known(first.tokens);
  if (mark?.type !== "text" || !ALERT.test(mark.text)) return blocks;
  const tokens = [{ ...mark, text: mark.text.replace(ALERT, "") }, ...spans];
  return [{ ...first, tokens }, ...rest];
}

function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
