import { compileGlobs, compileTreeGlobs } from "../../src/lib/glob.ts";
import { isDocumentName, isKindPattern } from "../../src/model/document-name.ts";
import type { GitOptions } from "./schema.ts";

/** What a file of the tree is to the scan; null: it is not scanned. */
export type Select = (locator: string) => "document" | "asset" | null;

export function compileSelect({
  include,
  exclude,
}: Pick<GitOptions, "include" | "exclude">): Select {
  const excluded = compileTreeGlobs(exclude);
  const isIncluded = compileGlobs(include);
  const isKindIncluded = compileGlobs(include.filter(isKindPattern));
  return (locator) => {
    if (excluded.matches(locator)) return null;
    const isNamedDocument = isDocumentName(locator.slice(locator.lastIndexOf("/") + 1));
    if (include.length === 0) return isNamedDocument ? "document" : "asset";
    return isKindIncluded(locator) || (isNamedDocument && isIncluded(locator))
      ? "document"
      : "asset";
  };
}
