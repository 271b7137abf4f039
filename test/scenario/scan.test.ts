import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { ScanError } from "../../src/model/error.ts";
import { DAY_MS, epochMs, kbVersion } from "../../src/model/ids.ts";
import { createFakeSource, FOR_EVERYONE, type FakeSource } from "../kit/fake-source.ts";
import { closeSharedPool, openScanBench, SOURCE, type ScanBench } from "../kit/scan-bench.ts";

let bench: ScanBench;
let source: FakeSource;

beforeEach(async () => {
  bench = await openScanBench();
  source = createFakeSource();
});
afterEach(() => bench.close());
afterAll(closeSharedPool);

const TEXT =
  "A paragraph that is long enough to be a document of its own, with some twenty words or more in it, so that nobody calls it empty.";

function page(title: string, body = `${TEXT} ${title}.`, reviewed = "2026-10-01"): string {
  return `---\nlast_reviewed_on: ${reviewed}\n---\n\n# ${title}\n\n${body}\n`;
}

async function journalKinds(since: number): Promise<readonly string[]> {
  return (await bench.store.listJournal(kbVersion(since), 1000)).map(({ kind }) => kind);
}

test("a first scan stores every document and finds nothing wrong with good ones", async () => {
  source.put("a.md", page("One", `${TEXT} One. See [two](b.md#two).`));
  source.put("b.md", page("Two"));

  const result = await bench.scan(source.connector);

  expect(result.outcome).toBe("complete");
  expect(result.counts).toMatchObject({ seen: 2, created: 2, fetched: 2, deleted: 0 });
  expect([...(await bench.documents()).keys()]).toEqual(["a.md", "b.md"]);
  expect(await bench.findings()).toEqual([]);
});

test.each([null, () => ""])(
  "a second scan with nothing changed fetches nothing and writes only its own record",
  async (pageOf) => {
    source.behaviour.pageOf = pageOf;
    source.put("a.md", page("One"));
    source.put("b.md", page("Two"));
    await bench.scan(source.connector);
    const before = await bench.store.currentVersion();
    source.calls.fetched.length = 0;
    source.calls.accessRead.length = 0;
    bench.clock.nowMs += 1000;

    const result = await bench.scan(source.connector);

    expect(result.counts).toMatchObject({ seen: 2, unchanged: 2, fetched: 0, accessRead: 0 });
    expect(source.calls.fetched).toEqual([]);
    expect(source.calls.accessRead).toEqual([]);
    expect(await journalKinds(before)).toEqual(["scan-started", "scan-ended"]);
  },
);

test("a changed document makes a version; one that only changed its access makes none", async () => {
  source.put("a.md", page("One"));
  source.put("b.md", page("Two"));
  await bench.scan(source.connector);
  const before = await bench.store.currentVersion();
  source.put("a.md", page("One", `${TEXT} Changed.`));
  source.put("b.md", page("Two"), {
    accessRevision: "2",
    access: { kind: "unknown", reason: "extended-acl" },
  });

  const result = await bench.scan(source.connector);

  expect(result.counts).toMatchObject({ changed: 1, fetched: 1 });
  const kinds = await journalKinds(before);
  expect(kinds.filter((kind) => kind === "content-changed")).toHaveLength(1);
  expect(kinds.filter((kind) => kind === "access-changed")).toHaveLength(1);
  expect(await bench.findings()).toEqual([expect.stringMatching(/^unknown-access .*b\.md/)]);
  const id = (await bench.documents()).get("a.md")?.id;
  expect(id && (await bench.store.listVersions(id))).toHaveLength(2);
});

test("a document that is gone is deleted, and the links to it break", async () => {
  source.put("a.md", page("One", `${TEXT} See [two](b.md).`));
  source.put("b.md", page("Two"));
  await bench.scan(source.connector);
  expect(await bench.findings()).toEqual([]);
  source.remove("b.md");

  const result = await bench.scan(source.connector);

  expect(result.counts).toMatchObject({ deleted: 1, fetched: 0 });
  expect(await bench.findings()).toEqual(["broken-link missing-target a.md b.md"]);
});

test("a link heals when its target appears, and breaks when the target's heading vanishes", async () => {
  source.put("a.md", page("One", `${TEXT} See [two](b.md#details).`));
  await bench.scan(source.connector);
  expect(await bench.findings()).toEqual(["broken-link missing-target a.md b.md#details"]);

  source.put("b.md", page("Two", `${TEXT}\n\n## Details\n\n${TEXT}`));
  await bench.scan(source.connector);
  expect(await bench.findings()).toEqual([]);

  source.put("b.md", page("Two", `${TEXT}\n\n## Particulars\n\n${TEXT}`));
  await bench.scan(source.connector);
  expect(await bench.findings()).toEqual(["broken-link missing-anchor a.md b.md#details"]);
});

test.each([
  ["the same content", {}],
  ["the store's own rename", { movedFrom: "old.md" }],
])("a moved document keeps its id by %s", async (_, extra) => {
  source.put("old.md", page("One"));
  await bench.scan(source.connector);
  const id = (await bench.documents()).get("old.md")?.id;
  source.remove("old.md");
  source.put("folder/new.md", page("One"), extra);

  const result = await bench.scan(source.connector);

  expect(result.counts).toMatchObject({ moved: 1, created: 0, deleted: 0 });
  expect((await bench.documents()).get("folder/new.md")?.id).toBe(id);
});

test("a failed subtree drops nothing below it", async () => {
  for (const name of ["in/a.md", "in/b.md", "out/c.md"]) source.put(name, page(name));
  await bench.scan(source.connector);
  source.behaviour.failedScopes = [{ kind: "subtree", prefix: "in/" }];
  source.remove("out/c.md");

  const result = await bench.scan(source.connector);

  expect(result.outcome).toBe("partial");
  expect([...(await bench.documents()).keys()]).toEqual(["in/a.md", "in/b.md"]);
  expect(await bench.findings()).toEqual([expect.stringMatching(/^source-unhealthy partial/)]);
});

test("a partial listing deletes nothing", async () => {
  source.put("a.md", page("One"));
  source.put("b.md", page("Two"));
  await bench.scan(source.connector);
  source.remove("b.md");
  source.behaviour.listing = "partial";

  const result = await bench.scan(source.connector);

  expect(result.counts.deleted).toBe(0);
  expect((await bench.documents()).size).toBe(2);
});

test("a listing by an identity that is not proved deletes nothing", async () => {
  source.put("a.md", page("One"));
  source.put("b.md", page("Two"));
  await bench.scan(source.connector);
  source.remove("b.md");
  source.behaviour.isProved = false;

  await bench.scan(source.connector);

  expect((await bench.documents()).size).toBe(2);
});

test("a source that lost most of its documents is suspect until it is accepted", async () => {
  for (let index = 0; index < 30; index += 1)
    source.put(`doc-${index}.md`, page(`Document ${index}`));
  await bench.scan(source.connector);
  for (let index = 0; index < 20; index += 1) source.remove(`doc-${index}.md`);

  const suspect = await bench.scan(source.connector);
  expect(suspect.outcome).toBe("suspect");
  expect(suspect.error?.code).toBe("SOURCE_SUSPECT");
  expect((await bench.documents()).size).toBe(30);
  expect(await bench.findings()).toEqual([expect.stringMatching(/^source-unhealthy suspect/)]);

  const accepted = await bench.scan(source.connector, { acceptSuspect: true });
  expect(accepted.counts.deleted).toBe(20);
  expect((await bench.documents()).size).toBe(10);
  expect(await bench.findings()).toEqual([]);
});

test("agreeing suspect listings are believed after the configured time", async () => {
  for (let index = 0; index < 30; index += 1)
    source.put(`doc-${index}.md`, page(`Document ${index}`));
  await bench.scan(source.connector);
  for (let index = 0; index < 20; index += 1) source.remove(`doc-${index}.md`);
  await bench.scan(source.connector);
  bench.clock.nowMs += DAY_MS - 1;
  expect((await bench.scan(source.connector)).outcome).toBe("suspect");
  bench.clock.nowMs += 1;

  const result = await bench.scan(source.connector);

  expect(result.outcome).toBe("complete");
  expect(result.counts.deleted).toBe(20);
});

test("an empty source is a failure, and deletes nothing", async () => {
  const empty = await bench.scan(source.connector);
  expect(empty.error?.code).toBe("SOURCE_EMPTY");
  source.put("a.md", page("One"));
  await bench.scan(source.connector);
  source.remove("a.md");

  const result = await bench.scan(source.connector);

  expect(result.outcome).toBe("suspect");
  expect((await bench.documents()).size).toBe(1);
});

test("a source that cannot be reached keeps everything and says why", async () => {
  source.put("a.md", page("One"));
  await bench.scan(source.connector);
  source.behaviour.openError = new ScanError("SOURCE_UNREACHABLE", "nobody answers");

  const result = await bench.scan(source.connector);

  expect(result).toMatchObject({ outcome: "failed", error: { code: "SOURCE_UNREACHABLE" } });
  expect((await bench.documents()).size).toBe(1);
  expect(await bench.findings()).toEqual([expect.stringMatching(/^source-unhealthy failed/)]);
  expect(source.calls.closed).toBe(1);
});

test("a document that cannot be fetched keeps its last good state, and is tried again", async () => {
  source.put("a.md", page("One"));
  await bench.scan(source.connector);
  const id = (await bench.documents()).get("a.md")?.id;
  source.put("a.md", page("One", `${TEXT} Newer.`));
  source.behaviour.fetchFailures = new Map([["a.md", "unreadable"]]);

  const failed = await bench.scan(source.connector);
  expect(failed.counts.unreadable).toBe(1);
  expect(id && (await bench.store.getText(id))).toContain("One.");
  expect(await bench.findings()).toEqual([expect.stringMatching(/^unreadable-document .*a\.md/)]);

  source.behaviour.fetchFailures = new Map();
  await bench.scan(source.connector);
  expect(id && (await bench.store.getText(id))).toContain("Newer.");
  expect(await bench.findings()).toEqual([]);
});

test("content that changed between listing and reading is stored with the access read after it", async () => {
  source.put("a.md", page("One"));
  source.behaviour.beforeFetch = () => {
    source.put("a.md", page("One", `${TEXT} Secret now.`), {
      access: { kind: "unknown", reason: "changed" },
      accessRevision: "2",
    });
  };
  await bench.scan(source.connector);

  const ref = (await bench.documents()).get("a.md");

  expect(ref && (await bench.store.getText(ref.id))).toContain("Secret now.");
  expect(ref && (await bench.store.getAccess(ref.id))?.access).toEqual({
    kind: "unknown",
    reason: "changed",
  });
});

test("a document turns stale by time alone, in the next scan's sweep", async () => {
  source.put("a.md", page("One", TEXT, "2026-10-01"));
  await bench.scan(source.connector);
  bench.clock.nowMs += 366 * DAY_MS;

  await bench.scan(source.connector);

  expect(await bench.findings()).toEqual(["stale-document stale a.md"]);
  expect(source.calls.fetched).toEqual(["a.md"]);
});

test("copies are one finding, which goes when one of them changes", async () => {
  source.put("a.md", page("One"));
  source.put("b.md", page("One"));
  await bench.scan(source.connector);
  expect(await bench.findings()).toEqual([expect.stringMatching(/^duplicate-document/)]);

  source.put("b.md", page("Another"));
  await bench.scan(source.connector);
  expect(await bench.findings()).toEqual([]);
});

test("a source that declares no access is one finding, not one for each document", async () => {
  for (let index = 0; index < 5; index += 1) {
    source.put(`doc-${index}.md`, page(`Document ${index}`), {
      access: { kind: "unknown", reason: "not-declared" },
    });
  }

  await bench.scan(source.connector);

  const findings = await bench.store.listFindings({ ruleIds: ["unknown-access"], limit: 10 });
  expect(findings.map(({ subject }) => subject)).toEqual([{ kind: "source", sourceId: SOURCE }]);
});

test("changed policies judge everything again without fetching anything", async () => {
  source.put("a.md", page("One", TEXT, "2026-10-01"));
  await bench.scan(source.connector);
  await bench.close();
  const strict = { basis: ["reviewed" as const], warnAfterMs: DAY_MS, errorAfterMs: 10 * DAY_MS };
  bench = await openScanBench();
  await bench.scan(source.connector);
  source.calls.fetched.length = 0;
  Object.assign(bench.tools, {
    policies: {
      ...bench.tools.policies,
      freshness: [
        { match: { source: null, path: null, label: null }, policy: strict, name: "strict" },
      ],
    },
  });

  await bench.scan(source.connector);

  expect(source.calls.fetched).toEqual([]);
  expect(await bench.findings()).toEqual(["stale-document stale a.md"]);
});

test("an interrupted scan carries on where it stopped", async () => {
  const controller = new AbortController();
  for (let index = 0; index < 1200; index += 1)
    source.put(`doc-${index}.md`, page(`Document ${index}`));
  source.behaviour.beforeFetch = (locator) => {
    if (locator === "doc-1100.md") controller.abort();
  };
  const broken = await bench.scan(source.connector, {}, controller.signal);
  expect(broken.outcome).toBe("interrupted");
  source.behaviour.beforeFetch = () => {};

  const result = await bench.scan(source.connector);

  expect(result.outcome).toBe("complete");
  expect((await bench.documents()).size).toBe(1200);
  expect(await bench.findings()).toEqual([]);
});

test("a second scan of the same source at once is refused", async () => {
  source.put("a.md", page("One", TEXT, "2026-10-01"), { access: FOR_EVERYONE });
  let second: unknown = null;
  source.behaviour.beforeFetch = () => {
    second ??= bench.scan(source.connector).catch((error: unknown) => error);
  };
  await bench.scan(source.connector);

  expect(await second).toMatchObject({ code: "SCAN_RUNNING" });
});

test("documents that a suspect listing left out of a folder are not forgotten when it is accepted", async () => {
  source.behaviour.pageOf = (locator) => locator.slice(0, locator.lastIndexOf("/") + 1);
  for (let index = 0; index < 40; index += 1)
    source.put(`${index % 2 === 0 ? "even" : "odd"}/doc-${index}.md`, page(`Document ${index}`));
  await bench.scan(source.connector);
  for (let index = 0; index < 30; index += 1)
    source.remove(`${index % 2 === 0 ? "even" : "odd"}/doc-${index}.md`);
  expect((await bench.scan(source.connector)).outcome).toBe("suspect");

  const accepted = await bench.scan(source.connector, { acceptSuspect: true });

  expect(accepted.counts.deleted).toBe(30);
  expect((await bench.documents()).size).toBe(10);
});

test("what was worked out is remembered until something changes or comes due", async () => {
  source.put("a.md", page("One", TEXT, "2026-10-01"));
  await bench.scan(source.connector);
  const { store, clock } = bench;
  const at = epochMs(clock.nowMs);
  const fact = { name: "figures", json: '"dear"', at, version: await store.currentVersion() };
  await store.remember(fact);
  expect(await store.recall("figures", at)).toBe('"dear"');
  expect(await store.recall("others", at)).toBeNull();

  await bench.scan(source.connector);
  expect(await store.recall("figures", at)).toBe('"dear"');
  expect(await store.recall("figures", epochMs(at - 1))).toBeNull();
  expect(await store.recall("figures", epochMs(at + 400 * DAY_MS))).toBeNull();
  await store.remember({ ...fact, json: '"of an older state"' });
  expect(await store.recall("figures", at)).toBe('"dear"');

  source.put("a.md", page("One", `${TEXT} Changed.`));
  await bench.scan(source.connector);
  expect(await store.recall("figures", at)).toBeNull();
});

test("an anchor that only the target's build makes is not called broken", async () => {
  source.put("a.md", page("One", `${TEXT} See [Ada](team.md#ada) and [Bo](plain.md#bo).`));
  source.put("team.md", page("Team", `${TEXT}\n\n{{generator:team_members}}`));
  source.put("plain.md", page("Plain", `${TEXT} It says {{name}} in passing.`));

  await bench.scan(source.connector);

  expect(await bench.findings()).toEqual(["broken-link missing-anchor a.md plain.md#bo"]);
});
