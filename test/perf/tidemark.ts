import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOnce, type Command, type Run } from "./measure.ts";

const MAIN = join(import.meta.dirname, "..", "..", "dist", "src", "main.js");

/** The product as a command, on a database of its own. */
export function scanCommand(path: string, database: string): Command {
  return {
    program: process.execPath,
    args: [MAIN, "scan", path, "--db", database, "--json", "--quiet", "--fail-on", "never"],
    goodCodes: [1],
  };
}

/** A first scan: on a new database, which is thrown away. */
export async function firstScan(path: string, isMemorySampled = false): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-bench-db-"));
  try {
    return await runOnce(scanCommand(path, join(folder, "tidemark.db")), isMemorySampled);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
