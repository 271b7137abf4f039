import { execFile } from "node:child_process";
import { promisify } from "node:util";

const TIMEOUT_MS = 5000;

/** The first line that a program says of its version; null: it is not here, or does not answer. */
export async function probeProgram(name: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(name, [...args], { timeout: TIMEOUT_MS });
    return stdout.split("\n")[0]?.trim() ?? null;
  } catch {
    return null;
  }
}
