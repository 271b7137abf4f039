import type { Category, Severity } from "../model/finding.ts";
import type { QualityGate } from "./quality-gate.ts";

/** What each category weighs in the overall score; they add up to 100, so a weight reads as "points of the whole". */
export const CATEGORY_WEIGHTS: Readonly<Record<Category, number>> = {
  freshness: 25, // old text is served with the confidence of new text: the commonest harm
  access: 20, // what leaks once cannot be taken back
  consistency: 15, // two answers to one question: the retriever picks by chance
  ingestion: 15, // what cannot be read is missing without a sound
  coverage: 10, // an unanswered question is at least seen by the one who asked
  ownership: 10, // hurts nobody today, but without an owner nothing else is mended
  links: 5, // a retriever seldom follows links; broken ones show neglect
};

/** What a document loses of its one credit in a category, by the worst finding there that counts. */
export function creditLost(category: Category, severity: Severity): number {
  return category === "ownership" ? OWNERSHIP_LOST[severity] : CREDIT_LOST[severity];
}

// Somebody answers for a document or nobody does; an author alone may know who.
const OWNERSHIP_LOST: Readonly<Record<Severity, number>> = { note: 0.5, warning: 1, error: 1 };

const CREDIT_LOST: Readonly<Record<Severity, number>> = {
  note: 0, // worth knowing, nothing to mend
  warning: 0.5, // still usable, with care
  error: 1, // must not be relied on
};

/** Words for a score; each holds from its bound upwards. */
export const GRADES = [
  { name: "good", minScore: 90 }, // at most one document in ten is damaged
  { name: "fair", minScore: 75 }, // three in four hold: usable beside the mending
  { name: "poor", minScore: 50 }, // an answer is as likely as not to rest on a damaged document
  { name: "bad", minScore: 0 },
] as const;

/** The gates that hold where the configuration names none. */
export const DEFAULT_GATES: readonly QualityGate[] = [
  // A source that failed, is held back or was never scanned shows yesterday's truth, or none.
  {
    name: "Every source was scanned and believed",
    metric: "sources.unhealthy",
    comparison: "max",
    limit: 0,
  },
  // Somebody to call, a promise, an escalation, a date: four things on one page.
  {
    name: "Every source has its stewardship",
    metric: "sources.withoutStewardship",
    comparison: "max",
    limit: 0,
  },
  // A rule that failed leaves documents that nobody judged.
  { name: "No rule failed", metric: "rules.failed", comparison: "max", limit: 0 },
  // A document past its own end is wrong by its own word.
  {
    name: "No document is expired",
    metric: "findings.rule.expired-document",
    comparison: "max",
    limit: 0,
  },
  // Unknown is never use: such a document would be refused to everybody.
  {
    name: "Who may read is known of every document",
    metric: "documents.unknownAccess",
    comparison: "max",
    limit: 0,
  },
  // Any score will do, but there must be one: null fails.
  { name: "Access was examined", metric: "score.access", comparison: "min", limit: 0 },
  // One document in twenty: above that, what is missing is no longer a handful to read by hand.
  {
    name: "Almost every document can be read",
    metric: "documents.unreadRatio",
    comparison: "max",
    limit: 0.05,
  },
  // Four in five: below that, the top five of a retrieval hold an old document more often than not.
  { name: "Documents are fresh", metric: "score.freshness", comparison: "min", limit: 80 },
  // Links are cheap to mend, so more is asked.
  { name: "Links hold", metric: "score.links", comparison: "min", limit: 90 },
  // Half: fewer, and most alerts would reach nobody.
  { name: "Documents have owners", metric: "score.ownership", comparison: "min", limit: 50 },
];

/** Below this many documents examined, a score is said to rest on few. */
export const SMALL_DENOMINATOR = 20;

/** How much worse it is when more people see the damage, by how widely a document is open. */
export const EXPOSURE_FACTORS = { anyone: 2, everyone: 1.5, named: 1, unknown: 1 } as const;

/** Texts with fewer words than this may be alike by chance, as in the rule duplicate-document. */
export const COPY_MIN_WORDS = 20;

/** A rule that finds the same of nearly all documents of a source, and of this many, has one cause at the source. */
export const SYSTEMIC = { shareRatio: 0.8, documentCount: 10 } as const;

/** What is shown and looked up at most; each cut is said where it is made. */
export const REPORT_LIMITS = {
  mendItems: 10,
  /** Findings read to work out what to mend first; errors come first. */
  findingsRead: 200_000,
  /** Documents of which it is looked up how many others link to them: those that lose most by themselves. */
  reachLookups: 500,
  findingsByRule: 200,
  /** Of all rules together; each rule has its reserved ones all the same. */
  findingsShown: 2_000,
  findingsReserved: 20,
  documentsByItem: 5,
  quotesByFinding: 2,
  quoteLength: 200,
} as const;
