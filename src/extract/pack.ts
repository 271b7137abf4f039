import { deflateRawSync, inflateRawSync } from "node:zlib";
import { sha256Hex } from "../lib/hash.ts";
import type { PackedText } from "./extraction.ts";

const WORD = /[\p{L}\p{N}]+/gu;
// Measured on 3,985 pages (November 2026): level 6 takes 1.5 times as long and saves 6 %.
const DEFLATE_LEVEL = 3;

/** The text as it is kept, and how many words it has: both need its words, which are looked for once. */
export function packText(text: string): {
  readonly packed: PackedText;
  readonly wordCount: number;
} {
  const { normal, wordCount } = normalWords(text);
  const packed = {
    hash: sha256Hex(text),
    copyHash: sha256Hex(normal),
    length: text.length,
    deflated: deflateRawSync(text, { level: DEFLATE_LEVEL }),
  };
  return { packed, wordCount };
}

/** The text back from {@link packText}. Throws where the bytes are damaged. */
export function unpackText(packed: Pick<PackedText, "deflated">): string {
  return inflateRawSync(packed.deflated).toString("utf8");
}

/** Its words (runs of letters and digits) in lower case, NFKC, parted by one space. */
function normalWords(text: string): {
  readonly normal: string | Uint8Array;
  readonly wordCount: number;
} {
  const ascii = normalAsciiWords(text);
  if (ascii !== null) return ascii;
  const words = text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
  return { normal: words.join(" "), wordCount: words.length };
}

/** The same, nearly twice as fast; null as soon as a character is not ASCII. */
function normalAsciiWords(text: string) {
  const normal = Buffer.allocUnsafe(text.length + 1);
  let length = 0;
  let wordCount = 0;
  let isInWord = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127) return null;
    const isUpper = code >= 65 && code <= 90;
    if (isUpper || (code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      if (!isInWord) {
        if (wordCount > 0) normal[length++] = 32;
        wordCount += 1;
        isInWord = true;
      }
      normal[length++] = isUpper ? code + 32 : code;
    } else isInWord = false;
  }
  return { normal: normal.subarray(0, length), wordCount };
}
