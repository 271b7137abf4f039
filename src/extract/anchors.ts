import { slug } from "github-slugger";

/**
 * The fragments under which site generators and code hosts publish the headings of one Markdown document. Each generator
 * numbers repeated headings in its own way, so one instance reads the headings of one document in their order.
 */
export class HeadingAnchors {
  readonly #taken = RULES.map(() => new Map<string, number>());

  /** The fragments of the next heading: a small set, since most rules agree on most headings. */
  next(heading: string): ReadonlySet<string> {
    const fragments = new Set<string>();
    for (const [index, rule] of RULES.entries()) {
      const base = rule.slugOf(heading);
      const taken = this.#taken[index];
      if (base === "" || taken === undefined) continue;
      fragments.add(rule.number(base, taken));
    }
    return fragments;
  }
}

interface AnchorRule {
  slugOf(heading: string): string;
  /** The fragment of a heading whose slug others may have taken. */
  number(slug: string, taken: Map<string, number>): string;
}

// Generators that give the same fragments share a row.
const RULES: readonly AnchorRule[] = [
  // GitHub, Docusaurus, VitePress-like tools on github-slugger; Hugo and Gitea (goldmark's GitHub style) agree with it.
  { slugOf: slug, number: skipTaken },
  // GitLab: as GitHub, but runs of hyphens are one; Docfx and Microsoft Learn (Markdig) likewise, and without outer hyphens.
  { slugOf: (heading) => slug(heading.trim()).replaceAll(/-{2,}/g, "-"), number: countUp("-") },
  { slugOf: markdigSlug, number: countUp("-") },
  // Python-Markdown's toc, MkDocs.
  { slugOf: pythonSlug, number: countUp("_") },
  // kramdown, Jekyll.
  { slugOf: kramdownSlug, number: countUp("-") },
];

/** `title`, `title-1`, `title-2`; a number that a heading's own text has taken is skipped. */
function skipTaken(base: string, taken: Map<string, number>): string {
  let fragment = base;
  let count = taken.get(base) ?? 0;
  while (taken.has(fragment)) {
    count += 1;
    fragment = `${base}-${count}`;
  }
  taken.set(base, count);
  if (fragment !== base) taken.set(fragment, 0);
  return fragment;
}

function countUp(joint: string) {
  return (base: string, taken: Map<string, number>): string => {
    const count = taken.get(base) ?? 0;
    taken.set(base, count + 1);
    return count === 0 ? base : `${base}${joint}${count}`;
  };
}

/** ASCII letters and digits only, after taking accents off. */
function pythonSlug(heading: string): string {
  return heading
    .normalize("NFKD")
    .replaceAll(/[^\w\s-]/g, "")
    .trim()
    .toLowerCase()
    .replaceAll(/[-\s]+/g, "-");
}

/** From the first letter on; a heading without one is called `section`. */
function kramdownSlug(heading: string): string {
  const base = heading
    .replace(/^[^a-zA-Z]+/, "")
    .replaceAll(/[^a-zA-Z0-9 -]/g, "")
    .replaceAll(" ", "-")
    .toLowerCase();
  return base === "" ? "section" : base;
}

/** Keeps dots and underscores inside; runs of separators are one. */
function markdigSlug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s._-]/gu, "")
    .replaceAll(/[\s-]+/g, "-")
    .replaceAll(/^[-._\p{N}]+|[-._]+$/gu, "");
}
