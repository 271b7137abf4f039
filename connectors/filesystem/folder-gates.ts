import { lstatSync } from "node:fs";
import { errorCode, parentPath } from "./folder-reader.ts";
import type { Ownership } from "./folder-reader.ts";
import { emptyChain, extendChain, unknownChain } from "./gates.ts";
import type { AclState, GateChain } from "./gates.ts";
import { isBelieved } from "./opened-tree.ts";
import type { OpenedTree } from "./opened-tree.ts";
import { systemPath } from "./path-text.ts";

/**
 * The gates of folders, looked at once each and remembered as long as this object lives.
 * Folders above the root count too: nobody reaches a file without passing them.
 */
export class FolderGates {
  readonly #tree: OpenedTree;
  readonly #chains = new Map<string, GateChain>();
  readonly #seed: GateChain;

  constructor(tree: OpenedTree) {
    this.#tree = tree;
    this.#seed = emptyChain(tree.optionsHash);
  }

  /** Chains inside the folders (path texts without symbolic links), in their order. */
  async chainsOf(folders: readonly string[], signal: AbortSignal): Promise<readonly GateChain[]> {
    const fresh = new Set<string>();
    for (const folder of folders) this.#collect(folder, fresh);
    const looked = [...fresh].toReversed().map((path) => ({ path, facts: lookAtFolder(path) }));
    const paths = looked.map(({ path }) => path);
    const states = await this.#tree.acls.read(paths, signal);
    for (const [index, { path, facts }] of looked.entries()) {
      this.#chains.set(path, this.#chainInside(path, facts, states[index] ?? "unreadable"));
    }
    return folders.map(
      (folder) => this.#chains.get(folder) ?? unknownChain(this.#seed, "unreadable"),
    );
  }

  #collect(folder: string, fresh: Set<string>): void {
    if (this.#chains.has(folder)) return;
    // Parents must come out before their children when the set is read backwards.
    fresh.delete(folder);
    fresh.add(folder);
    if (folder !== "/") this.#collect(parentPath(folder), fresh);
  }

  #chainInside(path: string, facts: FolderLook, acl: AclState): GateChain {
    const above = path === "/" ? this.#seed : this.#chains.get(parentPath(path));
    if (above === undefined || facts === null) return unknownChain(this.#seed, "unreadable");
    const isLocal = isBelieved(this.#tree, facts.device, path);
    return extendChain(
      above,
      { origin: folderOrigin(path), ownership: facts, isLocal, acl },
      this.#tree.realm,
    );
  }
}

type FolderLook = (Ownership & { readonly device: number }) | null;

export function folderOrigin(path: string): string {
  return `${path === "/" ? "" : path}/ (folder)`;
}

/** Null: it could not be looked at. */
function lookAtFolder(path: string): FolderLook {
  try {
    const stats = lstatSync(systemPath(path));
    return { userId: stats.uid, groupId: stats.gid, mode: stats.mode, device: stats.dev };
  } catch (error) {
    if (errorCode(error) === "UNKNOWN") throw error;
    return null;
  }
}
