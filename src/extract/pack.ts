import { deflateRawSync, inflateRawSync } from "node:zlib";
import { sha256Hex } from "../lib/hash.ts";
import type { PackedText } from "./extraction.ts";

const WORD = /[\p{L}\p{N}]+/gu;
const DEFLATE_LEVEL = 3;

/** The text as it is kept, and how many words it has: both need its words, which are looked for once. */
export function packText(text: string): { readonly packed: PackedText; readonly wordCount: number } {
  const words = text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
  const packed = {
    hash: sha256Hex(text),
    copyHash: sha256Hex(words.join(" ")),
    length: text.length,
    deflated: deflateRawSync(text, { level: DEFLATE_LEVEL }),
  };
  return { packed, wordCount: words.length };
}

/** The text back from {@link packText}. Throws where the bytes are damaged. */
export function unpackText(packed: PackedText): string {
  return inflateRawSync(packed.deflated).toString("utf8");
}
