import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesystem } from "../../connectors/filesystem/connector.ts";
import {
  closeSharedPool,
  openScanBench,
  SOURCE,
  type ScanBench,
} from "../../test/kit/scan-bench.ts";
import type { DocumentId } from "../model/ids.ts";
import { targetKeyOf } from "./link-targets.ts";
import { resolveLinks } from "./resolve-links.ts";

const FILES: Readonly<Record<string, string>> = {
  "docs/index.md": "# Start\n\nWords.\n",
  "docs/guide/setup.md": "# Setup\n\n## Before you start\n\n## Before you start\n\nWords.\n",
  "docs/guide/README.md": "# Guide\n\nWords.\n",
  "docs/guide/Naming.md": "# Naming\n\nWords.\n",
  "docs/api/index.html": "<h1 id=Top-Level>API</h1><a name='old%20name'></a><p>Words.",
  "docs/images/logo.png": "png",
  "docs/images/deep/er.png": "png",
  "docs/with space.md": "# With space\n\nWords.\n",
  "docs/old/page.md": "---\npermalink: /new/place/\n---\n\n# Moved\n\nWords.\n",
  "docs/notes.txt": "Just words.\n",
  "docs/blog/post.md": "# Post\n\nWords.\n",
};

let root: string;
let bench: ScanBench;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "tidemark-links-"));
  for (const [locator, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, locator)), { recursive: true });
    writeFileSync(join(root, locator), text);
  }
  bench = await openScanBench({}, filesystem.Options.parse({ path: root }));
  const result = await bench.scan(filesystem);
  if (result.outcome !== "complete") throw new Error(`the scan ended ${result.outcome}`);
}, 60_000);
afterAll(async () => {
  await bench.close();
  await closeSharedPool();
  rmSync(root, { recursive: true, force: true });
});

/** What becomes of one link, written in a document at `from`: its outcome's kind, and what tells it from others. */
async function outcomeOf(from: string, href: string): Promise<string> {
  const known = (await bench.documents()).get(from)?.id;
  if (known === undefined) throw new Error(`there is no ${from}`);
  const id: DocumentId = known;
  const span = { startOffset: 0, endOffset: 0 };
  const link = {
    kind: "link" as const,
    href,
    text: "",
    span,
    line: 1,
    targetKey: targetKeyOf(from, href),
  };
  const resolved = await resolveLinks(bench.store, SOURCE, [{ id, locator: from, links: [link] }]);
  const outcome = resolved.get(id)?.[0]?.outcome;
  if (outcome?.kind === "not-examined") return `not examined: ${outcome.reason}`;
  if (outcome?.kind === "missing-anchor") return `no anchor, nearest ${outcome.suggestion}`;
  if (outcome?.kind === "missing-target") return `no target, nearest ${outcome.suggestion}`;
  return outcome?.kind ?? "unresolved";
}

const INDEX = "docs/index.md";
const SETUP = "docs/guide/setup.md";

test.each([
  // What is there.
  [INDEX, "guide/setup.md", "ok"],
  [INDEX, "./guide/../guide/setup.md", "ok"],
  [SETUP, "../index.md", "ok"],
  [INDEX, "guide/setup", "ok"],
  [INDEX, "guide/setup/", "ok"],
  [INDEX, "guide/setup.html", "ok"],
  [INDEX, "guide/", "ok"],
  [INDEX, "guide", "ok"],
  [INDEX, "images/", "ok"],
  [INDEX, "images", "ok"],
  [INDEX, "images/logo.png", "ok"],
  [INDEX, "api/", "ok"],
  [INDEX, "guide/naming.md", "ok"],
  [INDEX, "with%20space.md", "ok"],
  [INDEX, "guide/setup.md?view=latest", "ok"],
  [INDEX, "guide\\setup.md", "ok"],
  [INDEX, "notes.txt", "ok"],
  [INDEX, ".", "ok"],
  [SETUP, "..", "ok"],
  [INDEX, "new/place/", "no target, nearest null"],
  // From a site's root, which may be any folder above.
  [SETUP, "/guide/README.md", "ok"],
  [SETUP, "/docs/index.md", "ok"],
  [SETUP, "/new/place/", "ok"],
  [SETUP, "/guide/gone.md", "no target, nearest null"],
  [SETUP, "/guide/gone.html", "not examined: outside"],
  ["docs/api/index.html", "/guide/gone.html", "no target, nearest null"],
  [SETUP, "/elsewhere/page", "not examined: outside"],
  // What is not.
  [INDEX, "guide/gone.md", "no target, nearest null"],
  [INDEX, "guide.md", "no target, nearest docs/guide/README.md"],
  [INDEX, "images/gone.png", "no target, nearest null"],
  [INDEX, "../../../outside.md", "not examined: outside"],
  // Anchors.
  [INDEX, "guide/setup.md#before-you-start", "ok"],
  [INDEX, "guide/setup.md#before-you-start-1", "ok"],
  [INDEX, "guide/setup.md#Before-You-Start", "ok"],
  [INDEX, "guide/setup.md#before-you-strat", "no anchor, nearest before-you-start"],
  [INDEX, "guide/setup.md#before-you-start-2", "no anchor, nearest before-you-start-1"],
  [SETUP, "#setup", "ok"],
  [SETUP, "#gone", "no anchor, nearest null"],
  [INDEX, "#", "ok"],
  [INDEX, "#top", "ok"],
  [INDEX, "guide/setup.md#:~:text=start", "ok"],
  [INDEX, "guide/setup.md#L10-L20", "ok"],
  [INDEX, "api/#Top-Level", "ok"],
  [INDEX, "api/#top-level", "no anchor, nearest Top-Level"],
  [INDEX, "api/index.html#old%20name", "ok"],
  [INDEX, "images/logo.png#anything", "ok"],
  // Not ours.
  [INDEX, "https://example.com/guide", "not examined: external"],
  [INDEX, "//example.com/guide", "not examined: external"],
  [INDEX, "mailto:ada@example.com", "not examined: other-scheme"],
  [INDEX, "xref:Some.Thing", "not examined: other-scheme"],
  [INDEX, "{{ site.url }}/guide", "not examined: template"],
  [INDEX, "<%= url %>", "not examined: template"],
])("from %s, %s: %s", async (from, href, outcome) => {
  expect(await outcomeOf(from, href)).toBe(outcome);
});
