import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");
/** The built product. */
export const MAIN = join(ROOT, "dist", "src", "main.js");

export interface CommandAnswer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built product in a folder; `through` is put before it (`setpriv …`). */
export function tidemark(
  cwd: string,
  args: readonly string[],
  through: readonly string[] = [],
): CommandAnswer {
  const [program = process.execPath, ...rest] = [...through, process.execPath, MAIN, ...args];
  const { status, stdout, stderr } = spawnSync(program, rest, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  return { status, stdout, stderr };
}
