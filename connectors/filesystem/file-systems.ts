import { statfsSync } from "node:fs";
import { errorCode } from "./folder-reader.ts";
import { systemPath } from "./path-text.ts";

/**
 * File systems of Linux whose answer is the kernel's own reading of mode bits and POSIX ACLs (magic numbers of linux/magic.h):
 * ext2 to ext4, xfs, btrfs, tmpfs, overlayfs. The last one checks the caller against the merged inode, whose mode, owner
 * and ACL are those of the layer below.
 */
const LOCAL_TYPES: ReadonlySet<number> = new Set([
  0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630,
]);

/** Tells which devices are local file systems; asks the system once a device. */
export class FileSystems {
  readonly #isLocalByDevice = new Map<number, boolean>();

  /** `path`: any path on the device, as path text. One that is gone says nothing, and so is not local. */
  isLocal(device: number, path: string): boolean {
    const known = this.#isLocalByDevice.get(device);
    if (known !== undefined) return known;
    const type = fileSystemType(path);
    if (type === null) return false;
    const isLocal = process.platform === "linux" && LOCAL_TYPES.has(type);
    this.#isLocalByDevice.set(device, isLocal);
    return isLocal;
  }
}

/** Null: the path is gone, or may not be looked at. */
function fileSystemType(path: string): number | null {
  try {
    return statfsSync(systemPath(path)).type >>> 0;
  } catch (error) {
    if (errorCode(error) === "UNKNOWN") throw error;
    return null;
  }
}
