import { lstatSync, readdirSync, realpathSync } from "node:fs";
import type { Stats } from "node:fs";
import { PagePacker } from "./packed-page.ts";
import type { ListedFile, PackedPage } from "./packed-page.ts";
import { isUtf8Text, systemPath, textOfName } from "./path-text.ts";
import type { Selection } from "./selection.ts";

/** A folder to read, or a slice of the names of a very large one. */
export interface FolderTask {
  readonly id: number;
  /** Empty for the root. */
  readonly locator: string;
  /** Where it really lies, as path text. */
  readonly path: string;
  readonly device: number;
  /** Reached through a symbolic link: links to folders are not followed below it. */
  readonly isLinked: boolean;
  /** Joined by `/`, UTF-8; null: all that the folder holds. */
  readonly names: Uint8Array | null;
}

export interface SubFolder {
  readonly name: string;
  readonly path: string;
  readonly device: number;
  readonly isLinked: boolean;
  readonly ownership: Ownership;
}

/** Whose a file is and who may what: all that its mode says. */
export interface Ownership {
  readonly userId: number;
  readonly groupId: number;
  readonly mode: number;
}

export type FolderResult =
  | {
      readonly kind: "read";
      readonly id: number;
      readonly page: PackedPage;
      readonly folders: readonly SubFolder[];
      /** Folders that the targets of linked files really lie in. */
      readonly targetFolders: readonly string[];
      readonly failures: readonly { readonly name: string; readonly code: string }[];
    }
  | { readonly kind: "split"; readonly id: number; readonly slices: readonly Uint8Array[] }
  | { readonly kind: "failed"; readonly id: number; readonly code: string }
  | { readonly kind: "vanished"; readonly id: number };

/** From this many names on a folder is listed in slices, so that one changed file does not open a page of a million. */
export const SPLIT_NAME_COUNT = 16_384;
const SLICE_NAME_COUNT = 4_096;

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
const S_IFLNK = 0o120000;

const VANISHED_CODES = new Set(["ENOENT", "ENOTDIR"]);

/** Reads folders: their files packed, their sub-folders named. Synchronous: it runs in a worker, or on a small tree. */
export class FolderReader {
  readonly #rootPath: string;
  readonly #selection: Selection;

  constructor(rootPath: string, selection: Selection) {
    this.#rootPath = rootPath;
    this.#selection = selection;
  }

  read(task: FolderTask): FolderResult {
    try {
      const names =
        task.names === null
          ? listNames(task.path)
          : Buffer.from(task.names).toString("utf8").split("/");
      if (task.names === null && names.length > SPLIT_NAME_COUNT) {
        return { kind: "split", id: task.id, slices: sliceNames(names) };
      }
      return this.#pack(task, names);
    } catch (error) {
      const code = errorCode(error);
      if (VANISHED_CODES.has(code)) return { kind: "vanished", id: task.id };
      return { kind: "failed", id: task.id, code };
    }
  }

  #pack(task: FolderTask, names: readonly string[]): FolderResult {
    const packer = new PagePacker(names.length);
    const folders: SubFolder[] = [];
    const targetFolders = new Set<string>();
    const failures: { name: string; code: string }[] = [];
    const pathPrefix = task.path.endsWith("/") ? task.path : `${task.path}/`;
    const locatorPrefix = task.locator === "" ? "" : `${task.locator}/`;
    for (const name of names) {
      const path = pathPrefix + name;
      const locator = locatorPrefix + name;
      // EACCES here fails the whole folder: its names may be read, but nothing in it may be looked at.
      const stats = lstat(path);
      if (stats === null) continue;
      const kind = stats.mode & S_IFMT;
      if (kind === S_IFREG) {
        if (this.#selection.excludesFile(locator)) continue;
        packer.add(
          listedFile(
            name,
            stats,
            this.#selection.isDocument(locator, name),
            task.device,
            task.isLinked,
          ),
          null,
        );
      } else if (kind === S_IFDIR) {
        if (!this.#selection.excludesFolder(locator))
          folders.push(subFolder(name, path, stats, task.isLinked));
      } else if (kind === S_IFLNK) {
        const target = this.#tryFollow(task, path, locator);
        if (target === null) continue;
        if (target.kind === "failed") failures.push({ name, code: target.code });
        else if (target.kind === "folder")
          folders.push(subFolder(name, target.path, target.stats, true));
        else {
          packer.add(
            listedFile(
              name,
              target.stats,
              this.#selection.isDocument(locator, name),
              task.device,
              true,
            ),
            target.path,
          );
          targetFolders.add(parentPath(target.path));
        }
      }
    }
    const page = packer.finish(task.device);
    return {
      kind: "read",
      id: task.id,
      page,
      folders,
      targetFolders: [...targetFolders],
      failures,
    };
  }

  #tryFollow(task: FolderTask, path: string, locator: string): LinkTarget | null {
    try {
      return this.#follow(task, path, locator);
    } catch (error) {
      return { kind: "failed", code: errorCode(error) };
    }
  }

  /** Null: nothing to list (it leads nowhere, outside, round in a circle, or to what is excluded). */
  #follow(task: FolderTask, path: string, locator: string): LinkTarget | null {
    const target = realPath(path);
    const targetLocator = target === null ? null : locatorWithin(this.#rootPath, target);
    if (target === null || targetLocator === null) return null;
    const stats = lstat(target);
    if (stats === null) return null;
    const { excludesFile, excludesFolder } = this.#selection;
    if ((stats.mode & S_IFMT) === S_IFREG) {
      if (
        excludesFile(locator) ||
        excludesFile(targetLocator) ||
        excludesFolder(parentLocator(targetLocator))
      )
        return null;
      return { kind: "file", path: target, stats };
    }
    if (
      (stats.mode & S_IFMT) !== S_IFDIR ||
      task.isLinked ||
      locatorWithin(target, task.path) !== null
    )
      return null;
    if (excludesFolder(locator) || excludesFolder(targetLocator)) return null;
    return { kind: "folder", path: target, stats };
  }
}

type LinkTarget =
  | { readonly kind: "file" | "folder"; readonly path: string; readonly stats: Stats }
  | { readonly kind: "failed"; readonly code: string };

/** The path below the folder, empty for the folder itself; null: it is not inside. */
export function locatorWithin(folder: string, path: string): string | null {
  if (path === folder) return "";
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}

export function parentPath(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

/** The error's system code (`EACCES`); `UNKNOWN` where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "UNKNOWN";
}

/** Where the path really lies, as path text; null: nowhere. */
export function realPath(path: string): string | null {
  try {
    return textOfName(realpathSync.native(systemPath(path), "buffer")).text;
  } catch (error) {
    if (VANISHED_CODES.has(errorCode(error)) || errorCode(error) === "ELOOP") return null;
    throw error;
  }
}

function parentLocator(locator: string): string {
  const slash = locator.lastIndexOf("/");
  return slash === -1 ? "" : locator.slice(0, slash);
}

function lstat(path: string): Stats | null {
  return lstatSync(systemPath(path), { throwIfNoEntry: false }) ?? null;
}

function listNames(path: string): string[] {
  const names = readdirSync(systemPath(path));
  // A decoded name with U+FFFD in it is either no UTF-8 or holds that very character: only its bytes tell.
  if (!names.some((name) => name.includes("\uFFFD"))) return names.toSorted();
  return readdirSync(systemPath(path), { encoding: "buffer" })
    .map((name) => textOfName(name).text)
    .toSorted();
}

/** By a hash of each name, so that a new file changes one slice only. */
function sliceNames(names: readonly string[]): readonly Uint8Array[] {
  const sliceCount = 2 ** Math.ceil(Math.log2(names.length / SLICE_NAME_COUNT));
  const slices = Array.from({ length: sliceCount }, (): string[] => []);
  for (const name of names) slices[nameHash(name) & (sliceCount - 1)]?.push(name);
  return slices.map((slice) => new TextEncoder().encode(slice.join("/")));
}

/** FNV-1a, 32 bits. */
function nameHash(name: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1)
    value = Math.imul(value ^ name.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

function subFolder(name: string, path: string, stats: Stats, isLinked: boolean): SubFolder {
  return {
    name,
    path,
    device: stats.dev,
    isLinked,
    ownership: { userId: stats.uid, groupId: stats.gid, mode: stats.mode },
  };
}

export function listedFile(
  name: string,
  stats: Stats,
  isDocument: boolean,
  device: number,
  isLinked: boolean,
): ListedFile {
  return {
    name,
    inode: stats.ino,
    sizeBytes: stats.size,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
    bornMs: stats.birthtimeMs,
    isDocument,
    isLinked,
    isShared: stats.nlink > 1 || stats.dev !== device,
    isNotUtf8: !isUtf8Text(name),
  };
}
