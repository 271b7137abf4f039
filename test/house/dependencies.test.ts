import { expect, test } from "vitest";

import { findUnusedDependencies } from "./dependencies.ts";
import { PROJECT_ROOT, readProjectTree } from "./project-tree.ts";

function planted(dependency: string, line: string, path = "src/x.ts") {
  return new Map([
    ["package.json", JSON.stringify({ dependencies: { [dependency]: "1.0.0" } })],
    [path, line],
  ]);
}

test("every dependency is imported by the product", () => {
  expect(findUnusedDependencies(readProjectTree(PROJECT_ROOT))).toEqual([]);
});

test.each([
  ["zod", 'import { z } from "zod";'],
  ["@scope/name", 'import x from "@scope/name/sub";'],
  ["pdf-parse", 'const { PDFParse } = await import("pdf-parse");'],
  ["side", 'import "side";'],
  ["lodash", 'const _ = require("lodash/fp");'],
])("%s is used by %s", (name, line) => {
  expect(findUnusedDependencies(planted(name, line))).toEqual([]);
});

test.each([
  ["zod", 'import { z } from "./zod.ts";', "src/x.ts"],
  ["zod", 'import { z } from "zod-other";', "src/x.ts"],
  ["zod", 'import { z } from "zod";', "test/x.ts"],
  ["zod", 'import { z } from "zod";', "src/x.test.ts"],
])("%s is not used by %s in %s", (name, line, path) => {
  expect(findUnusedDependencies(planted(name, line, path))).toEqual([name]);
});
