import { gitMissing, lastLine, runGit, startGit } from "./git-process.ts";
import { LOG_FORMAT, LogParser } from "./log-parser.ts";
import type { LoggedChange, LoggedCommit } from "./log-parser.ts";
import type { OpenedRepository } from "./opened-repository.ts";
import { ScanError } from "../../src/model/error.ts";

/** Who last changed a file's content, and when. */
export interface LastChange {
  readonly commit: string;
  readonly authoredAtSecs: number;
  readonly authorName: string;
  readonly authorEmail: string;
}

export interface FileHistory {
  /** By path; a file whose last change lies behind the end of a shallow history is left out. */
  readonly lastChanges: ReadonlyMap<string, LastChange>;
  /** Path at the earlier commit, by path now, of files that were renamed since. */
  readonly movedFrom: ReadonlyMap<string, string>;
}

/**
 * Walks the log once, newest commit first. A rename or a change of mode is followed and is no change of content.
 * A merge counts where it made a content that neither side had.
 */
export async function readHistory(
  repository: OpenedRepository,
  blobIds: ReadonlyMap<string, string>,
  since: string | null,
  signal: AbortSignal,
): Promise<FileHistory> {
  const recent = since === null ? new Set<string>() : await commitsSince(repository, since, signal);
  const follower = new HistoryFollower(blobIds, recent, repository.shallowIds);
  const isWhole = await walkLog(repository, "-M", follower, signal);
  if (isWhole) return follower.finish();
  // Contents are missing (a partial clone): renames are then told by equal blobs alone.
  const plainFollower = new HistoryFollower(blobIds, recent, repository.shallowIds);
  if (await walkLog(repository, "-M100%", plainFollower, signal)) return plainFollower.finish();
  throw new ScanError(
    "SOURCE_INVALID",
    `The history of ${repository.place} could not be read. The repository is damaged or incomplete.`,
    {
      detail: { place: repository.place },
    },
  );
}

/** Follows the files of the tree back through their names until each one's last change of content is found. */
class HistoryFollower {
  readonly #blobIds: ReadonlyMap<string, string>;
  readonly #recent: ReadonlySet<string>;
  readonly #shallow: ReadonlySet<string>;
  readonly #lastChanges = new Map<string, LastChange>();
  /** The name that a file of the tree had at the commit being looked at. */
  readonly #names = new Map<string, string>();
  /** The name now, by the name that a file renamed since the earlier commit had. */
  readonly #origins = new Map<string, string>();
  /** For files whose blob no commit shows to have made (a merge that took a side in another way). */
  readonly #touched = new Map<string, LastChange>();
  #recentLeft: number;

  constructor(
    blobIds: ReadonlyMap<string, string>,
    recent: ReadonlySet<string>,
    shallow: ReadonlySet<string>,
  ) {
    this.#blobIds = blobIds;
    this.#recent = recent;
    this.#shallow = shallow;
    this.#recentLeft = recent.size;
    for (const path of blobIds.keys()) this.#names.set(path, path);
  }

  isDone(): boolean {
    return this.#names.size === 0 && this.#recentLeft <= 0;
  }

  take(commit: LoggedCommit): void {
    const isRecent = this.#recent.has(commit.id);
    if (isRecent) this.#recentLeft -= 1;
    const renamed: LoggedChange[] = [];
    for (const change of commit.changes) {
      if (this.#judge(commit, change)) renamed.push(change);
    }
    rename(this.#names, renamed);
    if (isRecent) rename(this.#origins, commit.changes);
  }

  finish(): FileHistory {
    for (const path of this.#names.values()) {
      const touched = this.#touched.get(path);
      if (touched !== undefined && !this.#shallow.has(touched.commit))
        this.#lastChanges.set(path, touched);
    }
    const movedFrom = new Map<string, string>();
    for (const [earlier, path] of this.#origins) {
      if (this.#blobIds.has(path) && !this.#blobIds.has(earlier)) movedFrom.set(path, earlier);
    }
    return { lastChanges: this.#lastChanges, movedFrom };
  }

  /** Whether the file only has another name before this commit. */
  #judge(commit: LoggedCommit, change: LoggedChange): boolean {
    const path = this.#names.get(change.path);
    if (path === undefined) return false;
    const blobId = this.#blobIds.get(path);
    const { id, authoredAtSecs, authorName, authorEmail } = commit;
    const last = { commit: id, authoredAtSecs, authorName, authorEmail };
    if (!this.#touched.has(path)) this.#touched.set(path, last);
    if (change.toId !== blobId) return false;
    if (change.fromId === blobId) return change.fromPath !== null;
    this.#names.delete(change.path);
    if (!this.#shallow.has(id)) this.#lastChanges.set(path, last);
    return false;
  }
}

/** Goes back over one commit's renames, all at once since names may be swapped. `names` has the later name by the earlier one. */
function rename(names: Map<string, string>, changes: readonly LoggedChange[]): void {
  const moves = changes.flatMap(({ path, fromPath }) =>
    fromPath === null ? [] : [{ fromPath, path, now: names.get(path) ?? path }],
  );
  for (const { path } of moves) names.delete(path);
  for (const { fromPath, now } of moves) names.set(fromPath, now);
}

/** Empty where the earlier commit is not known any more. */
async function commitsSince(
  repository: OpenedRepository,
  since: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const { exitCode, output } = await runGit(
    [repository.gitDirArgument, "rev-list", `${since}..${repository.commit}`, "--"],
    {},
    signal,
  );
  if (exitCode !== 0) return new Set();
  return new Set(
    output
      .toString("latin1")
      .split("\n")
      .filter((line) => line !== ""),
  );
}

/** False: git could not read it to its end. */
function walkLog(
  repository: OpenedRepository,
  renames: string,
  follower: HistoryFollower,
  signal: AbortSignal,
): Promise<boolean> {
  const args = [
    "log",
    "--date-order",
    "--raw",
    "-z",
    "-c",
    "--no-abbrev",
    "--no-color",
    "--encoding=UTF-8",
    "--no-notes",
    "--no-show-signature",
  ];
  const settings = { "mailmap.blob": `${repository.commit}:.mailmap` };
  return new Promise((resolve, reject) => {
    const child = startGit(
      [
        repository.gitDirArgument,
        ...args,
        "--no-textconv",
        "--no-ext-diff",
        renames,
        `--format=${LOG_FORMAT}`,
        repository.commit,
        "--",
      ],
      settings,
      signal,
    );
    const parser = new LogParser((commit) => follower.take(commit));
    let complaints = "";
    child.stdin.end();
    child.stdout.on("data", (chunk: Buffer) => {
      if (follower.isDone()) {
        child.kill("SIGKILL");
        return;
      }
      parser.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      complaints = (complaints + chunk.toString("utf8")).slice(-1_000);
    });
    child.on("error", (error) => reject(signal.aborted ? error : gitMissing(error)));
    child.on("close", (exitCode) => {
      if (follower.isDone()) return resolve(true);
      parser.end();
      resolve(exitCode === 0 && !lastLine(complaints).startsWith("fatal:"));
    });
  });
}
