import picomatch from "picomatch";

/**
 * One test for many globs over paths with `/` between names, relative to some root. Dot files are matched like others.
 * A leading `./` or `/` is dropped and a trailing `/` means everything below. No pattern matches nothing.
 */
export function compileGlobs(patterns: readonly string[]): (locator: string) => boolean {
  if (patterns.length === 0) return () => false;
  const tests = patterns.map((pattern) => picomatch(normalisePattern(pattern), { dot: true }));
  return (locator) => tests.some((isMatch) => isMatch(locator));
}

/** Globs in the way of ignore files: a pattern that matches a folder also matches everything below it. */
export interface TreeGlobs {
  /** Whether the folder, or one above it, is matched. The answer is remembered. */
  readonly matchesFolder: (folder: string) => boolean;
  /** Whether the file is matched by its own path; the folders above it are not looked at. */
  readonly matchesEntry: (file: string) => boolean;
  /** Whether the file, or a folder above it, is matched. */
  readonly matches: (file: string) => boolean;
}

const REMEMBERED_FOLDER_COUNT = 100_000;

export function compileTreeGlobs(patterns: readonly string[]): TreeGlobs {
  const isFolderMatch = compileGlobs(patterns);
  const matchesEntry = compileGlobs(patterns.filter((pattern) => !/\/(?:\*\*)?$/u.test(pattern)));
  const remembered = new Map<string, boolean>();
  const matchesFolder = (folder: string): boolean => {
    if (folder === "") return false;
    const known = remembered.get(folder);
    if (known !== undefined) return known;
    const isMatch = matchesFolder(parentOf(folder)) || isFolderMatch(folder);
    if (remembered.size >= REMEMBERED_FOLDER_COUNT) remembered.clear();
    remembered.set(folder, isMatch);
    return isMatch;
  };
  return {
    matchesFolder,
    matchesEntry,
    matches: (file) => matchesFolder(parentOf(file)) || matchesEntry(file),
  };
}

function normalisePattern(pattern: string): string {
  const bare = pattern.replace(/^(?:\.?\/)+/u, "");
  return bare.endsWith("/") ? `${bare}**` : bare;
}

function parentOf(locator: string): string {
  const slash = locator.lastIndexOf("/");
  return slash === -1 ? "" : locator.slice(0, slash);
}
