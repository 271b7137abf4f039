import type { Connector, ConnectorSession, ListEvent } from "../../src/contract/connector.ts";
import { lstatSync } from "node:fs";
import { readAccess } from "./file-access.ts";
import { fetchFile } from "./fetch-file.ts";
import { Listing, LISTING_LIMITS } from "./listing.ts";
import { listOneFile } from "./one-file.ts";
import { openTree } from "./opened-tree.ts";
import type { OpenedTree } from "./opened-tree.ts";
import { systemPath } from "./path-text.ts";
import { FilesystemOptions } from "./schema.ts";

/** Files of a folder tree, with the access that their mode bits give. */
export const filesystem: Connector<typeof FilesystemOptions> = {
  meta: {
    id: "filesystem",
    title: "Folder tree",
    capabilities: {
      access: "exact",
      changes: "full-listing",
      deletions: "inferred",
      dates: ["source_modified"],
      notes: [
        "A file or folder with an extended ACL has unknown access: its group bits are then a mask.",
        "File systems that are not local have unknown access unless the configuration trusts them or declares the readers.",
        "The superuser, who may read everything, is not named among the readers.",
        "Names of users and groups come from /etc/passwd and /etc/group; others stay numbers.",
        "Security modules, containers' user namespaces and encrypted folders are not seen.",
      ],
    },
  },
  Options: FilesystemOptions,
  async open(options, host) {
    const tree = openTree(options);
    if (
      !tree.options.trust_file_system &&
      !tree.fileSystems.isLocal(tree.rootStats.dev, tree.rootPath)
    ) {
      host.log("filesystem.not-local", { path: tree.rootPath });
    }
    return openSession(tree);
  },
};

function openSession(tree: OpenedTree): ConnectorSession {
  const closing = new AbortController();
  const until = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, closing.signal]);
  return {
    async whoAmI() {
      const stats = lstatSync(systemPath(tree.rootPath), { throwIfNoEntry: false });
      // Another folder under the same name (a share that was unmounted) lists something else.
      const isProved = stats?.dev === tree.rootStats.dev && stats.ino === tree.rootStats.ino;
      return { name: `user ${process.getuid?.() ?? "unknown"} at ${tree.rootPath}`, isProved };
    },
    list(_from, signal): AsyncIterable<ListEvent> {
      if (tree.onlyFile !== null) return listOneFile(tree, tree.onlyFile, until(signal));
      return new Listing(tree, LISTING_LIMITS, until(signal)).events();
    },
    async fetch(ref, limits, signal) {
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      return fetchFile(tree, ref, limits.maxBytes);
    },
    readAccess: (refs, signal) => readAccess(tree, refs, until(signal)),
    async close() {
      closing.abort();
      tree.acls.close();
    },
  };
}
