import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { homedir } from "node:os";
import { ScanError } from "../../src/model/error.ts";

/** Settings of one run that must not stand among its arguments, where every account of the host could read them. */
export interface GitSettings {
  readonly [key: string]: string;
}

export interface GitOutput {
  readonly exitCode: number | null;
  readonly output: Buffer;
  readonly complaints: string;
}

const SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin:/run/current-system/sw/bin";
/** How much of git's complaints is kept. */
const COMPLAINT_LENGTH = 4_000;

/** Nothing of the system's, the account's or a repository's configuration may start a program or prompt. */
const SAFE_SETTINGS: GitSettings = {
  "core.hooksPath": "/dev/null",
  "core.fsmonitor": "false",
  "core.askPass": "",
  "core.pager": "cat",
  "core.commitGraph": "false",
  "core.alternateRefsCommand": "true",
  "credential.helper": "",
  "credential.interactive": "false",
  "protocol.allow": "never",
  "protocol.file.allow": "always",
  "protocol.git.allow": "always",
  "protocol.http.allow": "always",
  "protocol.https.allow": "always",
  "protocol.ssh.allow": "always",
  "http.lowSpeedLimit": "1000",
  "http.lowSpeedTime": "60",
  "log.showSignature": "false",
  "log.mailmap": "true",
  "diff.external": "",
  "gc.auto": "0",
  "maintenance.auto": "false",
  "safe.directory": "*",
};

/** Starts git. An abort kills it; `ENOENT` is left to the `error` event. */
export function startGit(
  args: readonly string[],
  settings: GitSettings,
  signal: AbortSignal,
): ChildProcessWithoutNullStreams {
  return spawn("git", ["--no-pager", "--literal-pathspecs", ...args], {
    cwd: "/",
    env: environment({ ...SAFE_SETTINGS, ...settings }),
    stdio: "pipe",
    signal,
    killSignal: "SIGKILL",
  });
}

/** Runs git to its end and answers what it said, whatever its exit code. Throws when it cannot be started, or the signal's reason. */
export function runGit(
  args: readonly string[],
  settings: GitSettings,
  signal: AbortSignal,
): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const child = startGit(args, settings, signal);
    const output: Buffer[] = [];
    let complaints = "";
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      if (complaints.length < COMPLAINT_LENGTH) complaints += chunk.toString("utf8");
    });
    child.on("error", (error) => reject(signal.aborted ? error : gitMissing(error)));
    child.on("close", (exitCode) =>
      resolve({ exitCode, output: Buffer.concat(output), complaints }),
    );
    child.stdin.end();
  });
}

/** Like runGit, but a failure is thrown as SOURCE_INVALID. */
export async function runGitStrictly(
  args: readonly string[],
  settings: GitSettings,
  signal: AbortSignal,
): Promise<Buffer> {
  const { exitCode, output, complaints } = await runGit(args, settings, signal);
  if (exitCode === 0) return output;
  throw new ScanError(
    "SOURCE_INVALID",
    `git ${args.find((arg) => /^[a-z]/u.test(arg)) ?? ""} failed: ${lastLine(complaints)}`,
    {
      detail: { complaints },
    },
  );
}

export function gitMissing(cause: Error): ScanError {
  return new ScanError("SOURCE_UNREACHABLE", "git could not be started. Install git.", { cause });
}

/** The line of git's complaints that says most. */
export function lastLine(complaints: string): string {
  const lines = complaints.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => /^(?:fatal|error):/u.test(line)) ?? lines.at(-1) ?? "no message";
}

function environment(settings: GitSettings): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    PATH: SEARCH_PATH,
    HOME: homedir(),
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "true",
    SSH_ASKPASS: "true",
    SSH_ASKPASS_REQUIRE: "never",
    GIT_SSH_COMMAND: "ssh -oBatchMode=yes -oConnectTimeout=30",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_CONFIG_COUNT: String(Object.keys(settings).length),
  };
  for (const [index, [key, value]] of Object.entries(settings).entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return env;
}
