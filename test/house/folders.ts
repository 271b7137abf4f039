import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { codeBelow, type ProjectTree } from "./project-tree.ts";

/** Names that say nothing; a file that cannot be named is in the wrong place. */
const VAGUE = /^(?:utils?|helpers?|common|shared|types|misc|manager|handler|data|info)\.m?[jt]s$/;
const INDEXES: ReadonlySet<string> = new Set([
  "rules/index.ts",
  "connectors/index.ts",
  "src/extract/index.ts",
]);

/** Folders below these without any file in them or below: a room appears with its first tenant. */
export function findEmptyFolders(root: string, folders: readonly string[]): readonly string[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => emptyBelow(root, folder));
}

function emptyBelow(root: string, folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  if (entries.length === 0) return [folder];
  return entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => emptyBelow(root, `${folder}/${name}`));
}

/** Files whose name says nothing, and an index that is no registry. */
export function findVagueNames(tree: ProjectTree): readonly string[] {
  return codeBelow(tree, ["src", "connectors", "rules", "test", ".ci"], { withTests: true })
    .map(([path]) => path)
    .filter((path) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      return VAGUE.test(name) || (name === "index.ts" && !INDEXES.has(path));
    });
}
