import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, runOnce, type BenchOptions, type BenchRow } from "./measure.ts";
import { checkedOut, debianProgram, sharedFolder } from "./peers.ts";
import { smallFiles } from "./small-files.ts";
import { scanCommand } from "./tidemark.ts";

/** Re-scans with nothing changed against `rsync -n` and `find -printf` over the same tree. */
export async function benchRescan({ rounds, isLarge }: BenchOptions): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const count of isLarge ? [100_000, 1_000_000] : [100_000])
    rows.push(...(await rescanRows(count, rounds)));
  const git = await gitRow(rounds);
  if (git) rows.push(git);
  return rows;
}

async function rescanRows(count: number, rounds: number): Promise<readonly BenchRow[]> {
  const path = smallFiles(count);
  const folder = mkdtempSync(join(tmpdir(), "tidemark-bench-db-"));
  const copy = join(folder, "copy");
  try {
    const scan = scanCommand(path, join(folder, "tidemark.db"));
    await runOnce(scan);
    const ours = async (): Promise<number> => (await runOnce(scan)).seconds;
    const { peakBytes, largestProcessBytes } = await runOnce(scan, true);
    const memory = { peakBytes, largestProcessBytes };
    const files = count.toLocaleString("en");
    const rsync = debianProgram("rsync", "rsync");
    if (rsync) {
      mkdirSync(copy);
      await runOnce({ program: rsync, args: ["-a", `${path}/`, `${copy}/`] });
    }
    const rsyncRow = await compare({
      name: `${files} files, nothing changed`,
      ours,
      against: rsync
        ? async () =>
            (await runOnce({ program: rsync, args: ["-an", `${path}/`, `${copy}/`] })).seconds
        : null,
      againstName: rsync ? "rsync -n" : "rsync -n (not to be had)",
      rounds,
      goal: { text: "≤ 1", maxRatio: 1 },
    });
    const findRow = await compare({
      name: `${files} files, nothing changed`,
      ours,
      against: async () =>
        (await runOnce({ program: "find", args: [path, "-printf", "%p %s %T@ %C@ %i\\n"] }))
          .seconds,
      againstName: "find -printf (the limit)",
      rounds,
      goal: null,
      note: count > 100_000 ? "moonshot 1.0" : "moonshot 1.5",
    });
    return [
      { ...rsyncRow, ...memory },
      { ...findRow, ...memory },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function gitRow(rounds: number): Promise<BenchRow | null> {
  const corpora = sharedFolder("corpora");
  if (corpora === null) return null;
  const repository = join(
    checkedOut(join(corpora, "sourcegraph-handbook.bundle"), "main", "handbook"),
    ".git",
  );
  const folder = mkdtempSync(join(tmpdir(), "tidemark-bench-db-"));
  try {
    const scan = scanCommand(repository, join(folder, "tidemark.db"));
    await runOnce(scan);
    return await compare({
      name: "git repository, 10,758 commits, no new one",
      ours: async () => (await runOnce(scan)).seconds,
      against: async () => (await runOnce({ program: process.execPath, args: ["-e", ""] })).seconds,
      againstName: "starting Node (the limit)",
      rounds,
      goal: null,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
