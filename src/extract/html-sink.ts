import type { DocumentDraft, OpenHeading, OpenLink } from "./document-draft.ts";
import { readWaiverComment } from "./waivers.ts";

export type Attributes = Readonly<Record<string, string | undefined>>;

// Never text that a person reads.
const HIDDEN = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "iframe",
  "object",
  "svg",
  "canvas",
  "select",
  "textarea",
  "title",
]);
const BLOCKS = new Set([
  "p",
  "blockquote",
  "pre",
  "table",
  "ul",
  "ol",
  "dl",
  "figure",
  "section",
  "article",
  "main",
  "nav",
  "header",
  "footer",
  "aside",
  "hr",
  "form",
  "details",
  "fieldset",
]);
const LINES = new Set([
  "div",
  "li",
  "dt",
  "dd",
  "br",
  "caption",
  "figcaption",
  "summary",
  "address",
  "option",
  "legend",
  "thead",
  "tbody",
  "center",
]);

/**
 * Turns the events of HTML into text, headings, links, anchors and waivers of a draft. Fed by the pages' SAX parser, by the
 * raw HTML inside Markdown and by the tree that DOCX is read into.
 */
export class HtmlSink {
  readonly #draft: DocumentDraft;
  #hiddenIn: string | null = null;
  #hiddenDepth = 0;
  #preDepth = 0;
  #link: OpenLink | null = null;
  #heading: OpenHeading | null = null;
  #base: string | null = null;

  constructor(draft: DocumentDraft) {
    this.#draft = draft;
  }

  get isHidden(): boolean {
    return this.#hiddenIn !== null;
  }

  open(name: string, attributes: Attributes, line: number | null): void {
    if (this.#hiddenIn !== null) {
      if (name === this.#hiddenIn) this.#hiddenDepth += 1;
      return;
    }
    this.#addAnchors(name, attributes);
    if (HIDDEN.has(name)) {
      this.#hiddenIn = name;
      this.#hiddenDepth = 1;
      return;
    }
    this.#openVisible(name, attributes, line);
  }

  close(name: string): void {
    if (this.#hiddenIn !== null) {
      if (name === this.#hiddenIn) this.#hiddenDepth -= 1;
      if (this.#hiddenDepth === 0) this.#hiddenIn = null;
      return;
    }
    const { text } = this.#draft;
    if (name === "a") this.closeLink();
    else if (name === "td" || name === "th") text.addCellEnd();
    else if (name === "tr" || name === "table") this.#endRow(name);
    else if (LINES.has(name)) text.addBreak(1);
    else if (BLOCKS.has(name)) {
      if (name === "pre") this.#preDepth -= 1;
      text.addBreak(2);
    } else if (headingLevel(name) !== null) this.closeHeading();
  }

  addText(text: string): void {
    if (this.#hiddenIn !== null) return;
    if (this.#preDepth > 0) this.#draft.text.addPreformatted(text);
    else this.#draft.text.addText(text);
  }

  addComment(comment: string): void {
    if (comment.includes("tidemark")) this.#draft.waivers.push(...readWaiverComment(comment));
  }

  /** Ends what the document left open. */
  finish(): void {
    this.closeLink();
    this.closeHeading();
    this.#hiddenIn = null;
  }

  /** Ends what may not reach past one block of Markdown. */
  endBlock(): void {
    this.closeLink();
    this.#hiddenIn = null;
    this.#preDepth = 0;
    if (this.#heading !== null && this.#heading.mark.startOffset !== -1) this.closeHeading();
  }

  /** Ends the open link, if there is one: a link is never inside another. */
  closeLink(): void {
    if (this.#link !== null) this.#draft.closeLink(this.#link);
    this.#link = null;
  }

  closeHeading(): void {
    if (this.#heading !== null) this.#draft.closeHeading(this.#heading);
    this.#heading = null;
  }

  addLink(href: string, line: number | null): void {
    this.#draft.closeLink(this.#draft.openLink("link", this.#resolve(href), line));
  }

  #endRow(name: "tr" | "table"): void {
    this.#draft.text.addRowEnd();
    if (name === "table") this.#draft.text.addBreak(2);
  }

  #openVisible(name: string, attributes: Attributes, line: number | null): void {
    const { text } = this.#draft;
    const level = headingLevel(name);
    if (level !== null) {
      this.closeHeading();
      this.#heading = this.#draft.openHeading(level, line);
    } else if (name === "a") this.#openAnchorElement(attributes, line);
    else if (name === "img") this.#addImage(attributes, line);
    else if (name === "area" && attributes["href"]) this.addLink(attributes["href"], line);
    else if (name === "base" && attributes["href"]) this.#base ??= attributes["href"].trim();
    else if (name === "tr") text.addRowEnd();
    else if (LINES.has(name)) text.addBreak(1);
    else if (BLOCKS.has(name)) {
      text.addBreak(2);
      if (name === "pre") this.#preDepth += 1;
    }
  }

  #openAnchorElement(attributes: Attributes, line: number | null): void {
    this.closeLink();
    const { href } = attributes;
    if (href !== undefined) this.#link = this.#draft.openLink("link", this.#resolve(href), line);
  }

  #addImage(attributes: Attributes, line: number | null): void {
    const src = attributes["src"];
    const alt = attributes["alt"] ?? "";
    if (src === undefined || src.startsWith("data:")) return this.#draft.text.addText(alt);
    const link = this.#draft.openLink("image", this.#resolve(src), line);
    this.#draft.text.addText(alt);
    this.#draft.closeLink(link);
  }

  #addAnchors(name: string, attributes: Attributes): void {
    const { id, name: named } = attributes;
    if (id !== undefined) this.#addAnchor(id);
    if (named !== undefined && (name === "a" || name === "map")) this.#addAnchor(named);
  }

  /** As written, and decoded where it is percent-encoded: a link may name it either way (HTML, "select the indicated part"). */
  #addAnchor(written: string): void {
    const id = written.trim();
    if (id === "") return;
    this.#draft.anchors.add(id);
    if (!id.includes("%")) return;
    try {
      this.#draft.anchors.add(decodeURIComponent(id));
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
    }
  }

  /** The reference with the page's `<base>` put before it; a link's own text where there is none. */
  #resolve(written: string): string {
    const href = written.trim();
    const base = this.#base;
    if (base === null || base === "" || /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(href)) return href;
    if (/^[a-z][a-z0-9+.-]*:/i.test(base))
      return URL.canParse(href, base) ? new URL(href, base).href : href;
    if (href.startsWith("/")) return href;
    if (href === "" || href.startsWith("#") || href.startsWith("?")) return base + href;
    return base.replace(/[^/]*$/, "") + href;
  }
}

function headingLevel(name: string): number | null {
  if (name.length !== 2 || !name.startsWith("h")) return null;
  const level = name.charCodeAt(1) - 48;
  return level >= 1 && level <= 6 ? level : null;
}
