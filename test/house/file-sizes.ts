import { codeBelow, type ProjectTree } from "./project-tree.ts";

export interface FileSize {
  readonly path: string;
  readonly lineCount: number;
}

/** Lines of every file of code, tests left out, longest first. */
export function listFileSizes(tree: ProjectTree): readonly FileSize[] {
  return codeBelow(tree, ["src", "connectors", "rules"])
    .map(([path, text]) => ({ path, lineCount: text.trimEnd().split("\n").length }))
    .toSorted((one, other) => other.lineCount - one.lineCount || (one.path < other.path ? -1 : 1));
}
