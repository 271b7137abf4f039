import { spawn } from "node:child_process";
import type { AclState } from "./gates.ts";
import { systemPath } from "./path-text.ts";

/** Tells for many paths at once (path texts, absolute, no symbolic links) whether they carry an extended ACL. */
export type AclReader = (
  paths: readonly string[],
  signal: AbortSignal,
) => Promise<readonly AclState[]>;

/** Room for arguments that every Linux gives, with the environment beside it. */
const ARGUMENT_BYTES = 100_000;

const SEARCH_PATH = "/usr/bin:/bin:/usr/local/bin:/usr/sbin:/sbin";

/** The first of `getfacl` and GNU `ls` that is there; without either nobody can tell. */
export async function chooseAclReader(signal: AbortSignal): Promise<AclReader> {
  if (await isThere("getfacl", /^getfacl \d/u, signal)) return readWithGetfacl;
  if (await isThere("ls", /GNU coreutils/u, signal)) return readWithLs;
  return async (paths) => paths.map(() => "unreadable");
}

async function isThere(program: string, expected: RegExp, signal: AbortSignal): Promise<boolean> {
  const { output } = await run(program, ["--version"], null, signal);
  return expected.test(output.toString("latin1"));
}

/** Prints only files with more than a mode; complaints name the files that it could not read. */
export async function readWithGetfacl(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly AclState[]> {
  if (paths.length === 0) return [];
  const keys = paths.map((path) => Buffer.from(systemPath(path)).toString("latin1"));
  const asked = keys.filter(isOneLine);
  const input = Buffer.from(asked.map((key) => `${key}\n`).join(""), "latin1");
  const { exitCode, output, complaints } = await run(
    "getfacl",
    ["-s", "-n", "-p", "-E", "-"],
    input,
    signal,
  );
  const extended = new Set<string>();
  for (const [, name = ""] of output.toString("latin1").matchAll(/^# file: (.*)$/gmu))
    extended.add(unescapeOctal(name));
  const unread = new Set<string>();
  for (const [, name = ""] of complaints.toString("latin1").matchAll(/^getfacl: (.*): [^:]*$/gmu))
    unread.add(unescapeOctal(name));
  const askedSet = new Set(asked);
  // Anything that cannot be attributed makes the whole answer doubtful.
  const isDoubtful =
    (exitCode !== 0 && unread.size === 0) ||
    [...extended, ...unread].some((name) => !askedSet.has(name));
  return keys.map((key) => {
    if (extended.has(key)) return "extended";
    return isDoubtful || unread.has(key) || !isOneLine(key) ? "unreadable" : "none";
  });
}

/** Prints a `+` behind the mode of a file that has one. */
export async function readWithLs(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly AclState[]> {
  const states = new Map<string, AclState>();
  for (const batch of batchesOf(paths)) {
    const { output } = await run("ls", ["-dUlnb", "--", ...batch], null, signal);
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

function isOneLine(key: string): boolean {
  return !/[\n\r]/u.test(key);
}

function unescapeOctal(text: string): string {
  return text.replace(/\\(?:([0-7]{3})|\\)/gu, (_, digits: string | undefined) =>
    digits === undefined ? "\\" : String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

interface Ran {
  /** Null where the program could not be started or was killed. */
  readonly exitCode: number | null;
  readonly output: Buffer;
  readonly complaints: Buffer;
}

function run(
  program: string,
  args: readonly string[],
  input: Buffer | null,
  signal: AbortSignal,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: "pipe",
      env: { PATH: SEARCH_PATH, LC_ALL: "C" },
      signal,
      killSignal: "SIGKILL",
    });
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    // It may end before it has read everything; its exit code tells.
    child.stdin.on("error", () => undefined);
    child.on("error", (error) => {
      if (signal.aborted) reject(error);
      else resolve({ exitCode: null, output: Buffer.alloc(0), complaints: Buffer.alloc(0) });
    });
    child.on("close", (exitCode) => {
      resolve({ exitCode, output: Buffer.concat(output), complaints: Buffer.concat(complaints) });
    });
    child.stdin.end(input ?? undefined);
  });
}
