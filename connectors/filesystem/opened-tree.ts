import { hash } from "node:crypto";
import { lstatSync, opendirSync, realpathSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ScanError } from "../../src/model/error.ts";
import { realmId } from "../../src/model/ids.ts";
import { readAccounts } from "./accounts.ts";
import { createAclReader } from "./extended-acl.ts";
import type { AclReader } from "./extended-acl.ts";
import { errorCode, parentPath } from "./folder-reader.ts";
import { FileSystems } from "./file-systems.ts";
import type { Realm } from "./gates.ts";
import { encodePath, systemPath, textOfPath } from "./path-text.ts";
import type { FilesystemOptions } from "./schema.ts";

/** A tree that was found and may be read: what every step of a session works with. */
export interface OpenedTree {
  readonly options: FilesystemOptions;
  /** Where the root folder really lies, as path text. For a single file: its folder. */
  readonly rootPath: string;
  /** Name of the one file to scan; null: the whole folder. */
  readonly onlyFile: string | null;
  readonly rootStats: Stats;
  readonly uriPrefix: string;
  readonly realm: Realm;
  readonly fileSystems: FileSystems;
  readonly acls: AclReader;
  /** Of all that decides what references and readings say, beside the files themselves. */
  readonly optionsHash: string;
}

/** Throws SOURCE_NOT_FOUND, SOURCE_FORBIDDEN or SOURCE_INVALID. */
export function openTree(options: FilesystemOptions): OpenedTree {
  const path = findRoot(options.path);
  const stats = inspect(path, () => statSync(path));
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new ScanError("SOURCE_INVALID", `${path} is neither a folder nor a file`, {
      detail: { path },
    });
  }
  const text = textOfPath(path);
  const rootPath = stats.isFile() ? parentPath(text) : text;
  const rootStats = stats.isFile() ? lstatSync(systemPath(rootPath)) : stats;
  if (stats.isDirectory()) inspect(path, () => opendirSync(path).closeSync());
  const accounts = readAccounts();
  return {
    options,
    rootPath,
    onlyFile: stats.isFile() ? text.slice(rootPath === "/" ? 1 : rootPath.length + 1) : null,
    rootStats,
    uriPrefix: uriPrefixOf(options.uri_prefix, rootPath),
    realm: { id: realmId(options.realm), accounts },
    fileSystems: new FileSystems(),
    acls: createAclReader(),
    optionsHash: hash(
      "sha256",
      JSON.stringify([options, rootPath, accounts.hash]),
      "base64url",
    ).slice(0, 12),
  };
}

/** Local by its file system, or declared to be. */
export function isBelieved(tree: OpenedTree, device: number, path: string): boolean {
  return tree.options.trust_file_system || tree.fileSystems.isLocal(device, path);
}

function findRoot(path: string): string {
  return inspect(path, () => realpathSync.native(resolve(path)));
}

function inspect<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw rootError(path, error);
  }
}

/** What it means for the whole source that its root could not be looked at. */
export function rootError(path: string, cause: unknown): ScanError {
  const code = errorCode(cause);
  const options = { detail: { path, systemCode: code }, cause };
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new ScanError(
      "SOURCE_NOT_FOUND",
      `${path} does not exist. Check the source's path.`,
      options,
    );
  }
  if (code === "EACCES" || code === "EPERM") {
    return new ScanError(
      "SOURCE_FORBIDDEN",
      `${path} may not be read by this account. Grant it read and traverse rights.`,
      options,
    );
  }
  return new ScanError("SOURCE_UNREACHABLE", `${path} could not be read (${code})`, options);
}

function uriPrefixOf(configured: string | null, rootPath: string): string {
  if (configured !== null) return configured.endsWith("/") ? configured : `${configured}/`;
  if (rootPath === "/") return pathToFileURL("/").href;
  return `file://${encodePath(rootPath)}/`;
}
