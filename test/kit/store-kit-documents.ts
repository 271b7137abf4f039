import { describe, expect, test } from "vitest";
import { documentId, epochMs, kbVersion, sourceId } from "../../src/model/ids.ts";
import type { KitBench } from "./store-engine.ts";
import {
  at,
  commit,
  commitAt,
  HANDBOOK,
  idsOf,
  kindsAfter,
  link,
  placeOf,
  readableBy,
  saved,
  sourceSaved,
} from "./store-batches.ts";

const ONE = documentId("one");

/** Documents as they are now: references, states, links, pages and copies. */
export function describeDocuments(open: () => KitBench): void {
  describe("documents", () => {
    test("a document comes back as it was saved", async () => {
      const { store } = open();
      const change = saved("one", {
        text: "Ünïcode, \u0000 and 🙂",
        content: {
          headings: [
            { level: 2, text: "Setup", span: { startOffset: 0, endOffset: 5 }, line: null },
          ],
          anchors: ["setup", "Über"],
          dates: [
            {
              kind: "reviewed",
              at: epochMs(5),
              precision: "day",
              readFrom: "front matter",
              text: "1970",
              trustRatio: 0.5,
              span: { startOffset: 1, endOffset: 2 },
            },
            {
              kind: "expires",
              at: null,
              precision: "year",
              readFrom: "text",
              text: "soon",
              trustRatio: 1,
              span: null,
            },
          ],
          owners: [{ name: "Ada", email: null, readFrom: "CODEOWNERS" }],
          labels: ["a", "b"],
          waivers: [{ ruleId: "broken-link", reason: "known", untilAt: null }],
          links: [link("guides/two.md"), { ...link(null), kind: "image" }],
          linkKeys: ["guides/one.md", "guides/one"],
        },
      });
      await commitAt(store, at(3), change);
      const { content } = change;

      expect(await store.getDocuments([ONE, documentId("nobody"), ONE])).toEqual([
        {
          id: ONE,
          place: change.place,
          ingestion: content.ingestion,
          mediaType: content.mediaType,
          title: content.title,
          language: content.language,
          textHash: content.text?.hash,
          copyHash: content.text?.copyHash,
          textLength: content.text?.length,
          headings: content.headings,
          dates: content.dates,
          owners: content.owners,
          labels: content.labels,
          waivers: content.waivers,
          linkKeys: content.linkKeys,
          verification: null,
          createdAt: at(3),
          contentChangedAt: at(3),
          validFrom: 2,
        },
      ]);
      expect(await store.getText(ONE)).toBe("Ünïcode, \u0000 and 🙂");
      expect((await store.getLinks([ONE])).get(ONE)).toEqual(content.links);
      expect((await store.getAnchors([ONE])).get(ONE)).toEqual(content.anchors);
    });

    test("references are found by page and by locator, and listed in order of locator byte for byte", async () => {
      const { store } = open();
      const places = ["a/Z.md", "a/a.md", "b/x.md", "é.md"];
      await commit(
        store,
        ...places.map((locator, index) =>
          saved(`d${index}`, { place: { locator }, accessRevision: "a1" }),
        ),
      );
      await commit(store, { kind: "document-deleted", id: documentId("d2") });

      expect(idsOf(await store.listPageRefs(HANDBOOK, ["a/", "b/", "nowhere/"]))).toEqual([
        "d0",
        "d1",
      ]);
      expect(idsOf(await store.findRefs(HANDBOOK, ["a/Z.md", "A/z.md", "b/x.md"]))).toEqual(["d0"]);
      const first = await store.listRefs(HANDBOOK, { after: null, limit: 2 });
      expect(first.map(({ locator }) => locator)).toEqual(["a/Z.md", "a/a.md"]);
      const rest = await store.listRefs(HANDBOOK, { after: "a/a.md", limit: 2 });
      expect(rest.map(({ locator }) => locator)).toEqual(["é.md"]);
      expect(first.at(0)).toEqual({
        id: "d0",
        locator: "a/Z.md",
        page: "a/",
        revision: "r1",
        accessRevision: "a1",
        identity: null,
        textHash: saved("d0").content.text?.hash,
      });
      expect(await store.listRefs(sourceId("nobody"), { after: null, limit: 2 })).toEqual([]);
    });

    test("documents are listed in order of id and found by id, URI and locator", async () => {
      const { store } = open();
      const annex = sourceId("annex");
      await commit(store, sourceSaved(annex), saved("b"), saved("a"), saved("B"));
      await commit(
        store,
        saved("c", {
          place: { sourceId: annex, locator: "guides/a.md", uri: "https://example.com/c" },
        }),
      );

      const all = await store.listDocuments({ after: null, limit: 10 });
      expect(all.map(({ id }) => id)).toEqual(["B", "a", "b", "c"]);
      const some = await store.listDocuments({
        after: documentId("B"),
        limit: 1,
        sourceId: HANDBOOK,
      });
      expect(idsOf(some)).toEqual(["a"]);
      expect(idsOf(await store.findDocuments("a"))).toEqual(["a"]);
      expect(idsOf(await store.findDocuments("guides/a.md"))).toEqual(["a", "c"]);
      expect(idsOf(await store.findDocuments("https://example.com/c"))).toEqual(["c"]);
      expect(await store.findDocuments("guides/A.md")).toEqual([]);
    });

    test("a document that could not be read this time keeps its last good state", async () => {
      const { store } = open();
      await commit(store, saved("one", { content: { linkKeys: ["key"] } }));
      const ingestion = { kind: "failed", reason: "corrupt", detail: "no trailer" } as const;
      const unread = {
        kind: "document-unread",
        id: ONE,
        place: placeOf("one", { revision: "r2" }),
        ingestion,
      } as const;
      const version = await commit(store, unread);

      const [state] = await store.getDocuments([ONE]);
      expect(state).toMatchObject({
        ingestion,
        title: "Title of one",
        textLength: 16,
        place: { revision: "r2" },
      });
      expect(await store.getText(ONE)).toBe("The text of one.");
      expect(await store.findLinkTargets(HANDBOOK, ["key"])).toMatchObject([
        { documentId: ONE, isRead: false },
      ]);
      expect(await commit(store, unread)).toBe(version);
      await commit(store, saved("one", { content: { linkKeys: ["key"] } }));
      expect((await store.getDocuments([ONE])).at(0)?.ingestion).toEqual({
        kind: "read",
        wordCount: 4,
      });
    });

    test("a deleted document is nowhere to be found, and one that returns is the same document", async () => {
      const { store } = open();
      await commitAt(store, at(1), saved("one", { content: { links: [link("guides/two.md")] } }));
      const gone = await commitAt(store, at(2), { kind: "document-deleted", id: ONE });

      expect(await store.getDocuments([ONE])).toEqual([]);
      expect(await store.getText(ONE)).toBeNull();
      expect(await store.getAccess(ONE)).toBeNull();
      expect(await store.findDocuments("one")).toEqual([]);
      expect(await store.findLinkers(HANDBOOK, ["guides/two.md"])).toEqual([]);
      expect(await store.findLinkTargets(HANDBOOK, ["guides/one.md"])).toEqual([]);
      expect(await commit(store, { kind: "document-deleted", id: ONE })).toBe(gone);
      await commitAt(store, at(3), saved("one"));
      expect((await store.getDocuments([ONE])).at(0)).toMatchObject({
        createdAt: at(1),
        contentChangedAt: at(1),
      });
      expect(await kindsAfter(store, gone)).toEqual(["document-created"]);
    });

    test("a document's source never changes", async () => {
      const { store } = open();
      const annex = sourceId("annex");
      await commit(store, sourceSaved(annex), saved("one"));

      await expect(
        commit(store, saved("one", { place: { sourceId: annex } })),
      ).rejects.toMatchObject({ code: "INTERNAL" });
    });
  });

  describe("links, pages and copies", () => {
    test("links follow the document that holds them", async () => {
      const { store } = open();
      const to = (key: string): Parameters<typeof saved>[1] => ({
        content: { links: [link(key), link(key), link(null)] },
      });
      await commit(store, saved("one", to("guides/a.md")), saved("two", to("guides/a.md")));

      expect(
        [...(await store.findLinkers(HANDBOOK, ["guides/a.md", "guides/a.md"]))].toSorted(),
      ).toEqual(["one", "two"]);
      await commit(store, saved("one", to("guides/b.md")));
      expect(await store.findLinkers(HANDBOOK, ["guides/a.md"])).toEqual(["two"]);
      expect(await store.findLinkers(HANDBOOK, ["guides/b.md"])).toEqual(["one"]);
      expect([...(await store.getLinks([ONE, documentId("two")])).keys()]).toEqual(["one", "two"]);
      const figures = await store.readinessFigures(at(0));
      expect(figures.links).toEqual({ internal: 4, external: 2, documentsWithInternal: 2 });
    });

    test("a link key finds documents and assets, and follows changes of both", async () => {
      const { store } = open();
      const assets = [{ locator: "guides/pic.png", linkKeys: ["guides/pic.png", "guides/pic"] }];
      const record = {
        kind: "pages-recorded",
        sourceId: HANDBOOK,
        pages: [{ prefix: "guides/", digest: "d1", assets }],
      } as const;
      await commit(store, saved("one", { content: { linkKeys: ["k1", "guides/pic"] } }), record);

      const targets = await store.findLinkTargets(HANDBOOK, ["guides/pic", "k1", "nowhere"]);
      expect(
        targets
          .map(({ linkKey, documentId: id, locator }) => `${linkKey} ${id} ${locator}`)
          .toSorted(),
      ).toEqual([
        "guides/pic null guides/pic.png",
        "guides/pic one guides/one.md",
        "k1 one guides/one.md",
      ]);
      expect(await store.listPageAssetKeys(HANDBOOK, ["guides/"])).toHaveLength(2);
      await commit(store, saved("one", { content: { linkKeys: ["k2"] } }), {
        ...record,
        pages: [{ prefix: "guides/", digest: "d2", assets: [] }],
      });
      expect(await store.findLinkTargets(HANDBOOK, ["guides/pic", "k1"])).toEqual([]);
      expect(await store.findLinkTargets(HANDBOOK, ["k2"])).toHaveLength(1);
    });

    test("folders are known by what lies in them", async () => {
      const { store } = open();
      const assets = [{ locator: "img/deep/pic.png", linkKeys: ["img/deep/pic.png"] }];
      const pages = [{ prefix: "img/deep/", digest: "d", assets }];
      await commit(store, saved("one"), { kind: "pages-recorded", sourceId: HANDBOOK, pages });

      const asked = ["guides/", "img/", "img/deep/", "Guides/", "guide/", "guides/one/"];
      expect([...(await store.findFolders(HANDBOOK, asked))].toSorted()).toEqual([
        "guides/",
        "img/",
        "img/deep/",
      ]);
      await commit(store, { kind: "document-deleted", id: ONE });
      expect((await store.findFolders(HANDBOOK, ["guides/"])).size).toBe(0);
    });

    test("a page's digest holds until one of its documents changes", async () => {
      const { store } = open();
      const record = (digest: string): Parameters<typeof commit>[1] => ({
        kind: "pages-recorded",
        sourceId: HANDBOOK,
        pages: [{ prefix: "guides/", digest, assets: [] }],
      });
      await commit(store, saved("one"));
      expect([...(await store.getPageDigests(HANDBOOK))]).toEqual([["guides/", ""]]);
      const version = await commit(store, saved("one"));
      expect(await commit(store, record("d1"))).toBe(version);
      expect([...(await store.getPageDigests(HANDBOOK))]).toEqual([["guides/", "d1"]]);
      await commit(store, record("d2"), saved("two"));
      expect([...(await store.getPageDigests(HANDBOOK))]).toEqual([["guides/", "d2"]]);
      await commit(store, {
        kind: "document-touched",
        id: ONE,
        place: placeOf("one", { locator: "other/one.md" }),
      });
      expect(Object.fromEntries(await store.getPageDigests(HANDBOOK))).toEqual({
        "guides/": "",
        "other/": "",
      });
      await commit(store, { kind: "pages-dropped", sourceId: HANDBOOK, prefixes: ["guides/"] });
      expect(Object.fromEntries(await store.getPageDigests(HANDBOOK))).toEqual({ "other/": "" });
      await commit(store, saved("three"));
      expect(Object.fromEntries(await store.getPageDigests(HANDBOOK))).toEqual({
        "other/": "",
        "guides/": "",
      });
    });

    test("copies are grouped by the hash they share, in order of locator", async () => {
      const { store } = open();
      const documents = [
        saved("b", { text: "Same." }),
        saved("a", { text: "SAME." }),
        saved("c", { text: "Other." }),
      ];
      await commit(store, ...documents);
      const shared = documents[0]?.content.text?.copyHash ?? "";
      const single = documents[2]?.content.text?.copyHash ?? "";

      expect([...(await store.findCopies([shared, single, "nowhere"]))]).toEqual(
        expect.arrayContaining([
          [shared, ["a", "b"]],
          [single, ["c"]],
        ]),
      );
      expect(await store.listSharedCopyHashes()).toEqual([shared]);
      await commit(store, { kind: "document-deleted", id: documentId("a") });
      expect(await store.listSharedCopyHashes()).toEqual([]);
    });

    test("access is read one by one, many at once, and by the reason it is unknown", async () => {
      const { store } = open();
      const reason = "extended-acl";
      await commit(
        store,
        saved("b", { access: { kind: "unknown", reason } }),
        saved("a", { access: { kind: "unknown", reason } }),
        saved("one", { access: readableBy("staff"), accessRevision: "a1" }),
      );

      expect(await store.listUnknownAccess(HANDBOOK, reason)).toEqual(["a", "b"]);
      expect(await store.listUnknownAccess(HANDBOOK, "not-declared")).toEqual([]);
      const reading = {
        access: readableBy("staff"),
        accessRevision: "a1",
        validFrom: kbVersion(2),
      };
      expect(await store.getAccess(ONE)).toEqual(reading);
      const hungElsewhere = readableBy("staff", "/guides/one.md (file)");
      await commit(store, {
        kind: "access-read",
        id: ONE,
        access: hungElsewhere,
        accessRevision: "a1",
      });
      expect((await store.getAccess(ONE))?.access).toEqual(hungElsewhere);
      const back = {
        kind: "access-read",
        id: ONE,
        access: reading.access,
        accessRevision: "a1",
      } as const;
      const validFrom = await commit(store, back);
      const many = await store.getAccesses([ONE, documentId("a"), documentId("nobody")]);
      expect(many.get(ONE)).toEqual({ ...reading, validFrom });
      expect([...many.keys()].toSorted()).toEqual(["a", "one"]);
    });

    test("an access without gates is refused", async () => {
      const { store } = open();
      const access = JSON.parse('{"kind":"known","realm":"corp","gates":[]}');

      await expect(commit(store, saved("one", { access }))).rejects.toMatchObject({
        code: "INTERNAL",
      });
      expect(await store.getDocuments([ONE])).toEqual([]);
    });
  });
}
