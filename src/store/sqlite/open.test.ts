import Database from "better-sqlite3";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commit, found, judged, saved, sourceSaved } from "../../../test/kit/store-batches.ts";
import { tempDatabase } from "../../../test/kit/temp-db.ts";
import { documentId, workspaceId } from "../../model/ids.ts";
import type { Store } from "../store.ts";
import { Connection } from "./connection.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { listWorkspaces, openSqliteReader, openSqliteStore } from "./open.ts";

const MAIN = workspaceId("main");
const GOLDEN = new URL("../../../test/golden/schema.sqlite.sql", import.meta.url);

function open(
  path: string,
  more: { readonly mode?: "readonly"; readonly maxBytes?: number } = {},
): Promise<Store> {
  return openSqliteStore({ path, workspace: MAIN, busyTimeoutMs: 100, ...more });
}

test("the schema is the one that was reviewed", async () => {
  const path = tempDatabase();
  await (await open(path)).close();
  const db = new Database(path);
  const rows = db
    .prepare<[], { sql: string }>(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name",
    )
    .all();
  const settings = ["journal_mode", "application_id"].map(
    (name) => `-- ${name} = ${String(db.pragma(name, { simple: true }))}`,
  );
  db.close();
  const dump = `${[...settings, ...rows.map(({ sql }) => `${sql};`)].join("\n")}\n`;
  if (process.env["TIDEMARK_UPDATE_GOLDEN"] === "1") writeFileSync(GOLDEN, dump);

  expect(dump).toBe(await readFile(GOLDEN, "utf8"));
});

test("every table is strict and carries its workspace or hangs on a source that does", async () => {
  const path = tempDatabase();
  await (await open(path)).close();
  const db = new Database(path);
  const tables = db
    .prepare<[], { name: string; strict: number }>(
      "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .all();
  const columnsOf = (name: string): readonly string[] =>
    db
      .prepare<[string], { name: string }>("SELECT name FROM pragma_table_info(?)")
      .all(name)
      .map((column) => column.name);

  expect(tables.filter(({ strict }) => strict === 0)).toEqual([]);
  const loose = tables
    .map(({ name }) => name)
    .filter(
      (name) => !columnsOf(name).some((column) => column === "workspace" || column === "source"),
    );
  expect(loose.toSorted()).toEqual(["migration", "workspace"]);
  db.close();
});

function childProcess(path: string, role: string): ChildProcess {
  const script = fileURLToPath(new URL("../../../test/kit/store-child.ts", import.meta.url));
  return spawn(process.execPath, ["--import", "tsx", script, role, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("twenty may open a new database at once, in this process and in others", async () => {
  const path = tempDatabase();
  const children = Array.from({ length: 4 }, () => childProcess(path, "migrate"));
  const exits = children.map((child) => once(child, "exit"));
  const stores = await Promise.all(
    Array.from({ length: 16 }, () =>
      openSqliteStore({ path, workspace: MAIN, busyTimeoutMs: 10_000 }),
    ),
  );

  expect((await Promise.all(exits)).map(([code]: unknown[]) => code)).toEqual([0, 0, 0, 0]);
  for (const store of stores) await store.close();
  const db = new Database(path, { readonly: true });
  expect(db.prepare("SELECT count(*) AS count FROM migration").get()).toEqual({
    count: readMigrations().length,
  });
  expect(db.prepare("SELECT count(*) AS count FROM workspace").get()).toEqual({ count: 1 });
  db.close();
});

test("a migration that fails leaves nothing behind and is tried again", () => {
  const path = tempDatabase();
  const db = new Connection({ path, isReadonly: false, busyTimeoutMs: 100 });
  const broken = {
    number: 9998,
    name: "9998-broken.sql",
    sql: "CREATE TABLE half (key INTEGER) STRICT; SELECT nothing;",
    checksum: "c",
  };

  expect(() => migrate(db, [...readMigrations(), broken], 0)).toThrow("nothing");
  expect(() => db.get("SELECT 1 FROM half")).toThrow("no such table");
  migrate(
    db,
    [...readMigrations(), { ...broken, sql: "CREATE TABLE whole (key INTEGER) STRICT" }],
    0,
  );
  expect(db.get("SELECT count(*) AS count FROM whole")).toEqual({ count: 0 });
  db.close();
});

test("a newer database is refused, and both versions are named", async () => {
  const path = tempDatabase();
  await (await open(path)).close();
  const db = new Database(path);
  db.prepare("INSERT INTO migration VALUES (9999, '9999-later.sql', 'c', 0)").run();
  db.close();
  const refusal = {
    code: "STORE_NEWER",
    detail: { databaseVersion: 9999, programVersion: readMigrations().length },
  };

  await expect(open(path)).rejects.toMatchObject(refusal);
  await expect(openSqliteReader({ path, workspace: MAIN })).rejects.toMatchObject(refusal);
});

test("a database with another history is refused", async () => {
  const path = tempDatabase();
  await (await open(path)).close();
  const db = new Database(path);
  db.prepare("UPDATE migration SET checksum = 'other'").run();
  db.close();

  await expect(open(path)).rejects.toMatchObject({ code: "STORE_UNUSABLE" });
});

test("what is no database of ours is refused and left as it is", async () => {
  const path = tempDatabase();
  const folder = dirname(path);
  writeFileSync(
    join(folder, "notes.txt"),
    "These are my notes, and they are longer than a header.".repeat(40),
  );
  mkdirSync(join(folder, "folder.db"));
  const other = new Database(join(folder, "other.db"));
  other.exec("CREATE TABLE theirs (key INTEGER)");
  other.close();

  for (const name of ["notes.txt", "folder.db", "other.db", "nowhere/tidemark.db"]) {
    await expect(open(join(folder, name))).rejects.toMatchObject({ code: "STORE_UNUSABLE" });
  }
  await expect(open(join(folder, "nothing.db"), { mode: "readonly" })).rejects.toMatchObject({
    code: "STORE_UNUSABLE",
  });
  expect(await readFile(join(folder, "notes.txt"), "utf8")).toContain("These are my notes");
});

test("a database whose pages were overwritten is called corrupt", async () => {
  const path = tempDatabase();
  const store = await open(path);
  await commit(
    store,
    sourceSaved(),
    ...Array.from({ length: 300 }, (_, index) => saved(`d${index}`)),
  );
  await store.close();
  const file = openSync(path, "r+");
  for (let page = 2; page < 60; page += 1)
    writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(file);

  const damage = async (): Promise<unknown> => {
    const damaged = await open(path);
    try {
      return await damaged.listDocuments({ after: null, limit: 1000 });
    } finally {
      await damaged.close();
    }
  };
  await expect(damage()).rejects.toMatchObject({ code: "STORE_CORRUPT" });
});

test("a database that may not grow says so, keeps what it has and goes on when there is room", async () => {
  const path = tempDatabase();
  const store = await open(path, { maxBytes: 600_000 });
  await commit(store, sourceSaved());
  const many = Array.from({ length: 2000 }, (_, index) => saved(`d${index}`));

  await expect(commit(store, ...many)).rejects.toMatchObject({ code: "STORE_FULL" });
  expect(await store.currentVersion()).toBe(1);
  expect(await commit(store, saved("one"), judged([found()]))).toBe(2);
  expect(await store.checkIntegrity()).toEqual([]);
  await store.close();
});

test("a lock that another process keeps is waited for, then told", async () => {
  const path = tempDatabase();
  const store = await open(path);
  const db = new Database(path);
  db.exec("BEGIN IMMEDIATE");

  await expect(commit(store, sourceSaved())).rejects.toMatchObject({ code: "STORE_LOCKED" });
  expect(await store.listSources()).toEqual([]);
  db.exec("ROLLBACK");
  expect(await commit(store, sourceSaved())).toBe(1);
  db.close();
  await store.close();
});

test("a reader follows the writer commit by commit and writes nothing", async () => {
  const path = tempDatabase();
  const store = await open(path);
  const reader = await openSqliteReader({ path, workspace: MAIN });
  const later = await openSqliteReader({ path, workspace: workspaceId("later") });
  const readonly = await open(path, { mode: "readonly" });
  await commit(store, sourceSaved(), saved("one"));

  expect(await reader.getText(documentId("one"))).toBe("The text of one.");
  expect(await later.listSources()).toEqual([]);
  await (await openSqliteStore({ path, workspace: workspaceId("later") })).close();
  expect(await later.currentVersion()).toBe(0);
  expect(await listWorkspaces(path)).toEqual(["later", "main"]);
  await expect(commit(readonly, saved("two"))).rejects.toMatchObject({ code: "STORE_UNUSABLE" });
  for (const each of [store, reader, later, readonly]) await each.close();
});

test("erased text is not left in the file", async () => {
  const path = tempDatabase();
  const store = await open(path);
  await commit(
    store,
    sourceSaved(),
    saved("one", { content: { title: "Remember the codeword cloudberry" } }),
  );
  expect((await readFile(`${path}-wal`)).includes("cloudberry")).toBe(true);
  await store.eraseWorkspace();

  expect((await readFile(path)).includes("cloudberry")).toBe(false);
  expect((await readFile(`${path}-wal`)).includes("cloudberry")).toBe(false);
  await store.close();
});
