import type { GroupMember } from "../../src/contract/rule.ts";

const WORDS_OF_COPIES =
  /(?:^|[\s._()-])(?:archived?|backup|bak|copy|deprecated|drafts?|duplicate|kopie|legacy|obsolete|old|outdated|previous|superseded|temp|te?mp|trash)(?:$|[\s._()\d-])/i;
const NUMBERED_COPY = /\(\d+\)(?:\.\w+)?$/;

/** `v2`, `7.4`, `2024-06`, `release-3.1`, `latest`. */
const VERSION_SEGMENT =
  /^(?:(?:v|version-?|release-?)?\d+(?:[.-](?:\d+|x))*(?:-?(?:alpha|beta|rc|preview|lts)[.\d]*)?|latest|next|stable|current|main|master|head|nightly)$/i;

/** `en-us`, and languages without a region but for those that are departments too (`hr`, `it`). */
const LANGUAGE_SEGMENT =
  /^(?:[a-z]{2}[-_][a-z]{2}|ar|cs|de|en|es|fr|ja|ko|nl|pl|pt|ru|sv|tr|uk|zh)$/i;

/** The copy that looks like the one people maintain: none of its folders says otherwise, it lies least deep, its path is shortest. Null: no member. */
export function chooseCanonical(members: readonly GroupMember[]): GroupMember | null {
  let best: GroupMember | null = null;
  for (const member of members) {
    if (best === null || isLikelier(member.locator, best.locator)) best = member;
  }
  return best;
}

function isLikelier(one: string, other: string): boolean {
  const mine = [Number(looksCopied(one)), one.split("/").length, one.length];
  const theirs = [Number(looksCopied(other)), other.split("/").length, other.length];
  for (const [index, figure] of mine.entries()) {
    const against = theirs[index] ?? figure;
    if (figure !== against) return figure < against;
  }
  return one < other;
}

function looksCopied(locator: string): boolean {
  return locator
    .split("/")
    .some((segment) => WORDS_OF_COPIES.test(segment) || NUMBERED_COPY.test(segment));
}

/** Whether two texts are one page under two versions or languages: of one name, and in one place or under a version each. */
export function areVersions(one: GroupMember, other: GroupMember): boolean {
  if (one.sourceId !== other.sourceId) return false;
  const mine = readPlace(one.locator);
  const theirs = readPlace(other.locator);
  if (mine.name !== theirs.name || mine.versions === theirs.versions) return false;
  return mine.place === theirs.place || (mine.versions !== "" && theirs.versions !== "");
}

/** The folders of a path, parted into those that name a version or language and the others. */
function readPlace(locator: string) {
  const folders = locator.split("/");
  const name = folders.pop();
  const isVersion = (folder: string): boolean =>
    VERSION_SEGMENT.test(folder) || LANGUAGE_SEGMENT.test(folder);
  return {
    name,
    versions: folders.filter(isVersion).join("/"),
    place: folders.filter((folder) => !isVersion(folder)).join("/"),
  };
}
