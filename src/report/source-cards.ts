import type { EpochMs } from "../model/ids.ts";
import type { Capabilities, SourceHealth, Stewardship } from "../model/source.ts";
import type { SourceRecord } from "../store/store.ts";

/** What the report says of one source: how truly it is seen, how its last pass went, who answers for it. */
export interface SourceCard {
  readonly id: string;
  readonly connector: string;
  /** Null: this build does not know the connector. */
  readonly capabilities: Capabilities | null;
  readonly health: SourceHealthCard;
  readonly documentCount: number;
  /** ISO 8601; end of the last complete pass, null: there was none. */
  readonly lastCompleteAt: string | null;
  readonly crawlAgeSecs: number | null;
  readonly owner: string | null;
  readonly sla: string | null;
  readonly escalation: string | null;
  /** ISO date. */
  readonly nextReview: string | null;
  readonly isReviewOverdue: boolean;
  readonly missingStewardship: readonly (keyof Stewardship)[];
}

export interface SourceHealthCard {
  readonly kind: SourceHealth["kind"];
  /** What a person should know of it, in a sentence; empty when healthy. */
  readonly detail: string;
}

/** The cards of all sources, in order of id. */
export function describeSources(
  sources: readonly SourceRecord[],
  connectors: ReadonlyMap<string, Capabilities>,
  now: EpochMs,
): readonly SourceCard[] {
  return sources.map((source) =>
    describeSource(source, connectors.get(source.connector) ?? null, now),
  );
}

function describeSource(
  source: SourceRecord,
  capabilities: Capabilities | null,
  now: EpochMs,
): SourceCard {
  const { stewardship, lastCompleteAt } = source;
  return {
    id: source.id,
    connector: source.connector,
    capabilities,
    health: { kind: source.health.kind, detail: healthDetail(source.health) },
    documentCount: source.documentCount,
    lastCompleteAt: lastCompleteAt === null ? null : new Date(lastCompleteAt).toISOString(),
    crawlAgeSecs:
      lastCompleteAt === null ? null : Math.max(0, Math.floor((now - lastCompleteAt) / 1000)),
    ...stewardship,
    isReviewOverdue: isOverdue(stewardship.nextReview, now),
    missingStewardship: missingStewardship(stewardship),
  };
}

/** Which of the four things nobody filled in. */
export function missingStewardship(stewardship: Stewardship): readonly (keyof Stewardship)[] {
  const keys = ["owner", "sla", "escalation", "nextReview"] as const;
  return keys.filter((key) => stewardship[key] === null || stewardship[key].trim() === "");
}

/** The day itself is in time. */
function isOverdue(isoDate: string | null, now: EpochMs): boolean {
  return isoDate !== null && isoDate.slice(0, 10) < new Date(now).toISOString().slice(0, 10);
}

function healthDetail(health: SourceHealth): string {
  switch (health.kind) {
    case "healthy":
      return "";
    case "never-scanned":
      return "No scan has ended yet.";
    case "partial":
      return partialDetail(health);
    case "suspect":
      return `${health.missingCount} of ${health.knownCount} documents were suddenly missing; the listing is held back until somebody accepts it.`;
    case "failed":
      return `${health.code}: ${health.message}`;
    case "empty":
      return "The source has nothing to scan.";
  }
}

function partialDetail(health: SourceHealth & { readonly kind: "partial" }): string {
  const named = health.failedScopes
    .slice(0, 3)
    .map(({ scope, code }) => `${scope === "" ? "/" : scope} (${code})`);
  const more = health.failedScopeCount - named.length;
  const rest = more > 0 ? `, and ${more} more` : "";
  return `Could not be read: ${named.join(", ")}${rest}. Nothing inside was dropped.`;
}
