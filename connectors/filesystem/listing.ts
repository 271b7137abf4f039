import type { ListEvent } from "../../src/contract/connector.ts";
import { ScanError } from "../../src/model/error.ts";
import { FilePage } from "./file-page.ts";
import { FolderGates, folderOrigin } from "./folder-gates.ts";
import { FolderReader } from "./folder-reader.ts";
import type { FolderResult, FolderTask, SubFolder } from "./folder-reader.ts";
import { extendChain, joinChains } from "./gates.ts";
import type { GateChain } from "./gates.ts";
import { isBelieved, rootError } from "./opened-tree.ts";
import type { OpenedTree } from "./opened-tree.ts";
import { compileSelection } from "./selection.ts";
import { WalkPool } from "./walk-pool.ts";
import type { WalkAnswer } from "./walk-worker.ts";

export interface ListingLimits {
  /** A tree with fewer files is read on this thread: it is done before two others would have started. */
  readonly inlineFileCount: number;
  /** Files that are listed but not yet taken by the reader; past it the walk waits. */
  readonly heldFileCount: number;
}

export const LISTING_LIMITS: ListingLimits = { inlineFileCount: 3_000, heldFileCount: 200_000 };

const FOLDERS_PER_BATCH = 64;
/** As many folders as one look at ACLs takes. */
const ACL_BATCH_COUNT = 2_048;

/** A folder of the walk. Its chain is null until its ACL was looked at. */
interface ListedFolder {
  readonly locator: string;
  readonly task: FolderTask;
  readonly folder: SubFolder;
  readonly parent: ListedFolder | null;
  chain: GateChain | null;
}

interface WaitingPage {
  readonly listed: ListedFolder;
  readonly result: FolderResult & { readonly kind: "read" };
  readonly pageName: string;
}

/** One walk over the tree: folders go to the readers, pages wait for their gates, events come out. */
export class Listing {
  readonly #tree: OpenedTree;
  readonly #limits: ListingLimits;
  readonly #signal: AbortSignal;
  readonly #gates: FolderGates;
  readonly #reader: FolderReader;
  readonly #folders = new Map<number, ListedFolder>();
  readonly #sliceNames = new Map<number, string>();
  readonly #events: { readonly event: ListEvent; readonly fileCount: number }[] = [];
  #stack: FolderTask[] = [];
  #waiting: WaitingPage[] = [];
  #withoutAcl: ListedFolder[] = [];
  #pool: WalkPool | null = null;
  #lastId = 0;
  #listedCount = 0;
  #heldCount = 0;
  #isLooking = false;
  #failure: Error | null = null;
  #wake: () => void = () => undefined;

  constructor(tree: OpenedTree, limits: ListingLimits, signal: AbortSignal) {
    this.#tree = tree;
    this.#limits = limits;
    this.#signal = signal;
    this.#gates = new FolderGates(tree);
    this.#reader = new FolderReader(tree.rootPath, compileSelection(tree.options));
  }

  async *events(): AsyncGenerator<ListEvent> {
    const onAbort = (): void => this.#wake();
    this.#signal.addEventListener("abort", onAbort);
    try {
      await this.#begin();
      for (;;) {
        this.#signal.throwIfAborted();
        if (this.#failure !== null) throw this.#failure;
        yield* this.#takeEvents();
        const changed = new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        const hasMoved = this.#readOn();
        this.#lookAtAcls();
        if (this.#events.length > 0 || hasMoved) continue;
        if (this.#isDone()) break;
        await changed;
      }
      yield { kind: "done", listing: "full", cursor: null };
    } finally {
      this.#signal.removeEventListener("abort", onAbort);
      await this.#pool?.close();
    }
  }

  async #begin(): Promise<void> {
    const { rootPath, rootStats } = this.#tree;
    const [chain] = await this.#gates.chainsOf([rootPath], this.#signal);
    const folder: SubFolder = {
      name: "",
      path: rootPath,
      device: rootStats.dev,
      isLinked: false,
      ownership: { userId: rootStats.uid, groupId: rootStats.gid, mode: rootStats.mode },
    };
    const listed = this.#add("", folder, null);
    listed.chain = chain ?? null;
    this.#withoutAcl = [];
  }

  *#takeEvents(): Iterable<ListEvent> {
    const events = this.#events.splice(0);
    for (const { event, fileCount } of events) {
      yield event;
      this.#heldCount -= fileCount;
    }
  }

  #isDone(): boolean {
    const isReading = this.#stack.length > 0 || this.#folders.size > 0;
    return !isReading && this.#waiting.length === 0 && !this.#isLooking;
  }

  /** Whether something was read right here, so that there is news already. */
  #readOn(): boolean {
    if (this.#heldCount >= this.#limits.heldFileCount) return false;
    if (this.#pool === null && this.#listedCount < this.#limits.inlineFileCount) {
      const task = this.#stack.pop();
      if (task === undefined) return false;
      this.#settle(this.#reader.read(task));
      return true;
    }
    while (this.#stack.length > 0 && this.#workers().hasRoom()) {
      this.#workers().send(this.#stack.splice(-this.#batchSize()));
    }
    return false;
  }

  /** Small while few folders are known, so that both threads get some. */
  #batchSize(): number {
    return Math.min(FOLDERS_PER_BATCH, Math.ceil(this.#stack.length / 4));
  }

  #workers(): WalkPool {
    const { rootPath, options } = this.#tree;
    this.#pool ??= new WalkPool(
      { rootPath, selection: { include: options.include, exclude: options.exclude } },
      {
        answer: (answer) => this.#onAnswer(answer),
        error: (error) => this.#fail(error),
      },
    );
    return this.#pool;
  }

  #onAnswer(answer: WalkAnswer): void {
    this.#stack.push(...answer.rest);
    for (const result of answer.results) this.#settle(result);
    this.#wake();
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    this.#wake();
  }

  #settle(result: FolderResult): void {
    const listed = this.#folders.get(result.id);
    if (listed === undefined) return;
    this.#folders.delete(result.id);
    switch (result.kind) {
      case "read":
        return this.#settleRead(listed, result);
      case "split":
        return this.#settleSplit(listed, result.slices);
      case "failed":
        return this.#settleFailed(listed, result.code);
      case "vanished":
        if (listed.parent === null)
          this.#fail(
            rootError(listed.task.path, Object.assign(new Error("vanished"), { code: "ENOENT" })),
          );
    }
  }

  #settleRead(listed: ListedFolder, result: FolderResult & { readonly kind: "read" }): void {
    this.#listedCount += result.page.fileCount;
    for (const folder of result.folders) {
      this.#add(
        listed.locator === "" ? folder.name : `${listed.locator}/${folder.name}`,
        folder,
        listed,
      );
    }
    for (const { name, code } of result.failures) {
      const locator = prefixOf(listed) + name;
      const error = new ScanError(
        "DOCUMENT_UNREADABLE",
        `${locator} could not be looked at (${code})`,
        { detail: { locator, systemCode: code } },
      );
      this.#events.push({
        event: { kind: "failed", scope: { kind: "document", locator }, error },
        fileCount: 0,
      });
      // Nobody can say whether it is a folder.
      this.#events.push({
        event: {
          kind: "failed",
          scope: { kind: "subtree", prefix: `${locator}/` },
          error,
        },
        fileCount: 0,
      });
    }
    if (result.page.fileCount === 0) return;
    const pageName = prefixOf(listed) + (this.#sliceNames.get(result.id) ?? "");
    this.#sliceNames.delete(result.id);
    this.#heldCount += result.page.fileCount;
    const page = { listed, result, pageName };
    if (listed.chain !== null && result.targetFolders.length === 0)
      this.#release(page, listed.chain);
    else this.#waiting.push(page);
  }

  #settleSplit(listed: ListedFolder, slices: readonly Uint8Array[]): void {
    for (const [index, names] of slices.entries()) {
      if (names.length === 0) continue;
      const id = this.#nextId();
      this.#folders.set(id, listed);
      this.#sliceNames.set(id, `#${index + 1}/${slices.length}`.replace("/", " of "));
      this.#stack.push({ ...listed.task, id, names });
    }
  }

  #settleFailed(listed: ListedFolder, code: string): void {
    if (listed.parent === null)
      return this.#fail(rootError(listed.task.path, Object.assign(new Error(code), { code })));
    const prefix = prefixOf(listed);
    const error = new ScanError(
      "SUBTREE_UNREADABLE",
      `${prefix} could not be read (${code}). Grant read and traverse rights, or exclude it.`,
      {
        detail: { prefix, systemCode: code },
      },
    );
    this.#events.push({
      event: { kind: "failed", scope: { kind: "subtree", prefix }, error },
      fileCount: 0,
    });
  }

  #add(locator: string, folder: SubFolder, parent: ListedFolder | null): ListedFolder {
    const id = this.#nextId();
    const task: FolderTask = {
      id,
      locator,
      path: folder.path,
      device: folder.device,
      isLinked: folder.isLinked,
      names: null,
    };
    const listed: ListedFolder = { locator, task, folder, parent, chain: null };
    this.#folders.set(id, listed);
    this.#stack.push(task);
    this.#withoutAcl.push(listed);
    return listed;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #release({ listed, result, pageName }: WaitingPage, chain: GateChain): void {
    const place = {
      prefix: pageName,
      folder: prefixOf(listed),
      uriPrefix: this.#tree.uriPrefix,
      gatesHash: chain.hash,
      optionsHash: this.#tree.optionsHash,
    };
    const page = new FilePage(result.page, place);
    this.#events.push({ event: { kind: "page", page }, fileCount: result.page.fileCount });
  }

  /** Looks at ACLs in large batches: when enough folders wait, or when nothing else can go on. */
  #lookAtAcls(): void {
    if (this.#isLooking || (this.#withoutAcl.length === 0 && this.#waiting.length === 0)) return;
    const isStuck =
      this.#heldCount >= this.#limits.heldFileCount / 2 ||
      (this.#stack.length === 0 && (this.#pool?.isIdle() ?? true));
    if (this.#withoutAcl.length < ACL_BATCH_COUNT && !isStuck) return;
    this.#isLooking = true;
    this.#lookAtBatch(this.#withoutAcl.splice(0), this.#waiting.splice(0))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#isLooking = false;
        this.#wake();
      });
  }

  async #lookAtBatch(
    folders: readonly ListedFolder[],
    pages: readonly WaitingPage[],
  ): Promise<void> {
    const linked = folders.filter(
      ({ folder, parent }) => folder.isLinked && parent?.folder.isLinked !== true,
    );
    const targets = [
      ...new Set([
        ...linked.map(({ folder }) => folder.path),
        ...pages.flatMap(({ result }) => result.targetFolders),
      ]),
    ];
    const targetChains = new Map<string, GateChain>();
    for (const [index, chain] of (await this.#gates.chainsOf(targets, this.#signal)).entries())
      targetChains.set(targets[index] ?? "", chain);
    const states = await this.#tree.acls.read(
      folders.map(({ folder }) => folder.path),
      this.#signal,
    );
    for (const [index, listed] of folders.entries()) {
      const above = listed.parent?.chain;
      if (above === undefined || above === null) throw new Error("a folder came before its parent");
      const target = linked.includes(listed) ? targetChains.get(listed.folder.path) : undefined;
      listed.chain =
        target === undefined
          ? extendChain(
              above,
              {
                origin: folderOrigin(listed.folder.path),
                ownership: listed.folder.ownership,
                isLocal: isBelieved(this.#tree, listed.folder.device, listed.folder.path),
                acl: states[index] ?? "unreadable",
              },
              this.#tree.realm,
            )
          : joinChains(above, target);
    }
    for (const page of pages) {
      const { chain } = page.listed;
      if (chain === null) this.#waiting.push(page);
      else
        this.#release(
          page,
          page.result.targetFolders.reduce(
            (sum, folder) => joinChains(sum, targetChains.get(folder) ?? sum),
            chain,
          ),
        );
    }
  }
}

function prefixOf({ locator }: ListedFolder): string {
  return locator === "" ? "" : `${locator}/`;
}
