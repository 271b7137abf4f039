import { lstatSync } from "node:fs";
import type { ListEvent } from "../../src/contract/connector.ts";
import { fileRef } from "./file-page.ts";
import { FolderGates } from "./folder-gates.ts";
import { listedFile } from "./folder-reader.ts";
import { rootError } from "./opened-tree.ts";
import type { OpenedTree } from "./opened-tree.ts";
import { systemPath } from "./path-text.ts";

/** A source that is a single file: it is a document, whatever its type. */
export async function* listOneFile(
  tree: OpenedTree,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<ListEvent> {
  const path = tree.rootPath === "/" ? `/${name}` : `${tree.rootPath}/${name}`;
  const stats = lstatSync(systemPath(path), { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile())
    throw rootError(path, Object.assign(new Error("vanished"), { code: "ENOENT" }));
  const [chain] = await new FolderGates(tree).chainsOf([tree.rootPath], signal);
  const place = {
    prefix: "",
    folder: "",
    uriPrefix: tree.uriPrefix,
    gatesHash: chain?.hash ?? "",
    optionsHash: tree.optionsHash,
  };
  yield {
    kind: "seen",
    ref: fileRef(listedFile(name, stats, true, stats.dev, false), stats.dev, place),
  };
  yield { kind: "done", listing: "full", cursor: null };
}
