import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import type { ConnectorHost } from "../../src/contract/connector.ts";
import { ScanError } from "../../src/model/error.ts";
import { lastLine, runGit, runGitStrictly } from "./git-process.ts";
import type { GitSettings } from "./git-process.ts";
import { findLocalRepository, readLocalRefs } from "./local-repository.ts";
import type { LocalRepository } from "./local-repository.ts";
import { chooseRef, parseRefLines } from "./refs.ts";
import type { ChosenRef, RefTable } from "./refs.ts";
import type { GitOptions } from "./schema.ts";

/** Where the repository is. */
type Origin =
  | { readonly kind: "local"; readonly path: string; readonly repository: LocalRepository }
  | { readonly kind: "bundle"; readonly path: string }
  | { readonly kind: "remote"; readonly url: string };

/** The state that is scanned, in a repository of our own that nothing of the source's configures. */
export interface OpenedRepository {
  /** `--git-dir=…`, for every run of git. */
  readonly gitDirArgument: string;
  readonly commit: string;
  readonly ref: ChosenRef;
  /** Commits whose parents are not here: what they show as added may be older. */
  readonly shallowIds: ReadonlySet<string>;
  /** What a person calls the place: a path or an address. */
  readonly place: string;
  readonly isRemote: boolean;
}

const ADDRESS = /^(?:https?|ssh|git|file):\/\//iu;
/** `account@host:path`, as ssh writes it. */
const SHORT_ADDRESS = /^[\w.-]+@[\w.-]+:(?!\/\/)/u;
const BUNDLE_SIGNATURE = /^# v[23] git bundle\n/u;

/** Throws SOURCE_NOT_FOUND, SOURCE_FORBIDDEN, SOURCE_UNREACHABLE, SOURCE_EMPTY or SOURCE_INVALID. */
export async function openRepository(
  options: GitOptions,
  host: ConnectorHost,
  signal: AbortSignal,
): Promise<OpenedRepository> {
  const origin = findOrigin(options.location);
  const settings = await networkSettings(origin, options, host);
  const place = origin.kind === "remote" ? origin.url : origin.path;
  const refs = await readRefs(origin, settings, signal);
  const ref = chooseRef(refs, options.ref, place);
  const gitDir = await preparePrivate(origin, ref, host, signal);
  const gitDirArgument = `--git-dir=${gitDir}`;
  const isBorrowed = origin.kind === "local" && !origin.repository.hasReftable;
  if (!isBorrowed) await fetchRef(origin, ref, gitDirArgument, settings, signal);
  const shallowIds = origin.kind === "local" ? origin.repository.shallowIds : [];
  if (isBorrowed) writeShallow(gitDir, shallowIds);
  const commit = await resolveCommit(gitDirArgument, ref, place, signal);
  return {
    gitDirArgument,
    commit,
    ref,
    shallowIds: new Set(shallowIds),
    place,
    isRemote: origin.kind === "remote",
  };
}

function findOrigin(location: string): Origin {
  if (ADDRESS.test(location) || SHORT_ADDRESS.test(location))
    return { kind: "remote", url: location };
  if (/^[a-z][a-z0-9+.-]*::?\/?\/?/iu.test(location) && location.includes("::")) {
    throw new ScanError(
      "SOURCE_INVALID",
      `${location} would start a program. Use an https, ssh, git or file address.`,
      { detail: { location } },
    );
  }
  const path = realPathOf(location);
  if (statSync(path).isFile()) {
    if (!isBundle(path))
      throw new ScanError("SOURCE_INVALID", `${path} is not a git bundle.`, { detail: { path } });
    return { kind: "bundle", path };
  }
  const repository = findLocalRepository(path);
  if (repository === null) {
    throw new ScanError(
      "SOURCE_INVALID",
      `${path} is not a git repository. Name the folder that holds .git, or use the filesystem connector.`,
      {
        detail: { path },
      },
    );
  }
  return { kind: "local", path, repository };
}

function realPathOf(location: string): string {
  try {
    return realpathSync(resolve(location));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    const options = { detail: { path: location }, cause: error };
    if (code === "EACCES")
      throw new ScanError(
        "SOURCE_FORBIDDEN",
        `${location} may not be read by this account.`,
        options,
      );
    throw new ScanError(
      "SOURCE_NOT_FOUND",
      `${location} does not exist. Check the source's location.`,
      options,
    );
  }
}

function isBundle(path: string): boolean {
  const handle = openSync(path, "r");
  try {
    const head = Buffer.alloc(32);
    const length = readSync(handle, head, 0, head.length, 0);
    return BUNDLE_SIGNATURE.test(head.toString("latin1", 0, length));
  } finally {
    closeSync(handle);
  }
}

async function readRefs(
  origin: Origin,
  settings: GitSettings,
  signal: AbortSignal,
): Promise<RefTable> {
  if (origin.kind === "local" && !origin.repository.hasReftable)
    return readLocalRefs(origin.repository);
  const args =
    origin.kind === "bundle"
      ? ["bundle", "list-heads", origin.path]
      : ["ls-remote", "--symref", "--", addressOf(origin)];
  const { exitCode, output, complaints } = await runGit(args, settings, signal);
  if (exitCode !== 0) throw transferError(origin, complaints);
  return parseRefLines(output.toString("utf8"));
}

function addressOf(origin: Origin): string {
  return origin.kind === "remote" ? origin.url : origin.path;
}

/**
 * A bare repository below the source's cache folder. For a repository on this machine it only borrows the objects,
 * so that nothing is copied and the source's configuration is never read.
 */
async function preparePrivate(
  origin: Origin,
  ref: ChosenRef,
  host: ConnectorHost,
  signal: AbortSignal,
): Promise<string> {
  const format = ref.id.length === 64 ? "sha256" : "sha1";
  const name = createHash("sha256")
    .update(JSON.stringify([addressOf(origin), format]))
    .digest("hex")
    .slice(0, 16);
  const gitDir = join(await host.cacheDirectory(), `${name}.git`);
  if (!existsSync(gitDir)) {
    // Made beside and renamed, so that one that is there is whole.
    const draft = `${gitDir}.draft`;
    rmSync(draft, { recursive: true, force: true });
    await runGitStrictly(
      ["init", "--quiet", "--bare", "--template=", `--object-format=${format}`, draft],
      {},
      signal,
    );
    renameSync(draft, gitDir);
  }
  if (origin.kind === "local" && !origin.repository.hasReftable) {
    mkdirSync(join(gitDir, "objects", "info"), { recursive: true });
    writeFileSync(
      join(gitDir, "objects", "info", "alternates"),
      origin.repository.objectFolders.map((folder) => `${quoteAlternate(folder)}\n`).join(""),
    );
  }
  return gitDir;
}

/** A line that begins with a quote is read as a quoted one. */
function quoteAlternate(path: string): string {
  return /["\\\n]/u.test(path) ? JSON.stringify(path) : path;
}

function writeShallow(gitDir: string, ids: readonly string[]): void {
  const path = join(gitDir, "shallow");
  if (ids.length === 0) rmSync(path, { force: true });
  else writeFileSync(path, ids.map((id) => `${id}\n`).join(""));
}

async function fetchRef(
  origin: Origin,
  ref: ChosenRef,
  gitDirArgument: string,
  settings: GitSettings,
  signal: AbortSignal,
): Promise<void> {
  const known = await runGit(
    [gitDirArgument, "rev-parse", "--verify", "--quiet", `${ref.id}^{commit}`],
    {},
    signal,
  );
  if (known.exitCode === 0) return;
  const args = [
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--force",
    "--update-shallow",
  ];
  const spec = `+${ref.fullName ?? ref.id}:refs/tidemark/scanned`;
  const { exitCode, complaints } = await runGit(
    [gitDirArgument, ...args, "--", addressOf(origin), spec],
    settings,
    signal,
  );
  if (exitCode !== 0) throw transferError(origin, complaints);
}

function transferError(origin: Origin, complaints: string): ScanError {
  const place = addressOf(origin);
  const options = { detail: { place, complaints } };
  const line = lastLine(complaints);
  if (origin.kind !== "remote") {
    return new ScanError("SOURCE_INVALID", `${place} could not be read: ${line}`, options);
  }
  if (
    /authentication failed|could not read (?:username|password)|permission denied|\b40[13]\b|access denied/iu.test(
      complaints,
    )
  ) {
    return new ScanError(
      "SOURCE_FORBIDDEN",
      `${place} refused us: ${line}. Check \`credentials\`.`,
      options,
    );
  }
  if (
    /not found|does not exist|does not appear to be a git repository|\b404\b/iu.test(complaints)
  ) {
    return new ScanError("SOURCE_NOT_FOUND", `${place} is not there: ${line}`, options);
  }
  return new ScanError("SOURCE_UNREACHABLE", `${place} did not answer: ${line}`, options);
}

async function resolveCommit(
  gitDirArgument: string,
  ref: ChosenRef,
  place: string,
  signal: AbortSignal,
): Promise<string> {
  const { exitCode, output } = await runGit(
    [gitDirArgument, "rev-parse", "--verify", "--quiet", `${ref.id}^{commit}`],
    {},
    signal,
  );
  if (exitCode === 0) return output.toString("latin1").trim();
  throw new ScanError(
    "SOURCE_INVALID",
    `${place} has no commit ${ref.id} that ${ref.name} names. The repository is damaged or incomplete.`,
    {
      detail: { place, ref: ref.name, id: ref.id },
    },
  );
}

/** Proxy, certificates and credentials; the header is bound to the address's host. */
async function networkSettings(
  origin: Origin,
  options: GitOptions,
  host: ConnectorHost,
): Promise<GitSettings> {
  if (origin.kind !== "remote") return {};
  const settings: Record<string, string> = {};
  if (host.network.proxyUrl !== null) settings["http.proxy"] = host.network.proxyUrl;
  if (host.network.caFile !== null) settings["http.sslCAInfo"] = host.network.caFile;
  if (options.credentials !== null) {
    if (!/^https?:\/\//iu.test(origin.url)) {
      throw new ScanError(
        "SOURCE_INVALID",
        "`credentials` are for https addresses; ssh uses the account's keys.",
        { detail: { place: origin.url } },
      );
    }
    const secret = await host.resolveSecret(options.credentials.password);
    const basic = Buffer.from(`${options.credentials.username}:${secret}`).toString("base64");
    settings[`http.${new URL(origin.url).origin}/.extraHeader`] = `Authorization: Basic ${basic}`;
  }
  return settings;
}
