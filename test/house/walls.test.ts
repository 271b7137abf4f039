import { describe, expect, test } from "vitest";

import { PROJECT_ROOT, readProjectTree } from "./project-tree.ts";
import { findEnvironmentReads, findSqlOutsideStore } from "./walls.ts";

const TREE = readProjectTree(PROJECT_ROOT);

describe("SQL", () => {
  test("stands in the store only", () => {
    expect(findSqlOutsideStore(TREE)).toEqual([]);
  });

  test.each([
    "db.prepare(`SELECT id FROM document`)",
    'run("INSERT OR IGNORE INTO text VALUES (?)")',
    "'UPDATE document SET title = ?'",
    '"DELETE FROM finding"',
    "`CREATE UNIQUE INDEX x ON y (z)`",
    '"PRAGMA journal_mode = WAL"',
    "`WITH RECURSIVE up AS (`",
  ])("is seen in %s", (line) => {
    expect(findSqlOutsideStore(new Map([["src/scan/x.ts", line]]))).toEqual([
      `src/scan/x.ts:1: ${line}`,
    ]);
    expect(findSqlOutsideStore(new Map([["src/store/sqlite/x.ts", line]]))).toEqual([]);
    expect(findSqlOutsideStore(new Map([["src/scan/x.test.ts", line]]))).toEqual([]);
  });

  test.each(['"Select a source"', '"DELETE"', "// SELECT is the store's", '"update the README"'])(
    "is not seen in %s",
    (line) => {
      expect(findSqlOutsideStore(new Map([["src/scan/x.ts", line]]))).toEqual([]);
    },
  );
});

describe("the environment", () => {
  test("is read by the configuration only", () => {
    expect(findEnvironmentReads(TREE)).toEqual([]);
  });

  test.each(["const { HOME } = process.env;", 'process["env"].HOME'])("is seen in %s", (line) => {
    expect(findEnvironmentReads(new Map([["connectors/git/x.ts", line]]))).toEqual([
      `connectors/git/x.ts:1: ${line}`,
    ]);
    expect(findEnvironmentReads(new Map([["src/app/config.ts", line]]))).toEqual([]);
  });
});
