import type { Extraction, UnreadableReason } from "../model/document.ts";

/** What an extractor gives: everything but what is worked out from the text alone. `language` is what the document states. */
export type Reading = Omit<Extraction, "mediaType" | "wordCount">;

/** What an extractor works on. */
export interface ReadingInput {
  readonly body: Uint8Array;
  readonly locator: string;
  /** Of text formats, as found by sniffing. */
  readonly charset: string | null;
  /** Longest text that is kept, in UTF-16 code units. */
  readonly textLength: number;
}

/** Reads one kind of document. Throws a ReadFailure for what the document is to blame for. */
export interface Extractor {
  /** `heavy`: its parser may misbehave, so that its documents are read one at a time in recycled processes. */
  readonly lane: "light" | "heavy";
  read(input: ReadingInput): Reading | Promise<Reading>;
}

/** The document cannot be read: an expected failure with a typed reason. */
export class ReadFailure extends Error {
  override readonly name = "ReadFailure";
  readonly reason: UnreadableReason;

  constructor(
    reason: UnreadableReason,
    detail: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.reason = reason;
  }
}
