import { unzipSync, type UnzipFileInfo } from "fflate";
import { ReadFailure } from "./reading.ts";

/** The entries of a ZIP archive, without unpacking any. Throws a ReadFailure `corrupt` where its directory cannot be read. */
export function listZip(body: Uint8Array): readonly UnzipFileInfo[] {
  const entries: UnzipFileInfo[] = [];
  unzip(body, (entry) => {
    entries.push(entry);
    return false;
  });
  return entries;
}

/**
 * The unpacked entries that are wanted. Throws a ReadFailure `oversized` before it unpacks more than `maxBytes` in all:
 * each entry is unpacked into a buffer of its declared size and cannot grow past it, so a lying size gains nothing.
 */
export function unpackZip(
  body: Uint8Array,
  isWanted: (name: string) => boolean,
  maxBytes: number,
): ReadonlyMap<string, Uint8Array> {
  let totalBytes = 0;
  const files = unzip(body, (entry) => {
    if (!isWanted(entry.name)) return false;
    totalBytes += Math.max(entry.originalSize, entry.size);
    if (totalBytes > maxBytes)
      throw new ReadFailure("oversized", `it unpacks to more than ${maxBytes} bytes`);
    return true;
  });
  return new Map(Object.entries(files));
}

function unzip(
  body: Uint8Array,
  filter: (entry: UnzipFileInfo) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(body, { filter });
  } catch (error) {
    if (error instanceof ReadFailure) throw error;
    const detail = error instanceof Error ? error.message : "unreadable";
    throw new ReadFailure("corrupt", `its ZIP archive cannot be read: ${detail}`, { cause: error });
  }
}
