import { CATEGORIES } from "../model/finding.ts";
import type { ReadinessFigures } from "../store/store.ts";
import type { NotExaminedEntry } from "./readiness-report.ts";
import type { RuleCard } from "./rule-card.ts";
import type { CategoryScores } from "./score.ts";
import type { SourceCard } from "./source-cards.ts";

/** Why a document has no text, in the reader's words; a reason that is not here is shown as it is. */
const UNREAD_WORDS: Readonly<Record<string, string>> = {
  unsupported: "a type that no extractor reads",
  encrypted: "needs a password",
  scanned: "pages without a text layer",
  corrupt: "damaged",
  oversized: "larger than the configured limit",
  timeout: "took longer than the configured limit",
  memory: "took more memory than the configured limit",
  crashed: "its extractor died",
  "lfs-pointer": "its content is in Git LFS and not here",
  submodule: "its content is another repository",
  unreadable: "the source refused to hand it out",
  vanished: "was gone when it was fetched",
  "name-not-utf8": "its name is no valid text",
};

const ACCESS_WORDS: Readonly<Record<string, string>> = {
  "not-declared": "the connector cannot see access and the configuration declares none",
  "file-system": "not a local file system whose permissions can be trusted",
  "extended-acl": "it or a folder above it has an extended ACL",
  unreadable: "its permissions could not be read",
  changed: "its content changed after its permissions were read",
};

/** Everything that the scores and findings do not speak of, with the reason. */
export function listNotExamined(inputs: {
  readonly figures: ReadinessFigures;
  readonly categories: CategoryScores;
  readonly sources: readonly SourceCard[];
  readonly rules: readonly RuleCard[];
  readonly enabledRuleIds: ReadonlySet<string>;
  /** Findings that were too many to be read. */
  readonly unreadFindingCount: number;
}): readonly NotExaminedEntry[] {
  const { figures, categories, sources, rules, enabledRuleIds } = inputs;
  return [
    ...categoriesWithoutScore(categories),
    ...sourcesInDoubt(sources),
    ...declaredAccess(sources, figures),
    ...countsByReason("documents", figures.documents.unreadByReason, UNREAD_WORDS),
    ...countsByReason("access", figures.access.unknownByReason, ACCESS_WORDS),
    ...undated(figures),
    ...externalLinks(figures),
    ...failedRules(figures),
    ...disabledRules(rules, enabledRuleIds),
    ...unreadFindings(inputs.unreadFindingCount),
  ];
}

function categoriesWithoutScore(categories: CategoryScores): readonly NotExaminedEntry[] {
  return CATEGORIES.flatMap((category) => {
    const { score, reason } = categories[category];
    return score === null
      ? [{ kind: "category" as const, name: category, count: null, reason }]
      : [];
  });
}

function sourcesInDoubt(sources: readonly SourceCard[]): readonly NotExaminedEntry[] {
  return sources
    .filter(({ health }) => health.kind !== "healthy")
    .map(({ id, health }) => ({
      kind: "source" as const,
      name: id,
      count: null,
      reason: health.detail,
    }));
}

/** A connector that cannot see access, with every access known: it was declared, and nobody compared it with the source. */
function declaredAccess(
  sources: readonly SourceCard[],
  figures: ReadinessFigures,
): readonly NotExaminedEntry[] {
  if ((figures.access.unknownByReason["not-declared"] ?? 0) > 0) return [];
  return sources
    .filter(
      ({ capabilities, documentCount }) => capabilities?.access === "none" && documentCount > 0,
    )
    .map(({ id, documentCount }) => ({
      kind: "access" as const,
      name: id,
      count: documentCount,
      reason: "Access is as the configuration declares it; it was not read at the source.",
    }));
}

function countsByReason(
  kind: "documents" | "access",
  counts: Readonly<Record<string, number>>,
  words: Readonly<Record<string, string>>,
): readonly NotExaminedEntry[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([reason, count]) => ({
      kind,
      name: reason,
      count,
      reason: sentence(words[reason] ?? reason),
    }));
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** What could not be read is told apart from this. */
function undated({ documents }: ReadinessFigures): readonly NotExaminedEntry[] {
  const count = documents.byStatus.unknown - (documents.total - documents.read);
  if (count <= 0) return [];
  return [
    { kind: "documents", name: "unknown age", count, reason: "No date of theirs can be believed." },
  ];
}

function externalLinks({ links }: ReadinessFigures): readonly NotExaminedEntry[] {
  if (links.external === 0) return [];
  return [
    {
      kind: "links",
      name: "external links",
      count: links.external,
      reason: "Links that leave their source are not followed.",
    },
  ];
}

function failedRules({ failedRules: failed }: ReadinessFigures): readonly NotExaminedEntry[] {
  return failed.map(({ ruleId, subjects, reason }) => ({
    kind: "rule" as const,
    name: ruleId,
    count: subjects,
    reason: `Failed: ${reason}`,
  }));
}

function disabledRules(
  rules: readonly RuleCard[],
  enabledRuleIds: ReadonlySet<string>,
): readonly NotExaminedEntry[] {
  return rules
    .filter(({ id }) => !enabledRuleIds.has(id))
    .map(({ id }) => ({
      kind: "rule" as const,
      name: id,
      count: null,
      reason: "Switched off by the configuration.",
    }));
}

function unreadFindings(count: number): readonly NotExaminedEntry[] {
  if (count <= 0) return [];
  return [
    {
      kind: "findings",
      name: "findings",
      count,
      reason: "Too many to weigh; what to mend first rests on the others, errors first.",
    },
  ];
}
