import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test, type TestContext } from "vitest";
import { tidemark, type CommandAnswer } from "../kit/command.ts";

// Each of these is somebody's first day with the product: what they read must say what failed, where, and what to do.

let folder: string;
let docs: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-bad-"));
  docs = join(folder, "docs");
  for (let index = 0; index < 20; index += 1) {
    const file = join(docs, index < 10 ? "one" : "two", `doc-${index}.md`);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(
      file,
      `---\nlast_reviewed_on: 2026-10-01\n---\n\n# Document ${index}\n\nWords about ${index} that fill a line.\n`,
    );
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function scan(path: string, ...more: readonly string[]): CommandAnswer {
  return tidemark(folder, ["scan", path, "--as-of", "2026-11-01", "--fail-on", "never", ...more]);
}

interface Counted {
  readonly documents: { readonly total: number };
  readonly kbVersion: number;
}

function report(): Counted {
  return JSON.parse(
    tidemark(folder, ["report", "--json", "--as-of", "2026-11-01", "--fail-on", "never"]).stdout,
  );
}

/** Skips a test that the machine does not allow, with a word; CI allows them all, so there it is a failure. */
function giveUp(context: TestContext, reason: string): void {
  if (process.env["CI"] !== undefined) throw new Error(reason);
  context.skip(reason);
}

function expectNoStack(answer: CommandAnswer): void {
  expect(answer.stderr).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)$/m);
}

test("a missing path says so and writes nothing", () => {
  const answer = scan("nowhere");

  expect([2, 3]).toContain(answer.status);
  expect(answer.stderr).toContain("nowhere");
  expectNoStack(answer);
});

test.skipIf(process.getuid?.() !== 0)("an unreadable folder drops nothing below it", () => {
  const asNobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];
  for (const path of [folder, docs, join(docs, "one"), join(docs, "two")])
    chownSync(path, 65_534, 65_534);
  const args = ["scan", "docs", "--as-of", "2026-11-01", "--fail-on", "never"];
  expect(tidemark(folder, args, asNobody).status).toBe(0);
  chmodSync(join(docs, "one"), 0o000);

  const answer = tidemark(folder, args, asNobody);

  expect(answer.status).toBe(0); // as with any finding, but for --fail-on: the source itself was reached
  expect(answer.stderr).toContain("could not be read");
  expect(report().documents.total).toBe(20);
  chmodSync(join(docs, "one"), 0o755);
  expect(tidemark(folder, args, asNobody).status).toBe(0);
});

test("an empty source is no success", () => {
  mkdirSync(join(folder, "empty"));

  const answer = scan("empty");

  expect(answer.status).toBe(3);
  expect(answer.stderr).toContain("SOURCE_EMPTY");
});

test("a source that lost most of its files keeps them until that is accepted", () => {
  expect(scan("docs").status).toBe(0);
  for (let index = 0; index < 15; index += 1)
    rmSync(join(docs, index < 10 ? "one" : "two", `doc-${index}.md`));

  const answer = scan("docs");

  expect(answer.status).toBe(3);
  expect(answer.stderr).toContain("sources accept");
  expect(report().documents.total).toBe(20);
  const accepted = tidemark(folder, ["sources", "accept", "docs", "--as-of", "2026-11-01"]);
  expect(accepted.stderr).toContain("15 gone");
  expect(report().documents.total).toBe(5);
});

test("a repository without commits says so", () => {
  const repository = join(folder, "repository");
  execFileSync("git", ["init", "-q", repository]);

  const answer = scan(repository, "--connector", "git");

  expect(answer.status).toBe(3);
  expect(answer.stderr).toMatch(/commit/);
  expectNoStack(answer);
});

test.each([
  ["broken YAML", "sources:\n  - id: [docs\n", /tidemark\.yaml:\d+:\d+/],
  ["an unknown key", "sources:\n  - { id: docs, connector: filesystem, pth: docs }\n", /path/],
  [
    "an unknown rule",
    "sources: [{ id: docs, connector: filesystem, path: docs }]\nrules: { stale-documnt: { enabled: false } }\n",
    /stale-document/,
  ],
])("%s names the place and what was meant", (_, text, told) => {
  writeFileSync(join(folder, "tidemark.yaml"), text);

  const answer = tidemark(folder, ["scan"]);

  expect(answer.status).toBe(2);
  expect(answer.stderr).toMatch(told);
  expectNoStack(answer);
});

test("a database of a newer version is left alone", () => {
  scan("docs", "--db", "newer.db");
  const database = new Database(join(folder, "newer.db"));
  const columns = database.pragma("table_info(migration)") as readonly { readonly name: string }[];
  expect(columns.map(({ name }) => name)).toContain("number");
  const [row] = database
    .prepare("SELECT * FROM migration ORDER BY number DESC LIMIT 1")
    .all() as Record<string, unknown>[];
  const next = { ...row, number: 9999, name: "9999-later.sql" };
  const names = Object.keys(next);
  database
    .prepare(
      `INSERT INTO migration (${names.join(", ")}) VALUES (${names.map((name) => `@${name}`).join(", ")})`,
    )
    .run(next);
  database.close();

  const answer = scan("docs", "--db", "newer.db");

  expect(answer.status).toBe(2);
  expect(answer.stderr).toMatch(/newer/);
  expectNoStack(answer);
});

test("a locked database is waited for, then told", () => {
  scan("docs");
  const database = new Database(join(folder, ".tidemark", "tidemark.db"));
  database.exec("BEGIN EXCLUSIVE");

  const answer = scan("docs");

  database.exec("ROLLBACK");
  database.close();
  expect(answer.status).toBe(3);
  expect(answer.stderr).toMatch(/locked/i);
  expectNoStack(answer);
  expect(scan("docs").status).toBe(0);
});

test("a second scan of the same source at once is refused", async () => {
  expect(scan("docs").status).toBe(0);
  const database = new Database(join(folder, ".tidemark", "tidemark.db"));
  const now = Date.now();
  database
    .prepare(
      "INSERT INTO lease (source, workspace, token, host, pid, acquired_at_ms, renewed_at_ms) SELECT key, workspace, 'other', ?, ?, ?, ? FROM source",
    )
    .run((await import("node:os")).hostname(), process.pid, now, now);

  const answer = tidemark(folder, ["scan", "docs"]);

  database.prepare("DELETE FROM lease").run();
  database.close();
  expect(answer.status).toBe(3);
  expect(answer.stderr).toMatch(/has been scanning docs/);
  expectNoStack(answer);
});

test("the clock moved back loses nothing and makes nothing fresher", () => {
  expect(
    tidemark(folder, ["scan", "docs", "--as-of", "2027-12-01", "--fail-on", "never"]).status,
  ).toBe(0);
  const before = report();

  const answer = scan("docs");

  expect(answer.status, answer.stderr).toBe(0);
  const after = report();
  expect(after.documents.total).toBe(20);
  expect(after.kbVersion).toBeGreaterThan(before.kbVersion);
});

test.skipIf(process.getuid?.() !== 0)(
  "a full disk is told, and what was there before is whole",
  (context) => {
    const small = join(folder, "small");
    mkdirSync(small);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", small]);
    if (mounted.status !== 0) return giveUp(context, "a small tmpfs cannot be mounted here");
    try {
      const first = scan("docs", "--db", join(small, "tidemark.db"));
      expect(first.status, first.stderr).toBe(0);
      for (let index = 0; index < 400; index += 1) {
        const noise = Array.from({ length: 1500 }, () => Math.random().toString(36).slice(2)).join(
          " ",
        );
        writeFileSync(join(docs, "one", `noise-${index}.md`), `# Noise ${index}\n\n${noise}\n`);
      }

      const full = scan("docs", "--db", join(small, "tidemark.db"));

      expect(full.status).toBe(3);
      expect(full.stderr).toMatch(/disk is full|STORE_FULL/);
      expectNoStack(full);
      const database = new Database(join(small, "tidemark.db"));
      expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
      database.close();
    } finally {
      spawnSync("umount", [small]);
    }
  },
);

test("a file that is renamed while nobody looks keeps its history", () => {
  scan("docs");
  renameSync(join(docs, "one", "doc-0.md"), join(docs, "two", "renamed.md"));

  const answer = scan("docs");

  expect(answer.stderr).toMatch(/1 moved/);
  expect(report().documents.total).toBe(20);
});

test("a scan needs no network at all", (context) => {
  const alone = ["unshare", "-rn"];
  if (spawnSync("unshare", ["-rn", "true"]).status !== 0) {
    return giveUp(context, "a namespace without a network cannot be made here");
  }

  const answer = tidemark(
    folder,
    ["scan", "docs", "--as-of", "2026-11-01", "--fail-on", "never"],
    alone,
  );

  expect(answer.status, answer.stderr).toBe(0);
  expect(report().documents.total).toBe(20);
});
