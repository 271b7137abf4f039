import { compileGlobs, compileTreeGlobs } from "../../src/lib/glob.ts";
import { isDocumentName, isKindPattern } from "../../src/model/document-name.ts";
import type { FilesystemOptions } from "./schema.ts";

/** Never scanned, whatever the configuration says: version control's own files and Tidemark's. */
const ALWAYS_EXCLUDED: readonly string[] = [
  "**/.git/**",
  "**/.git",
  "**/.hg/**",
  "**/.svn/**",
  "**/.tidemark/**",
];

export type SelectionOptions = Pick<FilesystemOptions, "include" | "exclude">;

/** Which folders are entered, which files are looked at, and which of these are documents. */
export interface Selection {
  readonly excludesFolder: (folder: string) => boolean;
  /** For a file whose folder is not excluded. */
  readonly excludesFile: (file: string) => boolean;
  readonly isDocument: (file: string, name: string) => boolean;
}

export function compileSelection({ include, exclude }: SelectionOptions): Selection {
  const excluded = compileTreeGlobs([...ALWAYS_EXCLUDED, ...exclude]);
  const isIncluded = compileGlobs(include);
  const isKindIncluded = compileGlobs(include.filter(isKindPattern));
  return {
    excludesFolder: excluded.matchesFolder,
    excludesFile: excluded.matchesEntry,
    isDocument: (file, name) => {
      if (include.length === 0) return isDocumentName(name);
      return isKindIncluded(file) || (isDocumentName(name) && isIncluded(file));
    },
  };
}
