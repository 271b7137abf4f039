import type { Extractor } from "./reading.ts";
import { DOCX, HTML, MARKDOWN, PDF, PLAIN } from "./sniff.ts";

/** How to get the extractor of each media type; a parser is loaded with its first document. */
export const EXTRACTORS: ReadonlyMap<string, () => Promise<Extractor>> = new Map([
  [DOCX, async () => (await import("./docx.ts")).docx],
  [HTML, async () => (await import("./html.ts")).html],
  [MARKDOWN, async () => (await import("./markdown.ts")).markdown],
  [PDF, async () => (await import("./pdf.ts")).pdf],
  [PLAIN, async () => (await import("./plain.ts")).plain],
]);
