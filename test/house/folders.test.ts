import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { findEmptyFolders, findVagueNames } from "./folders.ts";
import { PROJECT_ROOT, readProjectTree } from "./project-tree.ts";

test("no room is empty", () => {
  const rooms = ["src", "connectors", "rules", "test", "data", "docs", ".ci"];

  expect(findEmptyFolders(PROJECT_ROOT, rooms)).toEqual([]);
});

test("an empty folder is seen, one with a file below it and one that is not there are not", () => {
  const root = mkdtempSync(join(tmpdir(), "folders-"));
  mkdirSync(join(root, "src/full/deep"), { recursive: true });
  mkdirSync(join(root, "src/half/empty"), { recursive: true });
  writeFileSync(join(root, "src/full/deep/a.ts"), "");

  expect(findEmptyFolders(root, ["src", "rules"])).toEqual(["src/half/empty"]);
  rmSync(root, { recursive: true });
});

test("every file's name says what is in it", () => {
  expect(findVagueNames(readProjectTree(PROJECT_ROOT))).toEqual([]);
});

test("a name that says nothing is seen, a registry is not", () => {
  const paths = [
    "src/scan/utils.ts",
    "src/lib/helpers.ts",
    "src/api/index.ts",
    "rules/index.ts",
    "src/lib/hash.ts",
  ];

  expect(findVagueNames(new Map(paths.map((path) => [path, ""])))).toEqual(paths.slice(0, 3));
});
