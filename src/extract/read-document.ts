import type { ExtractOutcome, ExtractRequest } from "./extraction.ts";
import { EXTRACTORS } from "./index.ts";
import { detectLanguage } from "./language.ts";
import { packText } from "./pack.ts";
import { ReadFailure } from "./reading.ts";
import { sniff, UnsupportedType } from "./sniff.ts";

/**
 * Reads one document in this process, bounded by nothing but the length of its text. Never throws for what the document
 * contains: what its parser throws without a type makes it `corrupt`, and want of memory `memory`.
 */
export async function readDocument(
  request: ExtractRequest,
  textLength: number,
): Promise<ExtractOutcome> {
  let mediaType: string | null = null;
  try {
    const sniffed = await sniff(request);
    ({ mediaType } = sniffed);
    const extractor = await EXTRACTORS.get(mediaType)?.();
    if (extractor === undefined) throw new UnsupportedType(mediaType);
    const { body, locator } = request;
    const { text, language, ...reading } = await extractor.read({
      body,
      locator,
      charset: sniffed.charset,
      textLength,
    });
    const { packed, wordCount } = packText(text);
    const extracted = {
      mediaType,
      ...reading,
      language: await detectLanguage(text, language),
      wordCount,
      text: packed,
    };
    return { kind: "read", extracted };
  } catch (error) {
    return failed(error, mediaType);
  }
}

const MAX_DETAIL_LENGTH = 300;

function failed(error: unknown, sniffedType: string | null): ExtractOutcome {
  const mediaType = error instanceof UnsupportedType ? error.mediaType : sniffedType;
  const detail = (error instanceof Error ? error.message : String(error)).slice(
    0,
    MAX_DETAIL_LENGTH,
  );
  if (error instanceof ReadFailure)
    return { kind: "failed", mediaType, reason: error.reason, detail };
  const isMemory =
    error instanceof RangeError &&
    /allocation failed|invalid (?:array|string) length/i.test(detail);
  return { kind: "failed", mediaType, reason: isMemory ? "memory" : "corrupt", detail };
}
