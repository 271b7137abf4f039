import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { commit, sourceSaved, START } from "../../../test/kit/store-batches.ts";
import { tempDatabase } from "../../../test/kit/temp-db.ts";
import { kbVersion, workspaceId } from "../../model/ids.ts";
import type { DocumentState, JournalRow, Store } from "../store.ts";
import { openSqliteStore } from "./open.ts";

const CHILD = fileURLToPath(new URL("../../../test/kit/store-child.ts", import.meta.url));
/** `TIDEMARK_KILLS=200` for the long form. */
const KILL_COUNT = Number(process.env["TIDEMARK_KILLS"] ?? 20);
/** A process takes most of a second to come up. */
const KILL_TIMEOUT_MS = KILL_COUNT * 5000;

async function killAtRandom(path: string): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", CHILD, "write", path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  await once(child.stdout, "data");
  await setTimeout(Math.random() * 200);
  child.kill("SIGKILL");
  await exit;
}

/** What the journal says is there: text hash by document. */
function replay(journal: readonly JournalRow[]): ReadonlyMap<string, unknown> {
  const hashes = new Map<string, unknown>();
  for (const { kind, documentId, detail } of journal) {
    if (documentId === null) continue;
    if (kind === "document-created" || kind === "content-changed")
      hashes.set(documentId, detail["textHash"]);
    if (kind === "document-deleted") hashes.delete(documentId);
  }
  return hashes;
}

async function listAll(store: Store): Promise<readonly DocumentState[]> {
  return await store.listDocuments({ after: null, limit: 1000 });
}

test(
  "a writer killed at any moment loses nothing that it committed and leaves nothing half done",
  { timeout: KILL_TIMEOUT_MS },
  async () => {
    const path = tempDatabase();
    const first = await openSqliteStore({ path, workspace: workspaceId("main") });
    await commit(first, sourceSaved());
    await first.close();
    let lastVersion = 1;
    let lastJournal: readonly JournalRow[] = [];

    for (let kill = 0; kill < KILL_COUNT; kill += 1) {
      await killAtRandom(path);
      const store = await openSqliteStore({ path, workspace: workspaceId("main") });
      const version = await store.currentVersion();
      const journal = await store.listJournal(kbVersion(0), 1_000_000);
      const documents = await listAll(store);

      expect(await store.checkIntegrity()).toEqual([]);
      expect(version).toBeGreaterThanOrEqual(lastVersion);
      const versions = [...new Set(journal.map((row) => row.version))];
      expect(versions).toEqual(Array.from({ length: version }, (_, index) => index + 1));
      expect(journal.slice(0, lastJournal.length)).toEqual(lastJournal);
      expect(
        new Map(documents.map(({ id, textHash }) => [id as string, textHash as unknown])),
      ).toEqual(replay(journal));
      const figures = await store.readinessFigures(START);
      expect(figures.documents.total).toBe(documents.length);
      expect(figures.documents.bySource).toEqual({ handbook: documents.length });
      await store.close();
      lastVersion = version;
      lastJournal = journal;
    }
    expect(lastVersion).toBeGreaterThan(1);
  },
);
