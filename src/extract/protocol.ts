import type { ExtractOutcome, ExtractRequest } from "./extraction.ts";

/** Parent to worker: documents to read, in this order. */
export interface WorkerBatch {
  readonly textLength: number;
  readonly documents: readonly { readonly id: number; readonly request: ExtractRequest }[];
}

/** Worker to parent, after some or all documents of a batch; without results: ready for the first. */
export interface WorkerReport {
  readonly results: readonly { readonly id: number; readonly outcome: ExtractOutcome }[];
  readonly residentBytes: number;
  readonly peakBytes: number;
}
