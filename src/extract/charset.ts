import { isUtf8 } from "node:buffer";
import chardet from "chardet";
import iconv from "iconv-lite";

// Fewer bytes than this tell too little (measured: short texts are taken for Turkish or Arabic code pages).
const MIN_GUESS_BYTES = 100;
const FALLBACK_CHARSET = "windows-1252";
const GUESS_BYTES = 16_384;
const META_BYTES = 2048;

/**
 * The charset of text. A byte order mark is believed first, then valid UTF-8 (other text hardly ever is), then what the page
 * or the store declares, then a guess from the bytes.
 */
export function detectCharset(body: Uint8Array, declared: string | null): string {
  const [a, b, c] = body;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  const byPattern = wideCharset(body);
  if (byPattern !== null) return byPattern;
  const stated = declared ?? metaCharset(body);
  if (isUtf8(body) && !(stated !== null && isEscaped(stated) && body.includes(0x1b)))
    return "utf-8";
  if (stated !== null && !/^utf-?8$/i.test(stated) && isKnown(stated)) return stated;
  if (body.length < MIN_GUESS_BYTES) return FALLBACK_CHARSET;
  return guessCharset(body.subarray(0, GUESS_BYTES)) ?? FALLBACK_CHARSET;
}

/** The likeliest charset in which every byte stands for a character. */
function guessCharset(sample: Uint8Array): string | null {
  const guesses = chardet.analyse(sample).map(({ name }) => name);
  const fitting = guesses.find((name) => {
    if (/^utf/i.test(name) || !isKnown(name)) return false;
    return !/[\u{FFFD}\u{80}-\u{9F}]/u.test(decodeText(sample, name));
  });
  return fitting ?? null;
}

/** The text without its byte order mark. Bytes that are no text in this charset become U+FFFD. */
export function decodeText(body: Uint8Array, charset: string | null): string {
  const name = charset ?? "utf-8";
  const text =
    !name.startsWith("utf-") && iconv.encodingExists(name)
      ? iconv.decode(Buffer.from(body.buffer, body.byteOffset, body.byteLength), name)
      : new TextDecoder(name).decode(body);
  return text.includes("\0") ? text.replaceAll("\0", "\u{FFFD}") : text;
}

/** Node's own decoder knows the escaped Japanese charsets that the package lacks. */
function isKnown(charset: string): boolean {
  if (iconv.encodingExists(charset)) return true;
  try {
    return new TextDecoder(charset).encoding !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** UTF-16 without a mark: every second byte of Western text is zero. */
function wideCharset(body: Uint8Array): string | null {
  const sample = body.subarray(0, 512);
  if (sample.length < 8 || !sample.includes(0)) return null;
  let evenZeroCount = 0;
  let oddZeroCount = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) evenZeroCount += 1;
    else oddZeroCount += 1;
  }
  const most = 0.35 * sample.length;
  if (oddZeroCount > most && evenZeroCount === 0) return "utf-16le";
  return evenZeroCount > most && oddZeroCount === 0 ? "utf-16be" : null;
}

function metaCharset(body: Uint8Array): string | null {
  const head = Buffer.from(body.subarray(0, META_BYTES)).toString("latin1");
  if (!head.includes("<")) return null;
  const parts =
    /<meta[^>]+charset\s*=\s*["']?\s*(?<charset>[\w.:-]+)/i.exec(head) ??
    /<\?xml[^>]+encoding\s*=\s*["'](?<charset>[\w.:-]+)/i.exec(head);
  return parts?.groups?.["charset"]?.toLowerCase() ?? null;
}

/** Charsets that are ASCII bytes with escapes, so that their bytes are valid UTF-8. */
function isEscaped(charset: string): boolean {
  return /^iso-2022|^hz/i.test(charset);
}
