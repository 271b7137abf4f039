import { compileGlobs } from "../../src/lib/glob.ts";
import type { OwnerRef } from "../../src/model/owner.ts";

/** Where GitHub looks first, then the places that only GitLab and Gitea know. The first that is there counts. */
export const CODE_OWNERS_PLACES: readonly string[] = [
  ".github/CODEOWNERS",
  "CODEOWNERS",
  "docs/CODEOWNERS",
  ".gitlab/CODEOWNERS",
  ".gitea/CODEOWNERS",
];

/** Who the file says answers for a path of the repository; the last line that matches wins. */
export type CodeOwners = (path: string) => readonly OwnerRef[];

interface OwnerLine {
  readonly matches: (path: string) => boolean;
  readonly owners: readonly OwnerRef[];
}

const SECTION = /^\^?\[[^\]]+\](?:\[\d+\])?(.*)$/u;

export function parseCodeOwners(text: string): CodeOwners {
  const lines: OwnerLine[] = [];
  let sectionOwners: readonly OwnerRef[] = [];
  for (const raw of text.split(/\r?\n/u)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const section = SECTION.exec(line);
    if (section !== null) {
      sectionOwners = parseOwners((section[1] ?? "").split(/\s+/u));
      continue;
    }
    const [pattern = "", ...words] = splitWords(line);
    const owners = parseOwners(words);
    lines.push({
      matches: compileGlobs(globsOf(pattern)),
      owners: owners.length === 0 ? sectionOwners : owners,
    });
  }
  lines.reverse();
  return (path) => lines.find(({ matches }) => matches(path))?.owners ?? [];
}

/** At spaces that no backslash stands before, up to a comment. */
function splitWords(line: string): readonly string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/gu) ?? [];
  const comment = words.findIndex((word, index) => index > 0 && word.startsWith("#"));
  return comment === -1 ? words : words.slice(0, comment);
}

function parseOwners(words: readonly string[]): readonly OwnerRef[] {
  return words
    .filter((word) => word.includes("@"))
    .map((name) => ({
      name,
      email: name.startsWith("@") || name.includes("/") ? null : name,
      readFrom: "CODEOWNERS",
    }));
}

/** As in ignore files: a slash anywhere but at the end anchors; a match of a folder takes what is below, but `folder/*` only the files right in it. */
function globsOf(pattern: string): readonly string[] {
  const bare = pattern.replace(/^\//u, "").replace(/\/$/u, "");
  const isAnchored = pattern.startsWith("/") || bare.includes("/");
  const glob =
    (isAnchored ? "" : "**/") +
    bare.replace(/\\([ #])/gu, "$1").replace(/[[\]{}()!+@|^$]/gu, "\\$&");
  if (pattern.endsWith("/")) return [`${glob}/**`];
  return glob.endsWith("/*") && isAnchored ? [glob] : [glob, `${glob}/**`];
}
