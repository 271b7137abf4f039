import { readHref, type Href } from "../model/href.ts";
import { linkKey } from "../model/link-key.ts";
import type { LinkTarget } from "../store/store.ts";

// Endings of the files that people write. A link that names one means that very file; a link without one, or with `.html`,
// names a page that a site generator makes from it.
const SOURCE_ENDING = /\.(?:md|markdown|mdx|mkd|rst|adoc|asciidoc|org|txt|pdf|docx?|pptx?|xlsx?)$/i;

/** Every path of the source that an internal link may mean, the likeliest first: a site's root may be any folder above the document. */
export function candidatePaths(
  fromLocator: string,
  href: Href & { readonly kind: "internal" },
): readonly string[] {
  if (href.path === null) return [fromLocator];
  if (!href.isFromRoot) return [href.path];
  const paths = [href.path];
  const folders = fromLocator.split("/").slice(0, -1);
  for (let depth = 1; depth <= folders.length; depth += 1) {
    paths.push(`${folders.slice(0, depth).join("/")}/${href.path}`);
  }
  return paths;
}

/** The key under which a link is found again when its target changes; null: it points outside the source. */
export function targetKeyOf(fromLocator: string, written: string): string | null {
  const href = readHref(fromLocator, written);
  if (href.kind !== "internal") return null;
  if (href.path === null) return linkKey(fromLocator);
  return href.isFromRoot ? rootedKey(linkKey(href.path)) : linkKey(href.path);
}

/** The target keys of all links that may mean a place with this key: of relative links, and of links from any site root above it. */
export function keysOfLinksTo(key: string): readonly string[] {
  const parts = key.split("/");
  return [key, ...parts.map((_, start) => rootedKey(parts.slice(start).join("/")))];
}

function rootedKey(key: string): string {
  return `/${key}`;
}

/**
 * Whether a link from a site's root that leads nowhere may be called broken. A build may make pages that no file shows, so only
 * a link that is written as files are named here is: `.md` anywhere, and whatever an exported HTML site links to.
 */
export function namesFile(fromLocator: string, path: string): boolean {
  return SOURCE_ENDING.test(path) || /\.x?html?$/i.test(fromLocator);
}

/** The target that a path names, out of those with its key; null: none of them. */
export function matchTarget(path: string, targets: readonly LinkTarget[]): LinkTarget | null {
  const exact = targets.find((target) => target.locator === path);
  if (exact) return exact;
  const folded = fold(path);
  // Sources are read on file systems and sites that do not tell case: precision before recall.
  const sameName = targets.find((target) => fold(target.locator) === folded);
  if (sameName) return sameName;
  if (SOURCE_ENDING.test(path)) return targets.find((target) => isAlias(target)) ?? null;
  return targets.find((target) => target.documentId !== null) ?? null;
}

function isAlias(target: LinkTarget): boolean {
  return target.documentId !== null && linkKey(target.locator) !== target.linkKey;
}

function fold(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** What is known of a fragment without looking at the target. */
export function isFragmentOfItsOwn(fragment: string): boolean {
  // Text fragments, routes of single-page applications, DocFX tabs, PDF open parameters, line ranges of code viewers:
  // none of them names an element of the page.
  return /^(?:top|:~:.*|[!/].*|tab\/.*|page=.*|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|\d+(?:-\d+)?)?$/is.test(
    fragment,
  );
}

/** Whether a document has this anchor. Generated anchors of Markdown are compared without case, ids of HTML with it. */
export function hasAnchor(
  anchors: readonly string[],
  fragment: string,
  mediaType: string | null,
): boolean {
  const wanted = fragment.replace(/^user-content-/, "");
  if (anchors.includes(wanted) || anchors.includes(fragment)) return true;
  if (mediaType === "text/html") return false;
  const folded = fold(wanted);
  return anchors.some((anchor) => fold(anchor) === folded);
}
