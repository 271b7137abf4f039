import { describe, expect, test } from "vitest";
import {
  documentId,
  epochMs,
  groupPrincipal,
  kbVersion,
  userPrincipal,
} from "../../src/model/ids.ts";
import type { DirectorySnapshot } from "../../src/store/store.ts";
import type { KitBench } from "./store-engine.ts";
import {
  at,
  commit,
  commitAt,
  journalAfter,
  placeOf,
  readableBy,
  REALM,
  saved,
} from "./store-batches.ts";

const ONE = documentId("one");
const DAY_MS = 86_400_000;

function snapshotOf(members: readonly string[], takenAt = at(0)): DirectorySnapshot {
  const group = groupPrincipal(REALM, "staff");
  const users = members.map((name) => userPrincipal(REALM, name)).toSorted();
  return {
    realm: REALM,
    takenAt,
    principals: [
      { id: group, name: "Staff", email: null, isActive: true },
      ...users.map((id) => ({ id, name: id, email: `${id}@example.com`, isActive: true })),
    ],
    edges: users.map((member) => ({ group, member })),
  };
}

/** What was so at an earlier KB version, and how that ends. */
export function describeHistory(open: () => KitBench): void {
  describe("history", () => {
    test("a document answers for every version since it came", async () => {
      const { store } = open();
      await commit(store, saved("one"));
      await commit(store, saved("one", { text: "New words." }));
      await commit(store, saved("other"));
      await commit(store, { kind: "verified", id: ONE, by: "Ada", until: at(9) });
      await commit(store, {
        kind: "document-touched",
        id: ONE,
        place: placeOf("one", { locator: "moved/one.md" }),
      });
      await commit(store, { kind: "document-deleted", id: ONE });
      await commit(store, saved("one", { text: "Back again." }));

      const titleAt = async (version: number): Promise<unknown> => {
        const state = await store.getDocumentAt(ONE, kbVersion(version));
        return (
          state && [
            state.textLength,
            state.place.locator,
            state.verification?.by ?? null,
            state.validFrom,
          ]
        );
      };
      expect(await titleAt(1)).toBeNull();
      expect(await titleAt(2)).toEqual([16, "guides/one.md", null, 2]);
      expect(await titleAt(3)).toEqual([10, "guides/one.md", null, 3]);
      expect(await titleAt(4)).toEqual([10, "guides/one.md", null, 3]);
      expect(await titleAt(5)).toEqual([10, "guides/one.md", "Ada", 5]);
      expect(await titleAt(6)).toEqual([10, "moved/one.md", "Ada", 6]);
      expect(await titleAt(7)).toBeNull();
      expect(await titleAt(8)).toEqual([11, "guides/one.md", "Ada", 8]);
      expect(await store.getDocumentAt(documentId("nobody"), kbVersion(3))).toBeNull();
    });

    test("content makes a version only when it differs", async () => {
      const { store } = open();
      await commitAt(store, at(1), saved("one", { text: "A." }));
      await commitAt(store, at(2), saved("one", { text: "A.", place: { revision: "touched" } }));
      await commitAt(store, at(3), saved("one", { text: null }));
      await commitAt(store, at(4), saved("one", { text: "A." }));

      const hash = saved("one", { text: "A." }).content.text?.hash;
      expect(await store.listVersions(ONE)).toEqual([
        { version: 2, at: at(1), textHash: hash, textLength: 2 },
        { version: 3, at: at(3), textHash: null, textLength: 0 },
        { version: 4, at: at(4), textHash: hash, textLength: 2 },
      ]);
      expect(await store.getText(ONE)).toBe("A.");
      expect(await store.listVersions(documentId("nobody"))).toEqual([]);
    });

    test("access answers for every version, and has its own history", async () => {
      const { store } = open();
      await commit(store, saved("one", { access: readableBy("staff"), accessRevision: "a1" }));
      await commit(
        store,
        saved("one", { text: "New.", access: readableBy("staff"), accessRevision: "a2" }),
      );
      const access = { kind: "unknown", reason: "unreadable" } as const;
      await commit(store, { kind: "access-read", id: ONE, access, accessRevision: null });
      await commit(store, { kind: "document-deleted", id: ONE });
      await commit(store, saved("one", { access: readableBy("board") }));

      const readerAt = async (version: number): Promise<unknown> => {
        const reading = await store.getAccessAt(ONE, kbVersion(version));
        return reading && [reading.access, reading.validFrom];
      };
      expect(await readerAt(1)).toBeNull();
      expect(await readerAt(2)).toEqual([readableBy("staff"), 2]);
      expect(await readerAt(3)).toEqual([readableBy("staff"), 2]);
      expect(await readerAt(4)).toEqual([access, 4]);
      expect(await readerAt(5)).toBeNull();
      expect(await readerAt(6)).toEqual([readableBy("board"), 6]);
    });

    test("a directory answers for every version; read again unchanged, only its age is new", async () => {
      const { store } = open();
      const publish = (snapshot: DirectorySnapshot): Promise<number> =>
        commit(store, { kind: "directory-published", snapshot });
      expect(await store.getDirectory(REALM)).toBeNull();
      const first = await publish(snapshotOf(["ada", "bob"]));
      expect(await publish(snapshotOf(["ada", "bob"], at(5)))).toBe(first);
      const second = await publish(snapshotOf(["bob", "eve"], at(6)));

      expect(await store.getDirectory(REALM)).toEqual(snapshotOf(["bob", "eve"], at(6)));
      expect(await store.getDirectory(REALM, kbVersion(first))).toEqual(
        snapshotOf(["ada", "bob"], at(5)),
      );
      expect(await store.getDirectory(REALM, kbVersion(1))).toBeNull();
      expect(await journalAfter(store, kbVersion(first))).toMatchObject([
        { version: second, detail: { realm: REALM } },
      ]);
    });

    test("a policy answers for every version", async () => {
      const { store } = open();
      const save = (json: string): Promise<number> =>
        commit(store, { kind: "policy-saved", policy: "freshness", json });
      await save("1");
      await save("1");
      await save("2");
      await commit(
        store,
        { kind: "policy-saved", policy: "freshness", json: "3" },
        { kind: "policy-saved", policy: "freshness", json: "4" },
      );

      const policies = [1, 2, 3, 4].map((version) =>
        store.getPolicy("freshness", kbVersion(version)),
      );
      expect(await Promise.all(policies)).toEqual([null, "1", "2", "4"]);
      expect(await store.getPolicy("freshness")).toBe("4");
      expect(await store.getPolicy("other")).toBeNull();
    });
  });

  describe("retention", () => {
    test("closed history past the retention is gone and says so", async () => {
      const { store } = open();
      await commitAt(store, at(1), saved("one"), { kind: "policy-saved", policy: "p", json: "1" });
      await commitAt(store, at(2), saved("one", { text: "New." }), {
        kind: "policy-saved",
        policy: "p",
        json: "2",
      });
      await commitAt(store, at(30), saved("one", { text: "Newest." }));
      const outcome = await store.applyRetention(
        { deletedTextMs: DAY_MS, historyMs: 10 * 60_000 },
        at(32),
      );

      expect(outcome).toEqual({ purgedTexts: 1, purgedStates: 1, oldestVersion: 3 });
      expect(await store.oldestVersion()).toBe(3);
      await expect(store.getDocumentAt(ONE, kbVersion(2))).rejects.toMatchObject({
        code: "HISTORY_GONE",
      });
      await expect(store.getAccessAt(ONE, kbVersion(2))).rejects.toMatchObject({
        code: "HISTORY_GONE",
      });
      await expect(store.getPolicy("p", kbVersion(2))).rejects.toMatchObject({
        code: "HISTORY_GONE",
      });
      await expect(store.getDirectory(REALM, kbVersion(2))).rejects.toMatchObject({
        code: "HISTORY_GONE",
      });
      await expect(store.listJournal(kbVersion(2), 10)).rejects.toMatchObject({
        code: "HISTORY_GONE",
      });
      expect((await store.listJournal(kbVersion(3), 10)).map(({ kind }) => kind)).toEqual([
        "content-changed",
      ]);
      expect((await store.getDocumentAt(ONE, kbVersion(3)))?.textLength).toBe(4);
      expect(await store.getPolicy("p", kbVersion(3))).toBe("2");
      expect((await store.listVersions(ONE)).map(({ version }) => version)).toEqual([3, 4]);
      expect(await store.checkIntegrity()).toEqual([]);
      expect(await commitAt(store, at(33), saved("two"))).toBe(5);
    });

    test("the text of a deleted document is purged after its time, its hash stays, and shared text lives on", async () => {
      const { store } = open();
      await commitAt(
        store,
        at(0),
        saved("one", { text: "Mine." }),
        saved("two", { text: "Ours." }),
        saved("three", { text: "Ours." }),
      );
      await commitAt(
        store,
        at(1),
        { kind: "document-deleted", id: ONE },
        { kind: "document-deleted", id: documentId("two") },
      );
      const retention = { deletedTextMs: 60_000, historyMs: 365 * DAY_MS };

      expect((await store.applyRetention(retention, epochMs(at(2) - 1))).purgedTexts).toBe(0);
      expect((await store.applyRetention(retention, at(2))).purgedTexts).toBe(1);
      expect((await store.applyRetention(retention, at(3))).purgedTexts).toBe(0);
      expect(await store.getText(documentId("three"))).toBe("Ours.");
      expect((await store.listVersions(ONE)).at(0)).toMatchObject({
        textHash: saved("one", { text: "Mine." }).content.text?.hash,
      });
      await commitAt(store, at(4), saved("one", { text: "Mine." }));
      expect(await store.getText(ONE)).toBe("Mine.");
    });
  });
}
