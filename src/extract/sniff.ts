import { detectCharset } from "./charset.ts";
import type { ExtractRequest } from "./extraction.ts";
import { ReadFailure } from "./reading.ts";
import { listZip, unpackZip } from "./zip-parts.ts";

export const PDF = "application/pdf";
export const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
export const HTML = "text/html";
export const MARKDOWN = "text/markdown";
export const PLAIN = "text/plain";

/** What the bytes are. `charset` null: they are no text. */
export interface Sniffed {
  readonly mediaType: string;
  readonly charset: string | null;
}

// PDF readers look for the header in the first 1024 bytes (PDF 32000-1, annex H, note 13).
const PDF_WINDOW_BYTES = 1024;
const TEXT_WINDOW_BYTES = 4096;
const MAX_TYPE_BYTES = 256;
const OLE_MAGIC = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP_MAGIC = [0x50, 0x4b];
const OFFICE_PARTS: readonly { readonly part: string; readonly mediaType: string }[] = [
  { part: "word/", mediaType: DOCX },
  { part: "xl/", mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  {
    part: "ppt/",
    mediaType: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  },
];
const MARKDOWN_NAME =
  /\.(?:md|markdown|mdown|mkdn?|mdwn|mdx|qmd|rmd)(?:\.(?:erb|liquid|tmpl|j2|txt))?$/i;
const HTML_NAME = /\.(?:html?|xhtml|shtml)(?:\.(?:erb|liquid|tmpl|j2))?$/i;
const HTML_START = /^(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html[\s>])/is;
const HTML_FRAGMENT_START =
  /^(?:\s|<!--.*?-->)*<(?:head|body|title|meta|script|style|div|table|h[1-6]|p|section|article|main|ul|ol|a|span)[\s>]/is;

/** Whether the first bytes are those of a format whose parser may misbehave. Cheap: it only chooses the lane. */
export function looksHeavy(body: Uint8Array): boolean {
  return startsWith(body, ZIP_MAGIC) || startsWith(body, OLE_MAGIC) || isPdf(body);
}

/**
 * What a document is: by its bytes, then (where bytes leave a choice) by its name and the store's word.
 * Throws a ReadFailure for what no extractor can read, with the type in its detail.
 */
export async function sniff({ body, locator, mediaType }: ExtractRequest): Promise<Sniffed> {
  if (isPdf(body)) return { mediaType: PDF, charset: null };
  if (startsWith(body, ZIP_MAGIC) && body.length > 4) return sniffZip(body);
  if (startsWith(body, OLE_MAGIC)) return refuseOle(body);
  const start = latin1(body, 512);
  if (start.startsWith("{\\rtf")) return unsupported("application/rtf");
  const charset = detectCharset(body, declaredCharset(mediaType));
  if (charset.startsWith("utf-16") || !looksBinary(body))
    return sniffText(body, charset, locator, mediaType);
  const { fileTypeFromBuffer } = await import("file-type");
  return unsupported((await fileTypeFromBuffer(body))?.mime ?? "application/octet-stream");
}

function isPdf(body: Uint8Array): boolean {
  return latin1(body, PDF_WINDOW_BYTES).includes("%PDF-");
}

function sniffZip(body: Uint8Array): Sniffed {
  const names = listZip(body).map(({ name }) => name);
  const isOffice = names.includes("[Content_Types].xml");
  const office = OFFICE_PARTS.find(
    ({ part }) => isOffice && names.some((name) => name.startsWith(part)),
  );
  if (office?.mediaType === DOCX) return { mediaType: DOCX, charset: null };
  if (office !== undefined) return unsupported(office.mediaType);
  // OpenDocument and EPUB name their type in a part of its own (OpenDocument 1.3 part 2, section 3.3).
  const named = unpackZip(body, (name) => name === "mimetype", MAX_TYPE_BYTES).get("mimetype");
  const type = named === undefined ? "" : latin1(named, MAX_TYPE_BYTES).trim();
  return unsupported(/^application\/[\w.+-]+$/.test(type) ? type : "application/zip");
}

/** An OLE container holds an encrypted OOXML package ([MS-OFFCRYPTO] 2.3.4.4) or one of the old binary formats. */
function refuseOle(body: Uint8Array): never {
  const isEncrypted = Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(
    Buffer.from("EncryptedPackage", "utf16le"),
  );
  if (isEncrypted) throw new ReadFailure("encrypted", "the office document needs a password");
  return unsupported("application/x-ole-storage");
}

function sniffText(
  body: Uint8Array,
  charset: string,
  locator: string,
  stated: string | null,
): Sniffed {
  const isWide = charset.startsWith("utf-16");
  const start = isWide
    ? new TextDecoder(charset).decode(body.subarray(0, TEXT_WINDOW_BYTES))
    : latin1(body, TEXT_WINDOW_BYTES).replace(/^ï»¿/, "");
  const type = stated?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (HTML_START.test(start)) return { mediaType: HTML, charset };
  if (MARKDOWN_NAME.test(locator)) return { mediaType: MARKDOWN, charset };
  if (HTML_NAME.test(locator)) return { mediaType: HTML, charset };
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]/s.test(start))
    return unsupported("image/svg+xml");
  if (type === HTML || type === "application/xhtml+xml") return { mediaType: HTML, charset };
  if (type === MARKDOWN || type === "text/x-markdown") return { mediaType: MARKDOWN, charset };
  const isNamed = /\.[a-z0-9]{1,8}$/i.test(locator);
  return { mediaType: !isNamed && HTML_FRAGMENT_START.test(start) ? HTML : PLAIN, charset };
}

function declaredCharset(mediaType: string | null): string | null {
  return (
    /;\s*charset\s*=\s*"?(?<charset>[\w.:-]+)/i.exec(mediaType ?? "")?.groups?.["charset"] ?? null
  );
}

/** Text has no NUL and hardly any other control characters. */
function looksBinary(body: Uint8Array): boolean {
  const sampleLength = Math.min(body.length, 2 * TEXT_WINDOW_BYTES);
  let controlCount = 0;
  for (let index = 0; index < sampleLength; index += 1) {
    const byte = body[index] ?? 0;
    if (byte === 0) return true;
    if (byte < 32 && (byte < 8 || byte > 13) && byte !== 27) controlCount += 1;
  }
  return controlCount > 0.02 * sampleLength;
}

function startsWith(body: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => body[index] === byte);
}

function latin1(body: Uint8Array, byteCount: number): string {
  return Buffer.from(body.buffer, body.byteOffset, Math.min(byteCount, body.byteLength)).toString(
    "latin1",
  );
}

function unsupported(mediaType: string): never {
  throw new UnsupportedType(mediaType);
}

/** A type that no extractor reads. */
export class UnsupportedType extends ReadFailure {
  readonly mediaType: string;

  constructor(mediaType: string) {
    super("unsupported", `no extractor reads ${mediaType}`);
    this.mediaType = mediaType;
  }
}
