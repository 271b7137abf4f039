import type { Extraction, UnreadableReason } from "../model/document.ts";

/** The bytes of one document, to be read. */
export interface ExtractRequest {
  /** Its name helps where the bytes leave a choice (plain text or Markdown); the bytes are believed first. */
  readonly locator: string;
  /** What the store says it is; null: nothing. */
  readonly mediaType: string | null;
  readonly body: Uint8Array;
}

/** An extraction as it leaves the worker: the text is already hashed and deflated there. */
export interface Extracted extends Omit<Extraction, "text"> {
  readonly text: PackedText;
}

export interface PackedText {
  /** SHA-256 (hex) of the text: two versions differ when it differs. */
  readonly hash: string;
  /** SHA-256 (hex) of the text without case, punctuation and white space: copies of one text share it. */
  readonly copyHash: string;
  /** UTF-16 code units. */
  readonly length: number;
  /** Raw deflate of the UTF-8 text. */
  readonly deflated: Uint8Array;
}

export type ExtractOutcome =
  | { readonly kind: "read"; readonly extracted: Extracted }
  | {
      readonly kind: "failed";
      readonly mediaType: string | null;
      readonly reason: UnreadableReason;
      readonly detail: string;
    };

export interface ExtractLimits {
  /** Longest wall time for one document. */
  readonly timeoutMs: number;
  /** Most memory that a worker process may hold. */
  readonly memoryBytes: number;
  /** Longest text that is kept. */
  readonly textLength: number;
  readonly workerCount: number;
}

/** Bounded worker processes that read documents. A worker that breaks is replaced and its document gets a typed reason. */
export interface ExtractionPool {
  /** Never rejects for anything that a document contains; rejects with the signal's reason when aborted. */
  extract(request: ExtractRequest, signal: AbortSignal): Promise<ExtractOutcome>;
  /** Most resident bytes seen of any worker since the start. */
  peakWorkerBytes(): number;
  close(): Promise<void>;
}
