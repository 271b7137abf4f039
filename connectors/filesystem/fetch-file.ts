import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readlinkSync,
  readSync,
  lstatSync,
} from "node:fs";
import type { Stats } from "node:fs";
import { FetchFailure } from "../../src/contract/connector.ts";
import type { DocumentRef, RawDocument } from "../../src/contract/connector.ts";
import { fileDates, fileRevision } from "./file-page.ts";
import { errorCode, locatorWithin, realPath } from "./folder-reader.ts";
import type { OpenedTree } from "./opened-tree.ts";
import { systemPath, textOfName } from "./path-text.ts";

const READ_ATTEMPTS = 3;

/** Reads one file, never more than the limit and one byte, and never a file that lies outside the root. */
export function fetchFile(tree: OpenedTree, ref: DocumentRef, maxBytes: number): RawDocument {
  if (ref.unreadable !== null) throw new FetchFailure(ref.unreadable.reason, ref.unreadable.detail);
  try {
    const handle = openInside(tree, ref.locator);
    try {
      return readWhole(handle, ref.locator, maxBytes);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw error instanceof FetchFailure ? error : fetchFailure(ref.locator, error);
  }
}

/** Links are resolved first and not followed while opening; then the system is asked what was really opened. */
function openInside(tree: OpenedTree, locator: string): number {
  const path = tree.rootPath === "/" ? `/${locator}` : `${tree.rootPath}/${locator}`;
  const direct = openExactly(path);
  if (direct !== null) return direct;
  const real = realPath(path);
  if (real === null || locatorWithin(tree.rootPath, real) === null) {
    throw new FetchFailure("vanished", `${locator} is no longer inside the scanned folder`);
  }
  const handle = openExactly(real);
  if (handle === null)
    throw new FetchFailure("vanished", `${locator} was replaced while it was opened`);
  return handle;
}

/** Null: a link lies on the way, or something took the file's place meanwhile. */
function openExactly(path: string): number | null {
  let handle: number;
  try {
    // A pipe or device that took the file's place must not block.
    handle = openSync(
      systemPath(path),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
  } catch (error) {
    if (errorCode(error) === "ELOOP") return null;
    throw error;
  }
  try {
    if (isStillThere(handle, path)) return handle;
  } catch (error) {
    closeSync(handle);
    throw error;
  }
  closeSync(handle);
  return null;
}

function isStillThere(handle: number, path: string): boolean {
  if (process.platform === "linux") return openedPath(handle) === path;
  const opened = fstatSync(handle);
  const stats = lstatSync(systemPath(path));
  return realPath(path) === path && stats.dev === opened.dev && stats.ino === opened.ino;
}

/** What the kernel says was opened, as path text. */
function openedPath(handle: number): string {
  const path = readlinkSync(`/proc/self/fd/${handle}`);
  return path.includes("\uFFFD")
    ? textOfName(readlinkSync(`/proc/self/fd/${handle}`, "buffer")).text
    : path;
}

function readWhole(handle: number, locator: string, maxBytes: number): RawDocument {
  for (let attempt = 1; ; attempt += 1) {
    const before = fstatSync(handle);
    if (!before.isFile()) throw new FetchFailure("vanished", `${locator} is no longer a file`);
    if (before.size > maxBytes) throw oversized(locator, before.size, maxBytes);
    const body = readBytes(handle, Math.min(before.size, maxBytes) + 1);
    if (body.length > maxBytes) throw oversized(locator, body.length, maxBytes);
    // Read again what changed meanwhile; in the end with the older revision, so that the next scan reads it once more.
    if (
      attempt === READ_ATTEMPTS ||
      (isUnchanged(before, fstatSync(handle)) && body.length === before.size)
    ) {
      return {
        mediaType: null,
        body,
        revision: revisionOf(before),
        dates: fileDates(before.mtimeMs),
      };
    }
  }
}

function readBytes(handle: number, limitBytes: number): Uint8Array {
  const buffer = Buffer.allocUnsafe(limitBytes);
  let length = 0;
  while (length < limitBytes) {
    const count = readSync(handle, buffer, length, limitBytes - length, length);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

function isUnchanged(before: Stats, after: Stats): boolean {
  return before.mtimeMs === after.mtimeMs && before.size === after.size;
}

function revisionOf(stats: Stats): string {
  return fileRevision({ sizeBytes: stats.size, modifiedMs: stats.mtimeMs, inode: stats.ino });
}

function oversized(locator: string, sizeBytes: number, maxBytes: number): FetchFailure {
  return new FetchFailure(
    "oversized",
    `${locator} has ${sizeBytes} bytes or more; the limit is ${maxBytes}`,
  );
}

function fetchFailure(locator: string, cause: unknown): FetchFailure {
  const code = errorCode(cause);
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP") {
    return new FetchFailure("vanished", `${locator} is gone`, { cause });
  }
  return new FetchFailure("unreadable", `${locator} could not be read (${code})`, { cause });
}
