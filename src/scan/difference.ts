import type {
  ConnectorSession,
  DocumentRef,
  FailedScope,
  ListedPage,
  ListEvent,
} from "../contract/connector.ts";
import type { ScanError } from "../model/error.ts";
import type { SourceId } from "../model/ids.ts";
import type { StoredRef, StoreReader } from "../store/store.ts";

/** Documents that a connector lists without pages lie on this one: no folder can have the name. */
export const UNPAGED = ".";

const BATCH_REF_COUNT = 1000;

/** One listed document that is not simply as it was. */
export type Work =
  | {
      readonly kind: "new";
      readonly ref: DocumentRef;
      readonly page: string;
      readonly stored: null;
    }
  | {
      readonly kind: "changed";
      readonly ref: DocumentRef;
      readonly page: string;
      readonly stored: StoredRef;
    }
  /** Its content is as it was; its access may not be. */
  | {
      readonly kind: "access";
      readonly ref: DocumentRef;
      readonly page: string;
      readonly stored: StoredRef;
    };

export interface ListingSummary {
  readonly listing: "full" | "delta" | "partial";
  readonly cursor: string | null;
  readonly seenCount: number;
  readonly unchangedCount: number;
  readonly failedScopes: readonly { readonly scope: FailedScope; readonly error: ScanError }[];
  /** Pages whose digest is not the recorded one. */
  readonly changedPages: readonly ListedPage[];
  /** Recorded pages that a full listing did not show and that lie in no failed scope. */
  readonly vanishedPages: readonly string[];
  /** Documents that were there before and are not now; none unless the listing may be believed to be complete. */
  readonly missing: readonly StoredRef[];
  /** Pages with documents that were not listed and are kept all the same: what they show now is not all there is. */
  readonly withheldPages: ReadonlySet<string>;
  /** Locators of files that are no documents, of a connector that lists without pages. */
  readonly looseAssets: readonly string[];
}

export interface Difference {
  /** What is to be done, as the listing goes. To be read to its end, once. */
  readonly work: AsyncIterable<readonly Work[]>;
  /** To be asked when `work` has ended. */
  readonly summary: () => ListingSummary;
}

export interface DifferenceInput {
  readonly session: ConnectorSession;
  readonly reader: StoreReader;
  readonly sourceId: SourceId;
  readonly cursor: string | null;
  /** Everything counts as changed: what is read out of a document's bytes is no longer what it was. */
  readonly isReadingAgain: boolean;
  readonly onSeen: (seenCount: number) => void;
}

/** Holds a listing against the store. An unchanged page costs one comparison; an unchanged document no write. */
export async function openDifference(
  input: DifferenceInput,
  signal: AbortSignal,
): Promise<Difference> {
  const knownCount = await input.reader.countDocuments(input.sourceId);
  const digests = await input.reader.getPageDigests(input.sourceId);
  const state = new ListingState(input, knownCount, digests);
  return { work: state.run(signal), summary: () => state.summary() };
}

/** What one listing has shown so far. */
class ListingState {
  readonly #input: DifferenceInput;
  readonly #knownCount: number;
  readonly #digests: ReadonlyMap<string, string>;
  readonly #seenPages = new Set<string>();
  readonly #seenLocators = new Set<string>();
  readonly #changedPages: ListedPage[] = [];
  readonly #failedScopes: { scope: FailedScope; error: ScanError }[] = [];
  readonly #missing = new Map<string, StoredRef>();
  readonly #withheldPages = new Set<string>();
  readonly #looseAssets: string[] = [];
  #pending: { ref: DocumentRef; page: string }[] = [];
  #pendingPages: string[] = [];
  #seenCount = 0;
  #unchangedCount = 0;
  #matchedCount = 0;
  #done: Extract<ListEvent, { kind: "done" }> | null = null;

  constructor(input: DifferenceInput, knownCount: number, digests: ReadonlyMap<string, string>) {
    this.#input = input;
    this.#knownCount = knownCount;
    this.#digests = digests;
  }

  async *run(signal: AbortSignal): AsyncGenerator<readonly Work[]> {
    for await (const event of this.#input.session.list(this.#input.cursor, signal)) {
      signal.throwIfAborted();
      await this.#take(event);
      if (this.#pending.length >= BATCH_REF_COUNT) yield* this.#compare();
    }
    yield* this.#compare();
    await this.#findMissing();
  }

  summary(): ListingSummary {
    const done = this.#done;
    if (done === null) throw new Error("the connector's listing ended without done");
    const isComplete = done.listing === "full";
    return {
      listing: done.listing,
      cursor: done.cursor,
      seenCount: this.#seenCount,
      unchangedCount: this.#unchangedCount,
      failedScopes: this.#failedScopes,
      changedPages: this.#changedPages,
      vanishedPages: isComplete
        ? [...this.#digests.keys()].filter(
            (prefix) => !this.#seenPages.has(prefix) && !this.#isFailed(prefix),
          )
        : [],
      missing: [...this.#missing.values()],
      withheldPages: this.#withheldPages,
      looseAssets: this.#looseAssets,
    };
  }

  async #take(event: ListEvent): Promise<void> {
    switch (event.kind) {
      case "seen":
        this.#seenLocators.add(event.ref.locator);
        this.#see(1);
        this.#pending.push({ ref: event.ref, page: UNPAGED });
        return;
      case "page":
        this.#takePage(event.page);
        return;
      case "asset":
        this.#looseAssets.push(event.locator);
        return;
      case "gone":
        for (const ref of await this.#input.reader.findRefs(this.#input.sourceId, [
          event.locator,
        ])) {
          this.#missing.set(ref.id, ref);
        }
        return;
      case "failed":
        this.#failedScopes.push({ scope: event.scope, error: event.error });
        return;
      case "checkpoint":
        return;
      case "done":
        this.#done = event;
    }
  }

  #takePage(page: ListedPage): void {
    this.#seenPages.add(page.prefix);
    this.#see(page.documentCount);
    if (
      !this.#input.isReadingAgain &&
      this.#digests.get(page.prefix) === page.digest &&
      page.digest !== ""
    ) {
      this.#unchangedCount += page.documentCount;
      this.#matchedCount += page.documentCount;
      return;
    }
    this.#changedPages.push(page);
    this.#pendingPages.push(page.prefix);
    for (const ref of page.refs()) this.#pending.push({ ref, page: page.prefix });
  }

  #see(count: number): void {
    this.#seenCount += count;
    this.#input.onSeen(this.#seenCount);
  }

  async *#compare(): AsyncGenerator<readonly Work[]> {
    const pending = this.#pending;
    const pages = this.#pendingPages;
    this.#pending = [];
    this.#pendingPages = [];
    const stored = await this.#storedRefs(pending, pages);
    for (let start = 0; start < pending.length; start += BATCH_REF_COUNT) {
      const work: Work[] = [];
      for (const { ref, page } of pending.slice(start, start + BATCH_REF_COUNT)) {
        const known = stored.get(ref.locator);
        stored.delete(ref.locator);
        const item = this.#workFor(ref, page, known ?? null);
        if (item === null) this.#unchangedCount += 1;
        else work.push(item);
      }
      yield work;
    }
    for (const ref of stored.values()) this.#missing.set(ref.id, ref);
  }

  #workFor(ref: DocumentRef, page: string, stored: StoredRef | null): Work | null {
    if (stored === null) return { kind: "new", ref, page, stored };
    this.#matchedCount += 1;
    if (this.#input.isReadingAgain || stored.revision !== ref.revision)
      return { kind: "changed", ref, page, stored };
    if (ref.accessRevision === null || stored.accessRevision !== ref.accessRevision) {
      return { kind: "access", ref, page, stored };
    }
    return null;
  }

  /** What the store has for these refs and pages, by locator; documents of the pages that were not listed are among them. */
  async #storedRefs(
    pending: readonly { ref: DocumentRef; page: string }[],
    pages: readonly string[],
  ): Promise<Map<string, StoredRef>> {
    const stored = new Map<string, StoredRef>();
    if (this.#knownCount === 0) return stored;
    const { reader, sourceId } = this.#input;
    if (pages.length > 0) {
      for (const ref of await reader.listPageRefs(sourceId, pages)) stored.set(ref.locator, ref);
    }
    const unmatched = pending
      .filter(({ ref }) => !stored.has(ref.locator))
      .map(({ ref }) => ref.locator);
    if (unmatched.length > 0) {
      for (const ref of await reader.findRefs(sourceId, unmatched)) stored.set(ref.locator, ref);
    }
    return stored;
  }

  /** Documents that a full listing did not show: told by counting first, so that nothing is read when none is missing. */
  async #findMissing(): Promise<void> {
    if (this.#done?.listing !== "full") {
      if (this.#done?.listing === "partial") this.#withhold(() => true);
      return;
    }
    const { reader, sourceId } = this.#input;
    if (this.#knownCount > this.#matchedCount + this.#missing.size) {
      const unseen = [...this.#digests.keys()].filter((prefix) => !this.#seenPages.has(prefix));
      for (const ref of await reader.listPageRefs(sourceId, unseen)) this.#missing.set(ref.id, ref);
    }
    if (this.#knownCount > this.#matchedCount + this.#missing.size)
      await this.#findMissingOneByOne();
    this.#withhold((ref) => this.#isFailed(ref.locator) || this.#seenLocators.has(ref.locator));
  }

  #withhold(isKept: (ref: StoredRef) => boolean): void {
    for (const [id, ref] of this.#missing) {
      if (!isKept(ref)) continue;
      this.#missing.delete(id);
      this.#withheldPages.add(ref.page);
    }
  }

  async #findMissingOneByOne(): Promise<void> {
    const { reader, sourceId } = this.#input;
    let after: string | null = null;
    for (;;) {
      const refs = await reader.listRefs(sourceId, { after, limit: 10_000 });
      for (const ref of refs) {
        const isSeen = this.#seenLocators.has(ref.locator) || this.#seenPages.has(ref.page);
        if (!isSeen) this.#missing.set(ref.id, ref);
      }
      const last = refs.at(-1);
      if (last === undefined) return;
      after = last.locator;
    }
  }

  #isFailed(locator: string): boolean {
    return this.#failedScopes.some(({ scope }) =>
      scope.kind === "document" ? scope.locator === locator : locator.startsWith(scope.prefix),
    );
  }
}
