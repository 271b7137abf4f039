import { expect, test } from "vitest";

import { listFileSizes, type FileSize } from "./file-sizes.ts";
import { PROJECT_ROOT, readProjectTree } from "./project-tree.ts";

/** The store's port names every noun of the store in one place; nothing else needs so much. */
const MOST_LINES = 400;
const LONG_BY_NATURE: Readonly<Record<string, number>> = { "src/store/store.ts": 600 };

function tooLong(sizes: readonly FileSize[]): readonly FileSize[] {
  return sizes.filter(({ path, lineCount }) => lineCount > (LONG_BY_NATURE[path] ?? MOST_LINES));
}

test("no file grows into a monster", async ({ annotate }) => {
  const sizes = listFileSizes(readProjectTree(PROJECT_ROOT));
  const longest = sizes.slice(0, 10).map(({ path, lineCount }) => `${lineCount} ${path}`);
  await annotate(`longest first: ${longest.join(", ")}`);

  expect(sizes.length).toBeGreaterThan(50);
  expect(tooLong(sizes)).toEqual([]);
});

test("sizes are listed longest first, without tests", () => {
  const tree = new Map([
    ["src/a.ts", "1\n2\n"],
    ["src/b.ts", "1\n2\n3\n"],
    ["src/c.test.ts", "1\n".repeat(999)],
    ["rules/x/rule.ts", "1\n2\n"],
    ["docs/d.md", "1\n".repeat(999)],
  ]);

  expect(listFileSizes(tree)).toEqual([
    { path: "src/b.ts", lineCount: 3 },
    { path: "rules/x/rule.ts", lineCount: 2 },
    { path: "src/a.ts", lineCount: 2 },
  ]);
});

test("a file of 401 lines is too long, one of 400 is not", () => {
  const tree = new Map([
    ["src/a.ts", "1\n".repeat(400)],
    ["src/b.ts", "1\n".repeat(401)],
  ]);

  expect(tooLong(listFileSizes(tree))).toEqual([{ path: "src/b.ts", lineCount: 401 }]);
});
