import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { epochMs, kbVersion, sourceId, workspaceId } from "../../src/model/ids.ts";
import { JOURNAL_KIND } from "../../src/store/sqlite/codes.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import type { Store } from "../../src/store/store.ts";
import { createMutatedTree, mulberry32 } from "../kit/mutated-tree.ts";

const MAIN = join(import.meta.dirname, "..", "..", "dist", "src", "main.js");
// CI runs a shorter form; the whole one: TIDEMARK_KILLS=200 npm run test:slow -- kill
const KILL_COUNT = Number(process.env["TIDEMARK_KILLS"] ?? 30);
const SEED = 20_261_123;
const SOURCE = sourceId("docs");
const CREATED = JOURNAL_KIND.codeOf("document-created");
const DELETED = JOURNAL_KIND.codeOf("document-deleted");
const AS_OF = epochMs(Date.UTC(2026, 10, 1));

// Ages come from the documents alone: our own history of changes differs with what each scan happened to see.
const CONFIG = `workspace: { id: test, name: Test }
as_of: 2026-11-01
sources:
  - { id: docs, connector: filesystem, path: tree }
freshness:
  - { basis: [published, modified, reviewed], warn_after: { count: 60, period: day }, error_after: { count: 200, period: day } }
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-kill-"));
  writeFileSync(join(folder, "tidemark.yaml"), CONFIG);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function startScan(database: string): {
  readonly kill: () => void;
  readonly ended: Promise<string>;
} {
  const args = [
    MAIN,
    "scan",
    "--config",
    join(folder, "tidemark.yaml"),
    "--db",
    join(folder, database),
    "--quiet",
    "--fail-on",
    "never",
  ];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<string>((resolve) => {
    child.on("close", (code, signal) =>
      resolve(signal ?? (code === 0 || code === 1 ? "ok" : `${code}: ${stderr}`)),
    );
  });
  return {
    kill: () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    },
    ended,
  };
}

/** What the store says, without the ids and instants that differ from one database to the next. */
async function endState(store: Store): Promise<unknown> {
  const refs = await store.listRefs(SOURCE, { after: null, limit: 10_000 });
  const names = new Map(refs.map(({ id, locator }) => [id, locator]));
  const findings = await store.listFindings({ states: ["open"], limit: 10_000 });
  const named = findings.map(({ ruleId, messageId, key, subject, text }) => {
    const about = subject.kind === "document" ? names.get(subject.documentId) : subject;
    return JSON.stringify([ruleId, messageId, key, about, text]);
  });
  const states = await store.getDocuments(refs.map(({ id }) => id));
  const documents = states.map(({ place, title, textHash, copyHash, ingestion }) => [
    place.locator,
    place.revision,
    title,
    textHash,
    copyHash,
    ingestion,
  ]);
  const { documents: figures, findings: counts, damaged } = await store.readinessFigures(AS_OF);
  return {
    documents: documents.toSorted(byFirst),
    findings: named.toSorted(),
    figures,
    open: counts.open,
    damaged,
  };
}

function byFirst(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one[0]) < String(other[0]) ? -1 : 1;
}

/** In one snapshot: as many documents are there as the journal created and did not delete, and no version is missing. */
function checkSnapshot(reader: Database.Database): void {
  const counts = reader
    .transaction(() => ({
      present: reader
        .prepare<[], { n: number }>("SELECT count(*) AS n FROM document WHERE gone_version IS NULL")
        .get()?.n,
      journaled: reader
        .prepare<[], { n: number }>(
          `SELECT coalesce(sum(CASE kind WHEN (SELECT ${CREATED}) THEN 1 WHEN (SELECT ${DELETED}) THEN -1 ELSE 0 END), 0) AS n FROM journal`,
        )
        .get()?.n,
      versions: reader.prepare<[], { n: number }>("SELECT count(*) AS n FROM kb_commit").get()?.n,
      version: reader
        .prepare<[], { n: number }>("SELECT coalesce(max(version), 0) AS n FROM workspace")
        .get()?.n,
    }))
    .deferred();
  expect(counts.present).toBe(counts.journaled);
  expect(counts.versions).toBe(counts.version);
}

test(`killed at ${KILL_COUNT} random moments, nothing is lost and nobody sees half a batch`, async () => {
  const random = mulberry32(SEED);
  const tree = createMutatedTree(join(folder, "tree"), 300, SEED);
  const whole = startScan("killed.db");
  const startedAt = performance.now();
  expect(await whole.ended).toBe("ok");
  const wholeMs = performance.now() - startedAt;

  let killedCount = 0;
  let snapshotCount = 0;
  for (let round = 0; killedCount < KILL_COUNT && round < KILL_COUNT * 3; round += 1) {
    tree.mutate();
    const scan = startScan("killed.db");
    const reader = new Database(join(folder, "killed.db"), { readonly: true });
    const timer = setTimeout(() => scan.kill(), random() * wholeMs);
    const watch = setInterval(() => {
      checkSnapshot(reader);
      snapshotCount += 1;
    }, 10);
    const end = await scan.ended;
    clearInterval(watch);
    clearTimeout(timer);
    checkSnapshot(reader);
    expect(reader.pragma("integrity_check", { simple: true })).toBe("ok");
    reader.close();
    expect(["ok", "SIGKILL"]).toContain(end);
    if (end === "SIGKILL") killedCount += 1;
  }
  expect(killedCount).toBe(KILL_COUNT);
  expect(snapshotCount).toBeGreaterThan(KILL_COUNT);

  expect(await startScan("killed.db").ended).toBe("ok");
  expect(await startScan("undisturbed.db").ended).toBe("ok");
  const killed = await openSqliteStore({
    path: join(folder, "killed.db"),
    workspace: workspaceId("test"),
  });
  const undisturbed = await openSqliteStore({
    path: join(folder, "undisturbed.db"),
    workspace: workspaceId("test"),
  });
  expect(await killed.checkIntegrity()).toEqual([]);
  expect(await endState(killed)).toEqual(await endState(undisturbed));
  const journal = await killed.listJournal(kbVersion(0), 100_000);
  const versions = new Set(journal.map(({ version }) => version));
  expect(versions.size).toBe(await killed.currentVersion());
  await killed.close();
  await undisturbed.close();
});
