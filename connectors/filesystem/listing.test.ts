import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ListEvent, ListedPage } from "../../src/contract/connector.ts";
import { Listing, LISTING_LIMITS } from "./listing.ts";
import type { ListingLimits } from "./listing.ts";
import { openTree } from "./opened-tree.ts";
import { FilesystemOptions } from "./schema.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tidemark-walk-"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function fill(folder: string, fileCount: number): void {
  mkdirSync(join(root, folder), { recursive: true });
  for (let index = 0; index < fileCount; index += 1)
    writeFileSync(join(root, folder, `page-${index}.md`), `${index}`);
}

async function* walk(
  limits: Partial<ListingLimits>,
  signal = new AbortController().signal,
): AsyncGenerator<ListEvent> {
  const tree = openTree(FilesystemOptions.parse({ path: root }));
  try {
    yield* new Listing(tree, { ...LISTING_LIMITS, ...limits }, signal).events();
  } finally {
    tree.acls.close();
  }
}

async function pagesOf(limits: Partial<ListingLimits>): Promise<ReadonlyMap<string, ListedPage>> {
  const pages = new Map<string, ListedPage>();
  for await (const event of walk(limits))
    if (event.kind === "page") pages.set(event.page.prefix, event.page);
  return pages;
}

it("lists the same in threads as on its own", async () => {
  for (let index = 0; index < 30; index += 1) fill(`folder-${index % 5}/sub-${index}`, 12);

  const inline = await pagesOf({});
  const threaded = await pagesOf({ inlineFileCount: 0 });

  expect(threaded.size).toBe(30);
  const digests = (pages: ReadonlyMap<string, ListedPage>): readonly string[] =>
    [...pages].map(([prefix, { digest }]) => `${prefix} ${digest}`).toSorted();
  expect(digests(threaded)).toEqual(digests(inline));
  expect(threaded.get("folder-1/sub-1/")?.refs()).toEqual(inline.get("folder-1/sub-1/")?.refs());
});

it("lists a very large folder in slices, of which one changed file changes one", async () => {
  fill("flat", 16_400);
  const before = await pagesOf({});
  writeFileSync(join(root, "flat", "page-77.md"), "other words");
  const after = await pagesOf({ inlineFileCount: 0 });

  const changed = [...after].filter(
    ([prefix, { digest }]) => before.get(prefix)?.digest !== digest,
  );
  expect([before.size, after.size, changed.length]).toEqual([8, 8, 1]);
  expect([...after.keys()].every((prefix) => prefix.startsWith("flat/"))).toBe(true);
  expect([...after.values()].reduce((sum, page) => sum + page.documentCount, 0)).toBe(16_400);
  expect(changed[0]?.[1].refs().map((ref) => ref.locator)).toContain("flat/page-77.md");
});

it("waits while its reader is slow", async () => {
  for (let index = 0; index < 400; index += 1) fill(`folder-${index}`, 2);
  const events = walk({ inlineFileCount: 0, heldFileCount: 20 });
  await events.next();
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  });
  // What is not read yet is gone now: a walk that had run ahead would list it all the same.
  rmSync(root, { recursive: true });
  mkdirSync(root);

  let pageCount = 1;
  for await (const event of events) if (event.kind === "page") pageCount += 1;
  expect(pageCount).toBeLessThan(350);
});

it("ends its threads when it is aborted", async () => {
  for (let index = 0; index < 200; index += 1) fill(`folder-${index}`, 20);
  const controller = new AbortController();
  const events = walk({ inlineFileCount: 0, heldFileCount: 100 }, controller.signal);
  await events.next();
  controller.abort(new Error("stopped"));

  const startedAtMs = performance.now();
  const drain = async (): Promise<void> => {
    for (;;) if ((await events.next()).done === true) return;
  };
  await expect(drain()).rejects.toThrow("stopped");
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
});
