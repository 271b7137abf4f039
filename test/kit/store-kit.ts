import { afterEach, beforeEach, describe } from "vitest";
import { workspaceId, type WorkspaceId } from "../../src/model/ids.ts";
import type { Store } from "../../src/store/store.ts";
import { commit, sourceSaved } from "./store-batches.ts";
import { describeDocuments } from "./store-kit-documents.ts";
import { describeFindings } from "./store-kit-findings.ts";
import { describeHistory } from "./store-kit-history.ts";
import { describeVersions } from "./store-kit-versions.ts";
import { describeWorkspaces } from "./store-kit-workspaces.ts";

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

/** Holds an engine to every promise of the store's port. */
export function describeStore(name: string, makeEngine: () => Promise<StoreEngine>): void {
  describe(`store: ${name}`, () => {
    let bench: KitBench | null = null;

    beforeEach(async () => {
      const engine = await makeEngine();
      const store = await engine.open(workspaceId("main"));
      await commit(store, sourceSaved());
      bench = { store, engine };
    });
    afterEach(async () => {
      await bench?.store.close();
      await bench?.engine.remove();
    });

    function open(): KitBench {
      if (bench === null) throw new Error("the bench is opened before each test");
      return bench;
    }

    describeVersions(open);
    describeDocuments(open);
    describeHistory(open);
    describeFindings(open);
    describeWorkspaces(open);
  });
}
