import type { BlobReader } from "./blob-reader.ts";
import type { TreeEntry } from "./tree.ts";

const LINK_BYTES = 4_096;
const HOP_COUNT = 8;

/** The file of the tree that each symbolic link leads to, by the link's path; links that lead elsewhere are left out. */
export async function resolveLinks(
  entries: readonly TreeEntry[],
  blobs: BlobReader,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const links = entries.filter((entry) => entry.kind === "link");
  const targets = new Map<string, string>();
  await Promise.all(
    links.map(async (link) => {
      const body = await blobs.read(link.id, LINK_BYTES).catch(() => null);
      const target =
        body === null ? null : resolvePath(link.path, Buffer.from(body).toString("utf8"));
      if (target !== null) targets.set(link.path, target);
    }),
  );
  const resolved = new Map<string, TreeEntry>();
  for (const link of links) {
    const end = followLink(link, byPath, targets);
    if (end !== null) resolved.set(link.path, end);
  }
  return resolved;
}

function followLink(
  link: TreeEntry,
  byPath: ReadonlyMap<string, TreeEntry>,
  targets: ReadonlyMap<string, string>,
): TreeEntry | null {
  let current = link;
  for (let hop = 0; hop < HOP_COUNT; hop += 1) {
    const target = targets.get(current.path);
    const next = target === undefined ? undefined : byPath.get(target);
    if (next === undefined || next.kind === "submodule") return null;
    if (next.kind === "file") return next;
    current = next;
  }
  return null;
}

/** Null: it leads out of the tree. */
function resolvePath(linkPath: string, target: string): string | null {
  if (target.startsWith("/")) return null;
  const names = linkPath.split("/").slice(0, -1);
  for (const name of target.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) return null;
  }
  return names.join("/");
}
