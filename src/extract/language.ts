const SAMPLE_LENGTH = 2000;
const MIN_LETTER_COUNT = 40;
// Words that make up a tenth of English prose and are words of no other language with many speakers.
const ENGLISH_WORDS = /\b(?:the|and|that|with|this|you|your|from|which|have|are|not|should|when|these|they)\b/gi;
const ENGLISH_RATIO = 0.07;
const MIN_WORD_COUNT = 20;

/** The stated language tag in lower case, else the text's own by its letters; null where the text is too short to tell. */
export async function detectLanguage(text: string, stated: string | null): Promise<string | null> {
  const tag = stated === null ? null : normalTag(stated);
  if (tag !== null) return tag;
  const sample = text.slice(0, SAMPLE_LENGTH).replaceAll(/\S*(?:\/|\\|@|[a-z]_)\S*/g, " ");
  if ((sample.match(/\p{L}/gu) ?? []).length < MIN_LETTER_COUNT) return null;
  if (isClearlyEnglish(sample)) return "en";
  // Its tables take half a second and 190 MB to load: only for texts that are not clearly English.
  const { eld } = await import("eld/medium");
  const found = eld.detect(sample);
  return found.language === "" ? null : found.language;
}

function isClearlyEnglish(sample: string): boolean {
  const wordCount = (sample.match(/[A-Za-z'’]+/g) ?? []).length;
  const englishCount = (sample.match(ENGLISH_WORDS) ?? []).length;
  return wordCount >= MIN_WORD_COUNT && englishCount >= ENGLISH_RATIO * wordCount;
}

/** BCP 47 as far as its shape goes; null for what is none (`{{ lang }}`, `English (US)`). */
function normalTag(stated: string): string | null {
  const tag = stated.trim().replaceAll("_", "-").toLowerCase();
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/.test(tag) ? tag : null;
}
