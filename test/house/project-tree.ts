import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Text of every file of the project by its path, in order of path. */
export type ProjectTree = ReadonlyMap<string, string>;

/** The project's own folder, where tests run. */
export const PROJECT_ROOT = join(import.meta.dirname, "..", "..");

const ROOMS = ["src", "connectors", "rules", "test", "data", "docs", ".ci"];
const TEXT_FILE = /\.(?:ts|mts|mjs|js|json|md|sql|ya?ml|sh)$|^\.ci\/run$/;
/** Files that are data and not ours to read: demo knowledge bases, golden output. */
const DATA = /^(?:data\/samples|test\/golden)\//;

/** Every text file of the project, at its top and in its rooms. */
export function readProjectTree(root: string): ProjectTree {
  const inRooms = ROOMS.filter((room) => existsSync(join(root, room))).flatMap((room) =>
    filesBelow(root, room),
  );
  const paths = [...filesOf(root, ""), ...inRooms]
    .filter((path) => TEXT_FILE.test(path) && !DATA.test(path))
    .toSorted();
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

function filesBelow(root: string, folder: string): readonly string[] {
  const folders = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map(({ name }) => `${folder}/${name}`);
  return [...filesOf(root, folder), ...folders.flatMap((below) => filesBelow(root, below))];
}

function filesOf(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => (folder === "" ? name : `${folder}/${name}`));
}

/** The part of a tree below these folders whose path ends like this; tests left out unless they are asked for. */
export function codeBelow(
  tree: ProjectTree,
  folders: readonly string[],
  options: { readonly withTests: boolean } = { withTests: false },
): readonly (readonly [path: string, text: string])[] {
  return [...tree].filter(
    ([path]) =>
      folders.some((folder) => path.startsWith(`${folder}/`)) &&
      /\.m?[jt]s$/.test(path) &&
      (options.withTests || !path.endsWith(".test.ts")),
  );
}

/** `path:line` of every line that the test holds for. */
export function linesWhere(
  files: readonly (readonly [path: string, text: string])[],
  holds: (line: string, before: string) => boolean,
): readonly string[] {
  return files.flatMap(([path, text]) => {
    const lines = text.split("\n");
    return lines.flatMap((line, index) =>
      holds(line, lines[index - 1] ?? "") ? [`${path}:${index + 1}: ${line.trim()}`] : [],
    );
  });
}
