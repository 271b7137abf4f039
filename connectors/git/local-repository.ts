import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ScanError } from "../../src/model/error.ts";
import { isObjectId } from "./refs.ts";
import type { RefTable } from "./refs.ts";

/** A repository on this machine, read without asking git: its configuration is never looked at. */
export interface LocalRepository {
  /** Where HEAD is: of the worktree, where it is one. */
  readonly headFolder: string;
  /** Where refs and objects are. */
  readonly commonFolder: string;
  /** Object folders, the borrowed ones included. */
  readonly objectFolders: readonly string[];
  /** Refs are in a format that only git reads. */
  readonly hasReftable: boolean;
  /** Ids of commits whose parents are not here; empty for a whole clone. */
  readonly shallowIds: readonly string[];
}

const ALTERNATES_DEPTH = 5;
const SYMBOLIC_DEPTH = 5;

/** Null: the folder is no repository. */
export function findLocalRepository(path: string): LocalRepository | null {
  const headFolder = findHeadFolder(path);
  if (headFolder === null) return null;
  const common = readText(join(headFolder, "commondir"));
  const commonFolder = common === null ? headFolder : resolve(headFolder, common.trim());
  const objects = join(commonFolder, "objects");
  if (!isFolder(objects)) return null;
  return {
    headFolder,
    commonFolder,
    objectFolders: collectObjectFolders(objects, ALTERNATES_DEPTH),
    hasReftable: isFolder(join(commonFolder, "reftable")),
    shallowIds: (readText(join(commonFolder, "shallow")) ?? "").split("\n").filter(isObjectId),
  };
}

/** `.git` may be a folder, or a file that says where the folder is; a bare repository is the folder itself. */
function findHeadFolder(path: string): string | null {
  const inner = join(path, ".git");
  if (isFolder(inner)) return existsSync(join(inner, "HEAD")) ? realpathSync(inner) : null;
  const pointer = /^gitdir: (.+)$/mu.exec(readText(inner) ?? "")?.[1];
  if (pointer !== undefined) {
    const target = resolve(dirname(inner), pointer.trim());
    return existsSync(join(target, "HEAD")) ? realpathSync(target) : null;
  }
  return existsSync(join(path, "HEAD")) && isFolder(join(path, "objects"))
    ? realpathSync(path)
    : null;
}

function collectObjectFolders(folder: string, depth: number): readonly string[] {
  if (depth === 0 || !isFolder(folder)) return [];
  const lines = (readText(join(folder, "info", "alternates")) ?? "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return [
    folder,
    ...lines.flatMap((line) => collectObjectFolders(resolve(folder, line), depth - 1)),
  ];
}

/** Loose refs win over packed ones. */
export function readLocalRefs(repository: LocalRepository): RefTable {
  const ids = new Map<string, string>();
  const symbolic = new Map<string, string>();
  for (const line of (readText(join(repository.commonFolder, "packed-refs")) ?? "").split("\n")) {
    const [id, name] = line.split(" ");
    if (id !== undefined && name !== undefined && isObjectId(id)) ids.set(name, id);
  }
  collectLooseRefs(repository.commonFolder, "refs", ids, symbolic);
  const head = (readText(join(repository.headFolder, "HEAD")) ?? "").trim();
  const headName = /^ref: (.+)$/u.exec(head)?.[1] ?? null;
  const resolved = headName === null ? head : resolveName(headName, ids, symbolic);
  return { ids, headName, headId: resolved !== null && isObjectId(resolved) ? resolved : null };
}

function collectLooseRefs(
  root: string,
  name: string,
  ids: Map<string, string>,
  symbolic: Map<string, string>,
): void {
  const folder = join(root, name);
  if (!isFolder(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = `${name}/${entry.name}`;
    if (entry.isDirectory()) {
      collectLooseRefs(root, full, ids, symbolic);
    } else if (entry.isFile() && !entry.name.endsWith(".lock")) {
      const text = (readText(join(root, full)) ?? "").trim();
      if (isObjectId(text)) ids.set(full, text);
      else if (text.startsWith("ref: ")) symbolic.set(full, text.slice(5));
    }
  }
}

function resolveName(
  name: string,
  ids: ReadonlyMap<string, string>,
  symbolic: ReadonlyMap<string, string>,
): string | null {
  let current = name;
  for (let depth = 0; depth < SYMBOLIC_DEPTH; depth += 1) {
    const next = symbolic.get(current);
    if (next === undefined) return ids.get(current) ?? null;
    current = next;
  }
  return null;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Null: there is no such file. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return null;
    if (code === "EACCES" || code === "EPERM") {
      throw new ScanError(
        "SOURCE_FORBIDDEN",
        `${path} may not be read by this account. Grant it read rights.`,
        { detail: { path }, cause: error },
      );
    }
    throw error;
  }
}
