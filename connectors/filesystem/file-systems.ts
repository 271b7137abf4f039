import { statfsSync } from "node:fs";
import { systemPath } from "./path-text.ts";

/**
 * File systems of Linux whose answer is the kernel's own reading of mode bits and POSIX ACLs (magic numbers of linux/magic.h).
 * overlayfs is among them: it checks the caller against the merged inode, whose mode, owner and ACL are those of the layer below.
 */
const LOCAL_TYPES: ReadonlyMap<number, string> = new Map([
  [0xef53, "ext"],
  [0x58465342, "xfs"],
  [0x9123683e, "btrfs"],
  [0x01021994, "tmpfs"],
  [0x794c7630, "overlayfs"],
]);

/** Tells which devices are local file systems; asks the system once a device. */
export class FileSystems {
  readonly #isLocalByDevice = new Map<number, boolean>();

  /** `path`: any path on the device, as path text. */
  isLocal(device: number, path: string): boolean {
    const known = this.#isLocalByDevice.get(device);
    if (known !== undefined) return known;
    const isLocal =
      process.platform === "linux" && LOCAL_TYPES.has(statfsSync(systemPath(path)).type >>> 0);
    this.#isLocalByDevice.set(device, isLocal);
    return isLocal;
  }
}
