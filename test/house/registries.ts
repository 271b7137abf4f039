import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What a registry gets wrong: a folder that it leaves out, an id without a folder, or another order than by id. */
export function findRegistryProblems(
  ids: readonly string[],
  folders: readonly string[],
): readonly string[] {
  const sorted = ids.toSorted();
  return [
    ...folders
      .filter((folder) => !ids.includes(folder))
      .map((folder) => `${folder} is not registered`),
    ...ids.filter((id) => !folders.includes(id)).map((id) => `${id} has no folder of its name`),
    ...ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .map((id) => `${id} is registered twice`),
    ...(ids.every((id, index) => id === sorted[index])
      ? []
      : [`the registry is not in order: ${ids.join(", ")}`]),
  ];
}

/** The plug-in folders below a folder: those with this file in them. */
export function listPluginFolders(root: string, file: string): readonly string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, file)))
    .map(({ name }) => name)
    .toSorted();
}

/** Files that a plug-in folder lacks. */
export function findMissingFiles(folder: string, files: readonly string[]): readonly string[] {
  return files.filter((file) => !existsSync(join(folder, file))).map((file) => join(folder, file));
}
