/** Where a link points, as far as its text says. */
export type Href =
  | { readonly kind: "external" | "other-scheme" | "template" | "outside" }
  /** A place in the same source. `path` null: the document itself. */
  | {
      readonly kind: "internal";
      /** Normalised, percent-decoded, without leading `/`; a folder keeps its trailing `/`. Empty for the root. */
      readonly path: string | null;
      /** It began with `/`: relative to a site's root, which may be any folder above the document. */
      readonly isFromRoot: boolean;
      /** Percent-decoded, without `#`; null where there is none. */
      readonly fragment: string | null;
    };

// RFC 3986 section 3.1; a single letter is a drive (`C:\docs`), which no reader of the document can open either.
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
// Placeholders of template languages and of people ("<your-host>", "{{ site.url }}", "${HOST}", "%VERSION%").
const TEMPLATE = /\{\{|\{%|<%|\$\{|\$\(|<[a-z][^>]*>|^%[A-Z_]+%|^\{[^}]*\}/i;

/** Reads a link's target as seen from a document at `fromLocator`. Nothing is looked up. */
export function readHref(fromLocator: string, href: string): Href {
  const written = href.trim();
  if (TEMPLATE.test(written)) return { kind: "template" };
  if (written.startsWith("//")) return { kind: "external" };
  const scheme = SCHEME.exec(written)?.[1]?.toLowerCase();
  if (scheme === "http" || scheme === "https") return { kind: "external" };
  if (scheme !== undefined) return { kind: "other-scheme" };
  const [beforeFragment = "", ...fragmentParts] = written.split("#");
  const fragment = fragmentParts.length > 0 ? decodePercent(fragmentParts.join("#")) : null;
  const writtenPath = beforeFragment.replace(/\?.*$/s, "").replaceAll("\\", "/");
  if (writtenPath === "") return { kind: "internal", path: null, isFromRoot: false, fragment };
  const isFromRoot = writtenPath.startsWith("/");
  const base = isFromRoot ? [] : fromLocator.split("/").slice(0, -1);
  const path = joinPath(base, decodePercent(writtenPath));
  return path === null ? { kind: "outside" } : { kind: "internal", path, isFromRoot, fragment };
}

/** Null when it leaves the root. */
function joinPath(base: readonly string[], relative: string): string | null {
  const parts = [...base];
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else parts.push(part);
  }
  const isFolder = /(?:^|\/)\.{0,2}$/.test(relative);
  return parts.length === 0 ? "" : parts.join("/") + (isFolder ? "/" : "");
}

/** A malformed escape stays as it is written, as browsers do. */
function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch (error) {
      if (error instanceof URIError) return escaped;
      throw error;
    }
  });
}
