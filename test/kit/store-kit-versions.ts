import { describe, expect, test } from "vitest";
import { documentId, kbVersion, scanId, sourceId } from "../../src/model/ids.ts";
import { JOURNAL_KINDS } from "../../src/store/store.ts";
import type { KitBench } from "./store-engine.ts";
import {
  aboutDocument,
  at,
  commit,
  commitAt,
  found,
  freshness,
  HANDBOOK,
  journalAfter,
  judged,
  kindsAfter,
  placeOf,
  readableBy,
  REALM,
  saved,
  SCAN,
  scanEnded,
  scanStarted,
  sourceSaved,
  START,
} from "./store-batches.ts";

const V0 = kbVersion(0);

/** KB versions, the journal, sources and scans. */
export function describeVersions(open: () => KitBench): void {
  describe("versions", () => {
    test("a commit that changes something takes the next version", async () => {
      const { store } = open();

      expect(await store.currentVersion()).toBe(1);
      expect(await commit(store, saved("one"))).toBe(2);
      expect(await commit(store, saved("two"), saved("three"))).toBe(3);
      expect(await store.currentVersion()).toBe(3);
    });

    test("a batch that changes nothing takes no version", async () => {
      const { store } = open();
      const changes = [
        saved("one"),
        judged([found()], { dueAt: at(9), freshness: freshness("fresh") }),
        { kind: "policy-saved", policy: "freshness", json: "{}" } as const,
        sourceSaved(),
      ];
      const version = await commit(store, ...changes);

      expect(await commitAt(store, at(1), ...changes)).toBe(version);
      expect(await commitAt(store, at(1))).toBe(version);
      expect(await kindsAfter(store, version)).toEqual([]);
    });

    test("a revision alone is kept without a version", async () => {
      const { store } = open();
      const version = await commit(store, saved("one"));
      const place = placeOf("one", { revision: "r2", identity: "inode 7" });

      expect(await commit(store, { kind: "document-touched", id: documentId("one"), place })).toBe(
        version,
      );
      expect((await store.getDocuments([documentId("one")])).at(0)?.place).toEqual(place);
    });

    test("a batch that fails is not written at all", async () => {
      const { store } = open();
      const unknown = {
        kind: "verified",
        id: documentId("nobody"),
        by: "Ada",
        until: null,
      } as const;

      await expect(commit(store, saved("one"), unknown)).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      expect(await store.currentVersion()).toBe(1);
      expect(await store.getDocuments([documentId("one")])).toEqual([]);
      expect(await commit(store, saved("one"))).toBe(2);
    });

    test("of a removed source the journal keeps one row, and what was not the source's", async () => {
      const { store } = open();
      const snapshot = { realm: REALM, takenAt: START, principals: [], edges: [] };
      await commit(store, scanStarted(), saved("one"), judged([found()]));
      await commit(store, { kind: "directory-published", snapshot });
      await commit(store, { kind: "policy-saved", policy: "freshness", json: "{}" });
      await commit(store, { kind: "baseline-set", name: "first" }, scanEnded());
      await store.removeSource(HANDBOOK, START);

      expect(await kindsAfter(store, V0)).toEqual([
        "directory-changed",
        "policy-changed",
        "baseline-set",
        "source-removed",
      ]);
      const last = (await journalAfter(store, V0)).at(-1);
      expect(last).toMatchObject({ sourceId: HANDBOOK, documentId: null });
    });

    test("each kind of change has its own journal row", async () => {
      const { store } = open();
      const id = documentId("one");
      const place = placeOf("one", { locator: "moved/one.md" });
      const ingestion = { kind: "failed", reason: "vanished", detail: "" } as const;
      await commit(store, scanStarted(), saved("one"));
      await commit(store, saved("one", { text: "Other words." }));
      await commit(store, saved("one", { text: "Other words.", content: { title: "New" } }));
      await commit(store, {
        kind: "access-read",
        id,
        access: readableBy("board"),
        accessRevision: "a2",
      });
      await commit(store, { kind: "document-touched", id, place });
      await commit(store, { kind: "document-unread", id, place, ingestion });
      await commit(store, judged([found()], { freshness: freshness("fresh") }));
      await commit(store, judged([], { freshness: freshness("stale") }));
      await commit(store, scanEnded(), { kind: "document-deleted", id });
      const rows = await journalAfter(store, V0);

      expect(rows.map(({ kind }) => kind)).toEqual([
        "source-saved",
        "scan-started",
        "document-created",
        "content-changed",
        "metadata-changed",
        "access-changed",
        "document-moved",
        "document-unread",
        "finding-opened",
        "finding-closed",
        "freshness-turned",
        "scan-ended",
        "source-health",
        "document-deleted",
      ]);
      expect(rows.find(({ kind }) => kind === "document-moved")).toMatchObject({
        sourceId: HANDBOOK,
        documentId: "one",
        detail: { from: "guides/one.md", to: "moved/one.md" },
      });
      const created = rows.find(({ kind }) => kind === "document-created")?.detail;
      expect(created).toMatchObject({
        locator: "guides/one.md",
        textHash: saved("one").content.text?.hash,
      });
      expect(rows.find(({ kind }) => kind === "freshness-turned")?.detail).toMatchObject({
        from: "fresh",
        to: "stale",
      });
      expect(rows.map(({ version }) => version)).toEqual(
        rows.map(({ version }) => version).toSorted((a, b) => a - b),
      );
      expect(rows.filter(({ version }) => version === 2).map(({ ordinal }) => ordinal)).toEqual([
        0, 1,
      ]);
      expect(rows.every(({ kind }) => JOURNAL_KINDS.includes(kind))).toBe(true);
    });

    test("the journal is cut between versions, and a version larger than the limit comes whole", async () => {
      const { store } = open();
      await commit(store, saved("a"), saved("b"), saved("c"));
      await commit(store, saved("d"), saved("e"));

      const versionsOf = async (since: number, limit: number): Promise<readonly number[]> =>
        (await store.listJournal(kbVersion(since), limit)).map(({ version }) => version);
      expect(await versionsOf(0, 1)).toEqual([1]);
      expect(await versionsOf(0, 3)).toEqual([1]);
      expect(await versionsOf(0, 4)).toEqual([1, 2, 2, 2]);
      expect(await versionsOf(1, 1)).toEqual([2, 2, 2]);
      expect(await versionsOf(1, 100)).toEqual([2, 2, 2, 3, 3]);
      expect(await versionsOf(3, 100)).toEqual([]);
    });
  });

  describe("sources and scans", () => {
    test("a scan is kept from its start to its end, and a complete one renews the crawl age", async () => {
      const { store } = open();
      await commitAt(store, at(1), scanStarted());
      const running = await store.listScans({ sourceId: HANDBOOK, limit: 10 });
      await commitAt(store, at(2), scanEnded({ cursor: "next" }));
      const second = scanId("scan-2");
      await commitAt(store, at(3), { kind: "scan-started", scanId: second, sourceId: HANDBOOK });
      await commitAt(store, at(4), scanEnded({ scanId: second, outcome: "partial" }));

      expect(running).toMatchObject([
        { id: SCAN, startedAt: at(1), endedAt: null, outcome: null, startedVersion: 2 },
      ]);
      const scans = await store.listScans({ sourceId: null, limit: 10 });
      expect(scans.map(({ id }) => id)).toEqual([second, SCAN]);
      expect(scans.at(1)).toMatchObject({
        endedAt: at(2),
        outcome: "complete",
        endedVersion: 3,
        counts: { seen: 1 },
      });
      expect(await store.getSource(HANDBOOK)).toMatchObject({
        lastCompleteAt: at(2),
        cursor: "next",
        documentCount: 0,
      });
    });

    test("sources are listed in order of id and count their present documents", async () => {
      const { store } = open();
      const annex = sourceId("annex");
      await commit(store, sourceSaved(annex), saved("one"), saved("two"));
      await commit(store, { kind: "document-deleted", id: documentId("two") });

      const sources = await store.listSources();
      expect(sources.map(({ id, documentCount }) => [id, documentCount])).toEqual([
        [annex, 0],
        [HANDBOOK, 1],
      ]);
      expect(sources.at(0)?.health).toEqual({ kind: "never-scanned" });
      expect(await store.countDocuments(HANDBOOK)).toBe(1);
      expect(await store.getSource(sourceId("nobody"))).toBeNull();
    });

    test("a removed source is gone with its documents, texts and findings", async () => {
      const { store } = open();
      const annex = sourceId("annex");
      const other = saved("other", { place: { sourceId: annex }, text: "Shared text." });
      await commit(store, sourceSaved(annex), other, saved("one", { text: "Shared text." }));
      const group = { kind: "group", group: "copies", key: "k" } as const;
      const copies = found({ rule: "copies", subject: group, evidenceIds: ["one", "other"] });
      await commit(store, judged([found()]), judged([copies], { subject: group, rule: "copies" }));
      const version = await store.removeSource(HANDBOOK, at(5));

      expect(version).toBe(await store.currentVersion());
      expect(await store.getDocuments([documentId("one"), documentId("other")])).toHaveLength(1);
      expect(await store.getText(documentId("other"))).toBe("Shared text.");
      expect(await store.listFindings({ limit: 10 })).toEqual([]);
      expect(await store.listDue(at(5), 10)).toEqual([{ subject: group, dueAt: at(5) }]);
      expect(await store.getDocumentAt(documentId("one"), kbVersion(2))).toBeNull();
      expect(await store.checkIntegrity()).toEqual([]);
      await expect(commit(store, scanStarted())).rejects.toMatchObject({ code: "UNKNOWN_SOURCE" });
    });

    test("a subject that is gone has nothing said of it", async () => {
      const { store } = open();
      const version = await commit(store, saved("one"), {
        kind: "document-deleted",
        id: documentId("one"),
      });

      expect(
        await commit(store, judged([found()], { subject: aboutDocument("one"), dueAt: at(1) })),
      ).toBe(version);
      expect(await store.nextDueAt()).toBeNull();
    });
  });
}
