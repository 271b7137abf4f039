/**
 * The key under which a place in a source is looked up: two names that a link may use for one place have one key, so that
 * finding the candidates of a link, and the links of a changed document, is a join. Whether a candidate really is what the
 * link names is decided afterwards.
 */

// Names that stand for their folder, by the site generators' and code hosts' conventions.
const FOLDER_PAGE = /^(?:index|readme|_index|default|home)$/;
// Endings that a generator replaces or leaves out; several may be stacked (`page.html.md.erb`).
const PAGE_ENDING =
  /\.(?:md|markdown|mdx|mkd|html|htm|xhtml|rst|adoc|asciidoc|org|txt|erb|liquid|j2|php|aspx)$/;

/** Folder names in lower case joined by `/`, without a page's ending, without the page that stands for its folder; empty for the root. */
export function linkKey(path: string): string {
  const parts = path.normalize("NFC").toLowerCase().split("/").filter(Boolean);
  const last = parts.pop();
  if (last === undefined) return "";
  const name = withoutPageEnding(last);
  if (!FOLDER_PAGE.test(name)) parts.push(name);
  return parts.join("/");
}

/** The name without the endings that a generator replaces; the name itself where nothing would be left. */
export function withoutPageEnding(name: string): string {
  let rest = name;
  for (;;) {
    const shorter = rest.replace(PAGE_ENDING, "");
    if (shorter === rest || shorter === "") return rest;
    rest = shorter;
  }
}

/** The keys of a document: of its locator and of every other address it states for itself. */
export function documentLinkKeys(locator: string, aliases: readonly string[]): readonly string[] {
  const keys = new Set([linkKey(locator)]);
  for (const alias of aliases) {
    const path = pathOfAlias(alias);
    if (path !== null) keys.add(linkKey(path));
  }
  return [...keys];
}

function pathOfAlias(alias: string): string | null {
  const withoutOrigin = alias.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "");
  const path = withoutOrigin.replace(/[?#].*$/, "");
  return path === "" || path === "/" ? null : path;
}
