import { spawn } from "node:child_process";
import type { AclState } from "./gates.ts";
import { GetfaclProcess } from "./getfacl-process.ts";
import { systemPath } from "./path-text.ts";
import { SEARCH_PATH } from "./program-environment.ts";

/** Tells for many paths at once (path texts, absolute, no symbolic links) whether they carry an extended ACL. */
export interface AclReader {
  read(paths: readonly string[], signal: AbortSignal): Promise<readonly AclState[]>;
  close(): void;
}

/** Room for arguments that every Linux gives, with the environment beside it. */
const ARGUMENT_BYTES = 100_000;

/** Asks getfacl, and where there is none GNU `ls`; without either nobody can tell. */
export function createAclReader(getfacl = new GetfaclProcess()): AclReader {
  let hasLs: Promise<boolean> | null = null;
  return {
    async read(paths, signal) {
      const states = await untilAborted(getfacl.read(paths), signal);
      if (states !== null) return states;
      hasLs ??= isGnuLs(signal);
      return (await hasLs) ? readWithLs(paths, signal) : paths.map(() => "unreadable");
    },
    close: () => getfacl.close(),
  };
}

/** The promise's outcome, or the signal's reason as soon as it is aborted. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void =>
      reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** Others (BusyBox) print no mark for an ACL. */
async function isGnuLs(signal: AbortSignal): Promise<boolean> {
  const output = await run("ls", ["--version"], signal);
  return output.toString("latin1").includes("GNU coreutils");
}

/** Prints a `+` behind the mode of a file that has one. */
export async function readWithLs(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly AclState[]> {
  const states = new Map<string, AclState>();
  for (const batch of batchesOf(paths)) {
    const output = await run("ls", ["-dUlnb", "--", ...batch], signal);
    for (const [, mark = "", path = ""] of output
      .toString("latin1")
      .matchAll(/^.{10}(.).*? (\/.*)$/gmu)) {
      states.set(path, stateOfMark(mark));
    }
  }
  return paths.map((path) => states.get(escapeLikeLs(path)) ?? "unreadable");
}

/** A dot stands for a security context, which mode bits and ACLs do not depend on. */
function stateOfMark(mark: string): AclState {
  if (mark === "+") return "extended";
  return mark === " " || mark === "." ? "none" : "unreadable";
}

/** As `ls -b` prints it in the C locale. Control characters have escapes of their own and are left unread. */
function escapeLikeLs(path: string): string {
  const latin1 = Buffer.from(path).toString("latin1");
  return latin1
    .replace(/[\\ ]/gu, "\\$&")
    .replace(/[\x80-\xff]/gu, (char) => `\\${char.charCodeAt(0).toString(8)}`);
}

function* batchesOf(paths: readonly string[]): Iterable<readonly string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const path of paths) {
    // Arguments are text: a path that is none, or has control characters, stays unread.
    if (typeof systemPath(path) !== "string" || /\p{Cc}/u.test(path)) continue;
    const size = Buffer.byteLength(path) + 9;
    if (bytes + size > ARGUMENT_BYTES && batch.length > 0) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(path);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** What the program prints; nothing where it cannot be started. */
function run(program: string, args: readonly string[], signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "ignore"],
      env: { PATH: SEARCH_PATH, LC_ALL: "C" },
      signal,
      killSignal: "SIGKILL",
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("error", (error) => {
      if (signal.aborted) reject(error);
      else resolve(Buffer.alloc(0));
    });
    child.on("close", () => resolve(Buffer.concat(output)));
  });
}
