import type { DocumentId } from "../model/ids.ts";
import type { Change, DocumentState } from "../store/store.ts";
import type { Work } from "./difference.ts";
import type { MoveFinder } from "./find-moves.ts";
import { createDocumentReader, type ReadDocument } from "./read-documents.ts";
import type { PassRun } from "./pass.ts";
import { saveDocument, type Placed } from "./save-documents.ts";

/** What a pass touched, and what is therefore to be judged again. */
export interface Touched {
  /** Documents that hold links into the source. */
  readonly linking: Set<DocumentId>;
  readonly accessChanged: Set<DocumentId>;
  /** Link keys under which something appeared, changed or vanished. */
  readonly keys: Set<string>;
  readonly copyHashes: Set<string>;
  isAccessTouched: boolean;
}

/** Reads and stores documents in batches: while one is read, the one before is written. */
export interface Saver {
  readonly touched: Touched;
  /** Pages that hold a document which is to be tried again. */
  readonly unfinishedPages: ReadonlySet<string>;
  /** `moves`: a new document may turn out, by its content, to be one of these. Waits while enough is under way. */
  push(work: Work, moves: MoveFinder | null): Promise<void>;
  /** Resolves when all that was pushed is stored. */
  flush(): Promise<void>;
  /** Resolves when nothing is under way any more, whatever became of it. */
  settle(): Promise<void>;
  savedCount(): number;
  hasRetries(): boolean;
}

const BATCH_WORK_COUNT = 500;
const BATCHES_IN_FLIGHT = 3;

/** `isFirst`: the source holds no document yet, so nothing that is saved can touch what was judged before. */
export function openSaver(run: PassRun, isFirst: boolean, signal: AbortSignal): Saver {
  const { pass, session } = run;
  const { tools } = pass;
  const read = createDocumentReader({
    session,
    pool: tools.pool,
    maxDocumentBytes: tools.maxDocumentBytes,
  });
  const touched: Touched = {
    linking: new Set(),
    accessChanged: new Set(),
    keys: new Set(),
    copyHashes: new Set(),
    isAccessTouched: false,
  };
  const unfinishedPages = new Set<string>();
  const underWay: Promise<void>[] = [];
  let batch: { readonly work: Work; readonly moves: MoveFinder | null }[] = [];
  let written: Promise<void> = Promise.resolve();
  let savedCount = 0;
  let hasRetries = false;

  function start(): void {
    const items = batch;
    batch = [];
    const reading = read(
      items.map(({ work }) => work),
      signal,
    );
    // Batches are written in the order in which they were pushed, each when the one before is.
    const before = written;
    written = writeBatch(items, reading, before);
    written.catch(() => {}); // whoever waits for it is told: push, flush or settle
    underWay.push(written);
  }

  async function writeBatch(
    items: readonly { readonly moves: MoveFinder | null }[],
    reading: Promise<readonly ReadDocument[]>,
    before: Promise<void>,
  ): Promise<void> {
    const [documents] = await Promise.all([reading, before]);
    signal.throwIfAborted();
    await store(
      documents,
      items.map(({ moves }) => moves),
    );
    savedCount += documents.length;
    await run.keepLease();
    run.onProgress("reading", savedCount, null);
  }

  async function store(
    documents: readonly ReadDocument[],
    moves: readonly (MoveFinder | null)[],
  ): Promise<void> {
    const places = documents.map((document, index) => place(document, moves[index] ?? null));
    const kept = places.filter((entry) => entry !== null);
    const knownIds = kept.filter(({ isKnown }) => isKnown).map(({ id }) => id);
    const states = knownIds.length > 0 ? await tools.store.getDocuments(knownIds) : [];
    const before = new Map(states.map((state) => [state.id, state]));
    const context = {
      sourceId: pass.source.id,
      sourceOwner: pass.source.stewardship.owner,
      rules: pass.documentRules,
      book: pass.book,
      now: tools.now(),
    };
    const changes: Change[] = [];
    for (const { id, document } of kept) {
      const placed: Placed = { id, read: document, before: before.get(id) ?? null };
      const made = saveDocument(placed, context);
      note(placed, made);
      changes.push(...made);
    }
    await tools.store.commit({ at: context.now, scanId: pass.scanId, changes });
  }

  /** Null: there is nothing to keep of it. */
  function place(
    document: ReadDocument,
    moves: MoveFinder | null,
  ): {
    readonly id: DocumentId;
    readonly isKnown: boolean;
    readonly document: ReadDocument;
  } | null {
    const { work, content } = document;
    if (content.kind === "failed" && content.isRetried) {
      hasRetries = true;
      unfinishedPages.add(work.page);
    }
    if (work.stored !== null) return { id: work.stored.id, isKnown: true, document };
    // It came and went between the listing and the fetch: it was never a document of ours.
    if (content.kind === "failed" && content.reason === "vanished") return null;
    if (content.kind === "read" && content.extracted.text.length > 0) {
      const moved = moves?.claimContent(work.ref, content.extracted.text.hash);
      if (moved)
        return {
          id: moved.id,
          isKnown: true,
          document: { ...document, work: { ...work, kind: "changed", stored: moved } },
        };
    }
    return { id: tools.newDocumentId(), isKnown: false, document };
  }

  function note(placed: Placed, made: readonly Change[]): void {
    const { id, before, read: document } = placed;
    count(placed);
    touched.isAccessTouched = true;
    if (document.content.kind === "untouched") {
      touched.accessChanged.add(id);
      return;
    }
    const [saved] = made;
    if (saved?.kind !== "document-saved") return;
    if (saved.content.links.some(({ targetKey }) => targetKey !== null)) touched.linking.add(id);
    if (isFirst) return;
    for (const key of [...saved.content.linkKeys, ...(before?.linkKeys ?? [])])
      touched.keys.add(key);
    for (const hash of [saved.content.text?.copyHash, before?.copyHash]) {
      if (hash) touched.copyHashes.add(hash);
    }
  }

  function count({ before, read: { content, work } }: Placed): void {
    const { counts } = pass;
    counts.accessRead += 1;
    if (content.kind === "untouched") {
      counts.unchanged += 1;
      return;
    }
    if (work.ref.unreadable === null) counts.fetched += 1;
    if (content.kind === "failed") counts.unreadable += 1;
    if (before === null) counts.created += 1;
    else if (isMoved(before, work)) counts.moved += 1;
    else counts.changed += 1;
  }

  return {
    touched,
    unfinishedPages,
    savedCount: () => savedCount,
    hasRetries: () => hasRetries,
    async push(work, moves) {
      batch.push({ work, moves });
      if (batch.length < BATCH_WORK_COUNT) return;
      start();
      if (underWay.length >= BATCHES_IN_FLIGHT) await underWay.shift();
    },
    async flush() {
      if (batch.length > 0) start();
      await written;
    },
    async settle() {
      await Promise.allSettled([...underWay, written]);
    },
  };
}

function isMoved(before: DocumentState, work: Work): boolean {
  return before.place.locator !== work.ref.locator;
}
