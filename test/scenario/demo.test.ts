import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { workspaceId } from "../../src/model/ids.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import type { Store } from "../../src/store/store.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const MAIN = join(ROOT, "dist", "src", "main.js");
const SAMPLE = join(ROOT, "data", "samples", "quillmere");

const Manifest = z.object({
  planted: z.array(
    z.object({
      rule: z.string(),
      messageId: z.string(),
      severity: z.enum(["note", "warning", "error"]),
      state: z.enum(["open", "waived"]),
      documents: z.array(z.string()),
      key: z.string().optional(),
      source: z.string().optional(),
    }),
  ),
  documents: z.array(z.object({ path: z.string() })),
});

let folder: string;
let store: Store;
const manifest = Manifest.parse(
  JSON.parse(readFileSync(join(ROOT, "data", "samples", "manifest", "quillmere.json"), "utf8")),
);

function scanDemo(): ReturnType<typeof spawnSync> {
  const args = [
    "--config",
    join(SAMPLE, "tidemark.yaml"),
    "--db",
    join(folder, "tidemark.db"),
    "--quiet",
    "--fail-on",
    "never",
  ];
  return spawnSync(process.execPath, [MAIN, "scan", ...args], { cwd: folder, encoding: "utf8" });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-demo-"));
  // One source of the demo is empty on purpose: a source that failed ends with 3.
  const { status, stderr } = scanDemo();
  if (status !== 3) throw new Error(`the demo's scan ended with ${status}: ${stderr.toString()}`);
  store = await openSqliteStore({
    path: join(folder, "tidemark.db"),
    workspace: workspaceId("quillmere"),
  });
}, 120_000);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Findings as the manifest writes them down: `rule message state source/locator`. */
async function foundLines(): Promise<
  readonly { readonly line: string; readonly severity: string }[]
> {
  const findings = await store.listFindings({ states: ["open", "waived"], limit: 1000 });
  const documents = await store.listDocuments({ after: null, limit: 1000 });
  const names = new Map(
    documents.map(({ id, place }) => [id, `${place.sourceId}/${place.locator}`]),
  );
  return findings.map(({ ruleId, messageId, state, subject, severity }) => {
    const about =
      subject.kind === "document"
        ? names.get(subject.documentId)
        : subject.kind === "source"
          ? subject.sourceId
          : subject.kind;
    return { line: `${ruleId} ${messageId} ${state} ${about}`, severity };
  });
}

function plantedLines(): readonly { readonly line: string; readonly severity: string }[] {
  return manifest.planted.map(({ rule, messageId, state, documents, source, severity }) => ({
    line: `${rule} ${messageId} ${state} ${source ?? documents[0]}`,
    severity,
  }));
}

function sorted(
  lines: readonly { readonly line: string; readonly severity: string }[],
): readonly string[] {
  return lines.map(({ line, severity }) => `${line} ${severity}`).toSorted();
}

test("every document of the demo is stored", async () => {
  const documents = await store.listDocuments({ after: null, limit: 1000 });

  const names = documents.map(({ place }) => `${place.sourceId}/${place.locator}`);
  expect(names.toSorted()).toEqual(manifest.documents.map(({ path }) => path).toSorted());
});

test("all planted defects are found, and nothing else", async () => {
  expect(sorted(await foundLines())).toEqual(sorted(plantedLines()));
});

test("a second scan with nothing changed writes nothing but its own record", async () => {
  const before = await store.currentVersion();

  scanDemo();

  const kinds = new Set((await store.listJournal(before, 1000)).map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(["scan-ended", "scan-started"]);
});
