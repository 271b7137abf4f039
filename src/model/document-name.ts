const DOCUMENT_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    "md markdown mdown mkd mkdn mdx html htm xhtml txt text rst adoc asciidoc asc org textile wiki mediawiki " +
    "pdf docx doc docm odt rtf pptx ppt pptm odp xlsx xls xlsm ods epub eml msg"
  ).split(" "),
);

const DOCUMENT_NAMES: ReadonlySet<string> = new Set(
  (
    "readme license licence copying notice authors contributors contributing changelog changes history news " +
    "install todo maintainers security support governance"
  ).split(" "),
);

/** Whether a file of this name is something a person would open to read: by its extension, or by a well-known name without one. */
export function isDocumentName(name: string): boolean {
  const dot = name.lastIndexOf(".");
  if (dot > 0) return DOCUMENT_EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
  return DOCUMENT_NAMES.has(name.toLowerCase());
}

const OPEN_ENDED_PATTERN = /(?:^|\/)[*]+$|\/$/u;

/** Whether a glob names a kind of file (`**` + `/*.yaml`, `Makefile`) and not only a place (`docs/**`). */
export function isKindPattern(pattern: string): boolean {
  return !OPEN_ENDED_PATTERN.test(pattern);
}
