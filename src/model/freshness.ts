import type { DateEvidence, DateKind } from "./dates.ts";
import { epochMs, DAY_MS, type EpochMs } from "./ids.ts";

export const FRESHNESS_STATUSES = ["fresh", "aging", "stale", "expired", "unknown"] as const;
export type FreshnessStatus = (typeof FRESHNESS_STATUSES)[number];

/** When a document counts as old, in the terms of dbt's source freshness. */
export interface FreshnessPolicy {
  /** Which kinds of date show that the content held at that time; the newest believed one counts. */
  readonly basis: readonly DateKind[];
  /** Null: age alone never turns it (an evergreen document). */
  readonly warnAfterMs: number | null;
  readonly errorAfterMs: number | null;
}

export const DEFAULT_FRESHNESS_POLICY: FreshnessPolicy = {
  basis: ["published", "modified", "reviewed", "content_changed", "source_modified"],
  warnAfterMs: 180 * DAY_MS,
  errorAfterMs: 365 * DAY_MS,
};

export type SuspectReason = "malformed" | "future" | "placeholder";

/** The freshness of one document at one moment, and until when the answer holds. */
export interface Freshness {
  readonly status: FreshnessStatus;
  /** The evidence that decided; null for unknown. */
  readonly decidedBy: DateEvidence | null;
  /** The newest believed date of the basis; null where there is none. */
  readonly basisAt: EpochMs | null;
  /** Whole days from basisAt to now; null where there is no basis. */
  readonly ageDays: number | null;
  /** The limit, in days, that the status passed or will pass next; null where none applies. */
  readonly limitDays: number | null;
  /** When it turns (or turned) aging, stale and expired; null: never by what is known. */
  readonly agingAt: EpochMs | null;
  readonly staleAt: EpochMs | null;
  readonly expiresAt: EpochMs | null;
  /** The next instant after now at which the status can change by time alone; null: none. */
  readonly changesAt: EpochMs | null;
  readonly suspects: readonly { readonly evidence: DateEvidence; readonly reason: SuspectReason }[];
}

/**
 * The freshness of a document: its evidence judged by a policy at `now`. Pure; rules and decisions both use it.
 * A document's own review date (`review_due`, not answered by a later review) wins over age: fresh until then, stale after.
 * A document's own end (`expires`) wins over everything. Suspect dates never count.
 */
export function freshnessStatus(
  evidence: readonly DateEvidence[],
  policy: FreshnessPolicy,
  now: EpochMs,
): Freshness {
  throw new Error(
    `not yet: ${evidence.length} ${policy.basis.length} ${now} ${DAY_MS} ${epochMs(0)}`,
  );
}
