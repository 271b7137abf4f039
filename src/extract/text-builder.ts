import type { TextSpan } from "../model/dates.ts";
import { ReadFailure } from "./reading.ts";

/** A place in the text that starts where the next visible character will stand. */
export interface Mark {
  /** -1 while nothing was written after it. */
  startOffset: number;
}

/**
 * Writes extracted text: white space is collapsed, blocks are parted by one or two line feeds, table cells by a tab.
 * Separators are written only when text follows, so offsets never point at white space that vanishes later.
 */
export class TextBuilder {
  readonly #maxLength: number;
  readonly #chunks: string[] = [];
  #length = 0;
  #separator = "";
  #waiting: Mark[] = [];

  /** Throws a ReadFailure `oversized` as soon as the text grows past `maxLength`. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get length(): number {
    return this.#length;
  }

  /** Running text: white space of any kind and length is one space. */
  addText(raw: string): void {
    const collapsed = raw.replaceAll(/\s+/g, " ");
    if (collapsed === "") return;
    if (collapsed === " ") {
      this.addSpace();
      return;
    }
    if (collapsed.startsWith(" ")) this.addSpace();
    const end = collapsed.endsWith(" ") ? -1 : collapsed.length;
    this.#write(collapsed.slice(collapsed.startsWith(" ") ? 1 : 0, end));
    if (end === -1) this.addSpace();
  }

  /** Text whose line feeds and indentation mean something (code); it may come in pieces. */
  addPreformatted(raw: string): void {
    const lines = raw.replaceAll(/\r\n?/g, "\n");
    const body = lines.replace(/^\n+/, "").trimEnd();
    if (lines.startsWith("\n")) this.addBreak(lines.startsWith("\n\n") ? 2 : 1);
    if (body.trim() !== "") this.#write(body);
    const tail = lines.slice(lines.trimEnd().length);
    if (tail.includes("\n")) this.addBreak(tail.includes("\n\n") ? 2 : 1);
    else if (tail !== "") this.addSpace();
  }

  /** Text as lines: an empty one ends a block. */
  addLines(raw: string): void {
    for (const line of raw.split(/\r\n|\r|\n/)) {
      if (line.trim() === "") this.addBreak(2);
      else this.addText(line);
      this.addBreak(1);
    }
  }

  addSpace(): void {
    if (this.#separator === "") this.#separator = " ";
  }

  /** Ends a line (1) or a block (2). A cell that has just begun is not parted from the one before it. */
  addBreak(lineFeedCount: 1 | 2): void {
    const isFinal = this.#separator === "\n\n" || this.#separator === "\t";
    if (!isFinal) this.#separator = lineFeedCount === 1 ? "\n" : "\n\n";
  }

  /** Ends a table cell, with the blocks in it. */
  addCellEnd(): void {
    this.#separator = "\t";
  }

  /** Ends a table row, with its last cell. */
  addRowEnd(): void {
    if (this.#separator !== "\n\n") this.#separator = "\n";
  }

  open(): Mark {
    const mark = { startOffset: -1 };
    this.#waiting.push(mark);
    return mark;
  }

  /** The span from the mark to here; empty where nothing was written. */
  close(mark: Mark): TextSpan {
    if (mark.startOffset === -1) mark.startOffset = this.#length;
    return { startOffset: mark.startOffset, endOffset: this.#length };
  }

  /** All that was written. */
  toString(): string {
    return this.#chunks.join("");
  }

  #write(text: string): void {
    if (this.#separator !== "") {
      if (this.#length > 0) this.#push(this.#separator);
      this.#separator = "";
    }
    if (this.#waiting.length > 0) {
      for (const mark of this.#waiting)
        if (mark.startOffset === -1) mark.startOffset = this.#length;
      this.#waiting = [];
    }
    this.#push(text);
  }

  #push(text: string): void {
    this.#length += text.length;
    if (this.#length > this.#maxLength) {
      throw new ReadFailure("oversized", `its text is longer than ${this.#maxLength} characters`);
    }
    this.#chunks.push(text);
  }
}
