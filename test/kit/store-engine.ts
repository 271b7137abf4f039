import type { WorkspaceId } from "../../src/model/ids.ts";
import type { Store } from "../../src/store/store.ts";

/** One database of the engine under test, empty when it is made. */
export interface StoreEngine {
  open(workspace: WorkspaceId): Promise<Store>;
  /** Removes the database; its stores are closed by then. */
  remove(): Promise<void>;
}

/** What every test of the kit works with. */
export interface KitBench {
  /** With one source, `handbook`, at KB version 1. */
  readonly store: Store;
  readonly engine: StoreEngine;
}
