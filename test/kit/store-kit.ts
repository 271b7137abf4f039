import { afterEach, beforeEach, describe } from "vitest";
import { workspaceId } from "../../src/model/ids.ts";
import { commit, sourceSaved } from "./store-batches.ts";
import type { KitBench, StoreEngine } from "./store-engine.ts";
import { describeDocuments } from "./store-kit-documents.ts";
import { describeFindings } from "./store-kit-findings.ts";
import { describeHistory } from "./store-kit-history.ts";
import { describeVersions } from "./store-kit-versions.ts";
import { describeWorkspaces } from "./store-kit-workspaces.ts";

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
