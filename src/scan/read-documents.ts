import { FetchFailure, type ConnectorSession, type DocumentRef } from "../contract/connector.ts";
import type { ExtractionPool, Extracted } from "../extract/extraction.ts";
import { createByteBudget, mapBounded, type ByteBudget } from "../lib/bounded.ts";
import type { Access } from "../model/access.ts";
import type { DateEvidence } from "../model/dates.ts";
import type { UnreadableReason } from "../model/document.ts";
import type { Work } from "./difference.ts";

/** A document as it was read, with its access as read after its content. */
export interface ReadDocument {
  readonly work: Work;
  readonly content: ReadContent;
  readonly access: Access;
}

export type ReadContent =
  | {
      readonly kind: "read";
      readonly extracted: Extracted;
      /** Of the bytes that were read. */
      readonly revision: string;
      readonly dates: readonly DateEvidence[];
    }
  | {
      readonly kind: "failed";
      readonly reason: UnreadableReason;
      readonly detail: string;
      readonly mediaType: string | null;
      readonly revision: string;
      /** The next pass tries again although the revision is the same. */
      readonly isRetried: boolean;
    }
  /** Only its access was asked for. */
  | { readonly kind: "untouched" };

export interface ReadingTools {
  readonly session: ConnectorSession;
  readonly pool: ExtractionPool;
  readonly maxDocumentBytes: number;
}

// Enough requests in flight to hide a store's latency and to fill the workers' batches.
const FETCHES_IN_FLIGHT = 64;
// Bodies held at a time, beyond which fetching waits for the workers.
const HELD_BODY_BYTES = 128 * 1024 * 1024;

/** Reads batches of documents: fetch, extract, then access. One document's failure is its own. */
export function createDocumentReader(
  tools: ReadingTools,
): (works: readonly Work[], signal: AbortSignal) => Promise<readonly ReadDocument[]> {
  const budget = createByteBudget(HELD_BODY_BYTES);
  return async (works, signal) => {
    const contents = await mapBounded(works, FETCHES_IN_FLIGHT, (work) =>
      readContent(work, tools, budget, signal),
    );
    const access = await readAccess(
      tools.session,
      works.map(({ ref }) => ref),
      signal,
    );
    return works.map((work, index) => ({
      work,
      content: contents[index] ?? { kind: "untouched" },
      access: access.get(work.ref.locator) ?? { kind: "unknown", reason: "unreadable" },
    }));
  };
}

async function readContent(
  work: Work,
  tools: ReadingTools,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<ReadContent> {
  const { ref } = work;
  if (work.kind === "access") return { kind: "untouched" };
  if (ref.unreadable !== null) {
    return {
      kind: "failed",
      ...ref.unreadable,
      mediaType: null,
      revision: ref.revision,
      isRetried: false,
    };
  }
  await budget.wait();
  signal.throwIfAborted();
  let raw;
  try {
    raw = await tools.session.fetch(ref, { maxBytes: tools.maxDocumentBytes }, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FetchFailure) return fetchFailed(ref, error.reason, error.message);
    throw error;
  }
  const sizeBytes = raw.body.byteLength;
  budget.hold(sizeBytes);
  try {
    const outcome = await tools.pool.extract(
      { locator: ref.locator, mediaType: raw.mediaType, body: raw.body },
      signal,
    );
    if (outcome.kind === "read") {
      return {
        kind: "read",
        extracted: outcome.extracted,
        revision: raw.revision,
        dates: raw.dates,
      };
    }
    return { ...outcome, revision: raw.revision, isRetried: false };
  } finally {
    budget.release(sizeBytes);
  }
}

function fetchFailed(ref: DocumentRef, reason: UnreadableReason, detail: string): ReadContent {
  const isRetried = reason === "unreadable" || reason === "vanished" || reason === "timeout";
  return { kind: "failed", reason, detail, mediaType: null, revision: ref.revision, isRetried };
}

async function readAccess(
  session: ConnectorSession,
  refs: readonly DocumentRef[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Access>> {
  const access = new Map<string, Access>();
  if (refs.length === 0) return access;
  for await (const answer of session.readAccess(refs, signal))
    access.set(answer.locator, answer.access);
  return access;
}
