const SAMPLE_LENGTH = 2000;
const MIN_LETTER_COUNT = 40;
const MIN_WORD_COUNT = 8;
// Function words of English that no other widely written language has …
const ENGLISH_WORDS =
  /\b(?:the|and|with|this|these|you|your|our|their|from|which|how|what|when|should|would)\b/gi;
// … those that some share …
const SHARED_WORDS = /\b(?:of|to|for|are|not|or|can|by|on|as|that|is|be|it|if|at|will)\b/gi;
// … and the commonest of the other languages written in these letters.
const FOREIGN_WORDS =
  /(?<!\p{L})(?:de|la|le|les|des|du|et|est|und|der|die|das|den|ist|nicht|mit|für|el|los|las|que|una|para|con|het|een|van|voor|met|niet|og|det|er|ikke|på|til|av|och|att|är|som|il|che|di|per|não|uma|com|em|nie|się|na|jest|ja|ei|että|és|nem|az|bir|ve|için|şi|și|cu|yang|dan|untuk|dengan)(?!\p{L})/giu;
const LATIN_WORD = /[A-Za-z'’]+/g;
const SURE_COUNT = 2;
const MIN_ENGLISH_RATIO = 0.05;
const MAX_FOREIGN_RATIO = 0.25;
const MAX_NAME_COUNT = 40;
const PATHS_AND_CODE = /\S*(?:[/\\@]|[a-z]_|\w\.\w)\S*/g;

/** The stated language tag in lower case, else the text's own by its letters; null where the text is too short to tell. */
export async function detectLanguage(text: string, stated: string | null): Promise<string | null> {
  const tag = stated === null ? null : normalTag(stated);
  if (tag !== null) return tag;
  const prose = text.slice(0, SAMPLE_LENGTH).replaceAll(PATHS_AND_CODE, " ");
  if (countMatches(prose, /\p{L}/gu) < MIN_LETTER_COUNT) return null;
  if (isClearlyEnglish(prose)) return "en";
  if (isListOfNames(prose)) return null;
  // Only for texts that are not clearly English: its tables take a quarter of a second and 84 MB in every worker. The medium
  // ones (half a second, 190 MB) tell no more of samples this long: 434 of 453 pages in 28 languages, like these.
  const { eld } = await import("eld/extrasmall");
  const found = eld.detect(prose);
  return found.language === "" ? null : found.language;
}

function isClearlyEnglish(sample: string): boolean {
  const wordCount = countMatches(sample, LATIN_WORD);
  const englishCount = countMatches(sample, ENGLISH_WORDS);
  if (wordCount < MIN_WORD_COUNT) return false;
  const bothCount = englishCount + countMatches(sample, SHARED_WORDS);
  const foreignCount = countMatches(sample, FOREIGN_WORDS);
  if (foreignCount === 0 && bothCount >= SURE_COUNT) return true;
  return (
    bothCount >= MIN_ENGLISH_RATIO * wordCount && foreignCount <= MAX_FOREIGN_RATIO * bothCount
  );
}

/** Some words in Latin letters with no sentence among them: no detector tells them right (measured: `Reset your password` is Malay). */
function isListOfNames(prose: string): boolean {
  if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(prose)) return false;
  if (countMatches(prose, /\p{L}+/gu) >= MAX_NAME_COUNT) return false;
  return countMatches(prose, SHARED_WORDS) + countMatches(prose, FOREIGN_WORDS) <= 1;
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** BCP 47 as far as its shape goes; null for what is none (`{{ lang }}`, `English (US)`). */
function normalTag(stated: string): string | null {
  const tag = stated.trim().replaceAll("_", "-").toLowerCase();
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/.test(tag) ? tag : null;
}
