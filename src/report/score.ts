import { SOURCE_WIDE_REASONS } from "../model/access.ts";
import { CATEGORIES, type Category } from "../model/finding.ts";
import type { ReadinessFigures } from "../store/store.ts";
import { CATEGORY_WEIGHTS, creditLost, GRADES } from "./profile.ts";

/** One category's score with its working. */
export interface CategoryScore {
  /** 0–100, rounded down to one decimal; null: not examined. */
  readonly score: number | null;
  /** Credits: one for each examined document, less what its worst finding takes. */
  readonly numerator: number;
  /** Documents examined. */
  readonly denominator: number;
  /** Why it is null, else what was examined. */
  readonly reason: string;
}

export type CategoryScores = Readonly<Record<Category, CategoryScore>>;

export interface OverallScore {
  /** 0–100, rounded down to one decimal; null: no category was examined. */
  readonly score: number | null;
  readonly missing: readonly Category[];
  readonly reason: string;
}

export type Grade = (typeof GRADES)[number]["name"];

const READ_DOCUMENTS = "documents that could be read";

/** What a category looks at, and what it cannot be scored for. */
interface Examined {
  readonly documents: number;
  readonly what: string;
  /** Null when something was examined. */
  readonly whyNot: string | null;
}

/** Scores every category from the store's figures. `enabledCategories`: those that at least one enabled rule belongs to. */
export function scoreCategories(
  figures: ReadinessFigures,
  enabledCategories: ReadonlySet<Category>,
): CategoryScores {
  const score = (category: Category): CategoryScore =>
    scoreCategory(figures, category, enabledCategories.has(category));
  return {
    freshness: score("freshness"),
    links: score("links"),
    consistency: score("consistency"),
    coverage: score("coverage"),
    access: score("access"),
    ownership: score("ownership"),
    ingestion: score("ingestion"),
  };
}

function scoreCategory(
  figures: ReadinessFigures,
  category: Category,
  isEnabled: boolean,
): CategoryScore {
  const examined = examine(figures, category);
  const reason = isEnabled
    ? (failureReason(figures, category) ?? examined.whyNot)
    : "No enabled rule looks at it.";
  const denominator = isEnabled ? examined.documents : 0;
  const numerator = Math.max(0, denominator - lostCredit(figures, category));
  if (reason !== null)
    return { score: null, numerator: denominator === 0 ? 0 : numerator, denominator, reason };
  return {
    score: toScore(numerator, denominator),
    numerator,
    denominator,
    reason: `Of ${examined.what}.`,
  };
}

function examine(figures: ReadinessFigures, category: Category): Examined {
  const { documents, links } = figures;
  switch (category) {
    case "freshness":
      return examineFreshness(documents);
    case "links":
      return examinedOrNot(
        links.documentsWithInternal,
        "documents that link to other scanned places",
        "No document links to another scanned place.",
      );
    // Owners too: what could not be read may name one.
    case "consistency":
    case "ownership":
      return examinedOrNot(documents.read, READ_DOCUMENTS, "No document could be read.");
    case "coverage":
      return examinedOrNot(0, "questions", "No questions were asked.");
    case "access":
      return examineAccess(figures);
    case "ingestion":
      return examinedOrNot(documents.total, "all documents", "There are no documents.");
  }
}

function examinedOrNot(documents: number, what: string, whyNot: string): Examined {
  return { documents, what, whyNot: documents === 0 ? whyNot : null };
}

function examineFreshness({ total, read, byStatus }: ReadinessFigures["documents"]): Examined {
  const hasDates = total > byStatus.unknown;
  return examinedOrNot(
    hasDates ? read : 0,
    READ_DOCUMENTS,
    read === 0 ? "No document could be read." : "No document has a date that can be believed.",
  );
}

function examineAccess({ access }: ReadinessFigures): Examined {
  const isSourceWide = (reason: string): boolean =>
    SOURCE_WIDE_REASONS.some((wide) => wide === reason);
  let unseen = 0;
  let documents = access.known;
  for (const [reason, count] of Object.entries(access.unknownByReason)) {
    if (isSourceWide(reason)) unseen += count;
    else documents += count;
  }
  const whyNot =
    unseen > 0
      ? `Not examined: of ${unseen} documents the source cannot say who may read them.`
      : "There are no documents.";
  return {
    documents,
    what: "documents whose source can say who may read",
    whyNot: unseen > 0 || documents === 0 ? whyNot : null,
  };
}

function failureReason(figures: ReadinessFigures, category: Category): string | null {
  const failed = figures.failedRules.find((rule) => rule.category === category);
  if (failed === undefined) return null;
  return `The rule ${failed.ruleId} failed on ${failed.subjects} ${failed.subjects === 1 ? "subject" : "subjects"}: ${failed.reason}`;
}

function lostCredit(figures: ReadinessFigures, category: Category): number {
  let lost = 0;
  for (const damage of figures.damaged) {
    if (damage.category === category)
      lost += damage.documents * creditLost(category, damage.severity);
  }
  return lost;
}

/** The weighted mean of the categories that have a score. */
export function scoreOverall(categories: CategoryScores): OverallScore {
  const missing = CATEGORIES.filter((category) => categories[category].score === null);
  let weights = 0;
  let ratios = 0;
  for (const category of CATEGORIES) {
    const { score, numerator, denominator } = categories[category];
    if (score === null) continue;
    weights += CATEGORY_WEIGHTS[category];
    ratios += (CATEGORY_WEIGHTS[category] * numerator) / denominator;
  }
  if (weights === 0) return { score: null, missing, reason: "Nothing was examined." };
  const reason =
    missing.length === 0
      ? "All categories were examined."
      : `Without ${missing.join(", ")}: not examined.`;
  return { score: toScore(ratios, weights), missing, reason };
}

/** 0–100, rounded down to one decimal: 99.96 is not yet 100. */
function toScore(numerator: number, denominator: number): number {
  // A sum of fractions may fall short of the whole by its last bits; that is no defect of a document.
  return Math.floor((1000 * numerator) / denominator + 1e-9) / 10;
}

/** The word for a score. */
export function gradeOf(score: number): Grade {
  return GRADES.find(({ minScore }) => score >= minScore)?.name ?? "bad";
}
