import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A repository in a temporary folder, made with the real git and without this account's configuration. */
export interface TestRepository {
  readonly root: string;
  readonly git: (...args: readonly string[]) => string;
  /** Commits the files as they are then; null removes one. Each commit is an hour after the one before, from 2024-01-01 UTC on. */
  readonly commit: (
    files: Readonly<Record<string, string | null>>,
    as?: { readonly name: string; readonly email: string },
  ) => string;
  readonly move: (from: string, to: string) => void;
  readonly remove: () => void;
}

const FIRST_COMMIT_SECS = 1_704_067_200;

export function createTestRepository(initArgs: readonly string[] = []): TestRepository {
  const root = mkdtempSync(join(tmpdir(), "tidemark-repo-"));
  chmodSync(root, 0o755);
  let commitCount = 0;
  let author = { name: "Ann Author", email: "ann@example.com" };
  const git = (...args: readonly string[]): string => {
    const date = `${FIRST_COMMIT_SECS + commitCount * 3_600} +0000`;
    return execFileSync("git", ["-c", "protocol.file.allow=always", ...args], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: "/usr/local/bin:/usr/bin:/bin",
        HOME: root,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: "Committer",
        GIT_COMMITTER_EMAIL: "committer@example.com",
        GIT_COMMITTER_DATE: date,
      },
    });
  };
  git("init", "--quiet", "--initial-branch=main", ...initArgs);
  git("config", "gc.auto", "0");
  return {
    root,
    git,
    commit(files, as) {
      for (const [path, text] of Object.entries(files)) {
        if (text === null) {
          rmSync(join(root, path));
        } else {
          mkdirSync(dirname(join(root, path)), { recursive: true });
          writeFileSync(join(root, path), text);
        }
      }
      if (as !== undefined) author = as;
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", `change ${commitCount}`);
      commitCount += 1;
      return git("rev-parse", "HEAD").trim();
    },
    move(from, to) {
      mkdirSync(dirname(join(root, to)), { recursive: true });
      renameSync(join(root, from), join(root, to));
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
