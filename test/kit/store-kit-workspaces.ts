import {
  type Arbitrary,
  array,
  assert as assertProperty,
  asyncProperty,
  boolean,
  constantFrom,
  oneof,
  record,
} from "fast-check";
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { documentId, epochMs, kbVersion, sourceId, workspaceId } from "../../src/model/ids.ts";
import type { Change, Store } from "../../src/store/store.ts";
import type { KitBench } from "./store-engine.ts";
import {
  at,
  commit,
  found,
  HANDBOOK,
  judged,
  placeOf,
  readableBy,
  saved,
  sourceSaved,
} from "./store-batches.ts";

const NAMES = ["one", "two", "Two"];
const NAME = constantFrom(...NAMES);
const CHANGE: Arbitrary<Change> = oneof(
  record({
    id: NAME,
    text: constantFrom("A.", "B.", null),
    group: constantFrom("staff", "board"),
  }).map(({ id, text, group }) => saved(id, { text, access: readableBy(group) })),
  NAME.map((id): Change => ({ kind: "document-deleted", id: documentId(id) })),
  record({ id: NAME, isFound: boolean() }).map(({ id, isFound }) => {
    const subject = { kind: "document", documentId: documentId(id) } as const;
    return judged(isFound ? [found({ subject })] : [], { subject });
  }),
);
const BATCH = record({
  side: constantFrom(0, 1),
  changes: array(CHANGE, { minLength: 1, maxLength: 4 }),
});

/** All that can be seen of a workspace. */
async function seen(store: Store): Promise<unknown> {
  const ids = NAMES.map((name) => documentId(name));
  const version = await store.currentVersion();
  const past: unknown[] = [];
  for (let asked = 0; asked <= version; asked += 1) {
    for (const id of ids)
      past.push(
        await store.getDocumentAt(id, kbVersion(asked)),
        await store.getAccessAt(id, kbVersion(asked)),
      );
  }
  return {
    version,
    past,
    documents: await store.listDocuments({ after: null, limit: 100 }),
    texts: await Promise.all(ids.map((id) => store.getText(id))),
    findings: await store.listFindings({ limit: 100 }),
    journal: await store.listJournal(kbVersion(0), 10_000),
    figures: await store.readinessFigures(at(0)),
    shared: await store.listSharedCopyHashes(),
  };
}

/** Workspaces beside each other, leases and erasure. */
export function describeWorkspaces(open: () => KitBench): void {
  describe("workspaces", () => {
    test("two workspaces of one database see nothing of each other", async () => {
      const { engine } = open();
      let run = 0;
      await assertProperty(
        asyncProperty(array(BATCH, { minLength: 1, maxLength: 8 }), async (batches) => {
          run += 1;
          const stores = await Promise.all(
            ["left", "right", "alone"].map((side) => engine.open(workspaceId(`${side} ${run}`))),
          );
          const [left, right, alone] = stores;
          if (left === undefined || right === undefined || alone === undefined)
            throw new Error("three were opened");
          for (const store of stores) await commit(store, sourceSaved());
          for (const { side, changes } of batches) {
            await commit(side === 0 ? left : right, ...changes);
            if (side === 0) await commit(alone, ...changes);
          }

          expect(await seen(left)).toEqual(await seen(alone));
          const journal = await right.listJournal(kbVersion(0), 10_000);
          const versions = [...new Set(journal.map(({ version }) => version))];
          expect(versions).toEqual(
            Array.from({ length: await right.currentVersion() }, (_, index) => index + 1),
          );
          for (const store of stores) await store.close();
        }),
        { numRuns: 15 },
      );
    });

    test("an erased workspace leaves the others whole", async () => {
      const { store, engine } = open();
      const other = await engine.open(workspaceId("other"));
      await commit(other, sourceSaved(), saved("one"), judged([found()]));
      await commit(store, saved("one"), judged([found()]), {
        kind: "pages-recorded",
        sourceId: HANDBOOK,
        pages: [],
      });
      const before = await seen(other);
      await store.eraseWorkspace();

      expect(await store.currentVersion()).toBe(0);
      expect(await store.listSources()).toEqual([]);
      await expect(commit(store, saved("one"))).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect(await seen(other)).toEqual(before);
      expect(await other.checkIntegrity()).toEqual([]);
      await other.close();
    });

    test("an erased workspace, still open elsewhere, never turns into another one", async () => {
      const { store, engine } = open();
      const elsewhere = await engine.open(workspaceId("main"));
      await commit(elsewhere, saved("one"));
      await store.eraseWorkspace();
      const next = await engine.open(workspaceId("next"));
      await commit(next, sourceSaved(), saved("one"));

      expect(await elsewhere.listSources()).toEqual([]);
      expect(await elsewhere.getText(documentId("one"))).toBeNull();
      const policy = { kind: "policy-saved", policy: "p", json: "1" } as const;
      await expect(commit(elsewhere, policy)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await elsewhere.close();
      await next.close();
    });

    test("two stores of one workspace commit in turn without a gap", async () => {
      const { store, engine } = open();
      const second = await engine.open(workspaceId("main"));
      await commit(store, saved("one", { access: readableBy("staff") }));
      await second.removeSource(HANDBOOK, at(1));
      await commit(second, sourceSaved());
      const version = await commit(store, saved("two", { access: readableBy("staff") }));

      expect(version).toBe(5);
      expect(await second.currentVersion()).toBe(5);
      expect((await second.getAccess(documentId("two")))?.access).toEqual(readableBy("staff"));
      expect(await second.checkIntegrity()).toEqual([]);
      await second.close();
    });
  });

  describe("leases", () => {
    const holder = { host: "here", pid: process.pid, at: at(0) };

    test("a second scan of a source is refused and told who scans", async () => {
      const { store } = open();
      const lease = await store.acquireScanLease(HANDBOOK, holder);
      await commit(store, sourceSaved(sourceId("annex")));

      await expect(store.acquireScanLease(HANDBOOK, holder)).rejects.toMatchObject({
        code: "SCAN_RUNNING",
        detail: { host: "here", pid: process.pid },
      });
      await expect(store.acquireScanLease(sourceId("nobody"), holder)).rejects.toMatchObject({
        code: "UNKNOWN_SOURCE",
      });
      await (await store.acquireScanLease(sourceId("annex"), holder)).release();
      await lease.release();
      await (await store.acquireScanLease(HANDBOOK, holder)).release();
    });

    test("a dead process's lease is taken over at once, another host's after a minute without renewal", async () => {
      const { store } = open();
      const { pid } = spawnSync(process.execPath, ["-e", ""]);
      await store.acquireScanLease(HANDBOOK, { host: "here", pid, at: at(0) });
      const lease = await store.acquireScanLease(HANDBOOK, { ...holder, at: at(0) });
      await lease.renew(at(5));
      const elsewhere = { host: "elsewhere", pid, at: at(6) };

      await expect(store.acquireScanLease(HANDBOOK, elsewhere)).rejects.toMatchObject({
        code: "SCAN_RUNNING",
      });
      const taken = await store.acquireScanLease(HANDBOOK, {
        ...elsewhere,
        at: epochMs(at(6) + 1),
      });
      await expect(lease.renew(at(7))).rejects.toMatchObject({ code: "SCAN_RUNNING" });
      await lease.release();
      await expect(
        store.acquireScanLease(HANDBOOK, { ...holder, at: at(7) }),
      ).rejects.toMatchObject({ code: "SCAN_RUNNING" });
      await taken.release();
    });
  });

  describe("budgets", () => {
    test("a first scan takes at most six statements a document, and an unchanged document none", async () => {
      const { store } = open();
      const changes = Array.from({ length: 500 }, (_, index) =>
        saved(`d${index}`, { access: readableBy("staff", `file ${index}`) }),
      );
      const verdicts = changes.map(({ id }) =>
        judged([], { subject: { kind: "document", documentId: id }, dueAt: at(9) }),
      );
      const before = store.statementCount();
      await commit(store, ...changes, ...verdicts);
      const first = store.statementCount() - before;
      await commit(store, ...changes);
      const second = store.statementCount() - before - first;

      expect(first / changes.length).toBeLessThanOrEqual(4);
      expect(second).toBeLessThan(30);
      expect(await store.findRefs(HANDBOOK, [placeOf("d499").locator])).toHaveLength(1);
    });
  });
}
