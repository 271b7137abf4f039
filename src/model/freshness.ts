import { periodEndAt } from "./date-period.ts";
import type { DateEvidence, DateKind } from "./dates.ts";
import { epochMs, DAY_MS, type EpochMs } from "./ids.ts";
import {
  believableAt,
  hidesAnEnd,
  isToldByMachine,
  siftDates,
  speaksOfPast,
  type BelievedDate,
  type SuspectDate,
} from "./suspect-date.ts";

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

/**
 * A date below this trust (a file's mtime, a server's Last-Modified) counts only where the basis has no better one:
 * a copy or a checkout renews it without anybody having read the text.
 */
export const WEAK_TRUST_RATIO = 0.5;

/** The freshness of one document at one moment, and until when the answer holds. */
export interface Freshness {
  readonly status: FreshnessStatus;
  /** The evidence that decided; null for unknown, and only then. */
  readonly decidedBy: BelievedDate | null;
  /** The newest believed date of the basis; null where there is none. */
  readonly basisAt: EpochMs | null;
  /** Whole days from basisAt to now; null where there is no basis. */
  readonly ageDays: number | null;
  /** The limit of age, in days to two decimals, that the status passed or will pass next; null where none applies. */
  readonly limitDays: number | null;
  /** The first instant at which it is (or was) aging, stale and expired, each regardless of the later ones; null: never by what is known. */
  readonly agingAt: EpochMs | null;
  readonly staleAt: EpochMs | null;
  readonly expiresAt: EpochMs | null;
  /** The next instant after now at which the status can change by time alone; null: none. */
  readonly changesAt: EpochMs | null;
  readonly suspects: readonly SuspectDate[];
}

/**
 * The freshness of a document: its evidence judged by a policy at `now`. Pure; rules and decisions both use it.
 *
 * - What machines alone say (`source_modified`, `content_changed`) is asked only where the basis names it.
 * - Suspect dates never count. A malformed `review_due` or `expires` may hide an end that has passed: the status is then
 *   `unknown` unless it is `stale` or `expired` by another date.
 * - A document's own end (`expires`, the earliest believed) wins over everything.
 * - Its own review date (`review_due`, the latest that no `reviewed` of that day or later answers) wins over age:
 *   fresh until then, stale from that day on, in an evergreen document too.
 * - Else the newest believed date of the basis decides by its age; weak ones only where there is no better one.
 * - A period (`May 2024`) counts from its start as an age and to its end as an end, in UTC; a review is due from its day on.
 * - A limit itself still has the better status; the millisecond after it has the worse.
 * - Without a date of the basis: an evergreen document is fresh while anything dated is known of it, another one is fresh
 *   until its own `expires`, and else `unknown`.
 *
 * As time passes alone it never gets fresher, but when a date that lay in the future comes true.
 */
export function freshnessStatus(
  evidence: readonly DateEvidence[],
  policy: FreshnessPolicy,
  now: EpochMs,
): Freshness {
  const { believed, suspects } = siftDates(askedDates(evidence, policy), now);
  const basis = pickBasis(believed, policy.basis, now);
  const review = pickReview(believed);
  const end = pickEnd(believed);
  const isOwnDateLost = suspects.some((suspect) => hidesAnEnd(suspect));

  const expiresAt = end === null ? null : endOf(end);
  const turns =
    review === null ? turnsByAge(basis, policy) : { agingAt: null, staleAt: dueFrom(review) };
  const agingAt = isOwnDateLost ? null : turns.agingAt;
  const { staleAt } = turns;

  const status = judge();
  const decidedBy = {
    expired: end,
    stale: review ?? basis,
    aging: basis,
    fresh: review ?? basis ?? (isEvergreen(policy) ? newest(believed) : end),
    unknown: null,
  }[status];
  const coming = [agingAt, staleAt, expiresAt, ...arrivals(believed, suspects, policy, now)];
  return {
    status,
    decidedBy,
    basisAt: basis?.at ?? null,
    ageDays: basis === null ? null : Math.max(0, Math.floor((now - basis.at) / DAY_MS)),
    limitDays: decidedBy === null || decidedBy !== basis ? null : limitDays(status, policy),
    agingAt,
    staleAt,
    expiresAt,
    changesAt: status === "expired" ? null : soonestAfter(coming, now),
    suspects,
  };

  function judge(): FreshnessStatus {
    if (expiresAt !== null && now >= expiresAt) return "expired";
    if (staleAt !== null && now >= staleAt) return "stale";
    if (isOwnDateLost) return "unknown";
    if (review !== null) return "fresh";
    if (agingAt !== null && now >= agingAt) return "aging";
    if (basis !== null || end !== null) return "fresh";
    return isEvergreen(policy) && believed.length > 0 ? "fresh" : "unknown";
  }
}

/** A policy that leaves a store's own dates out has its reasons (copies, check-outs): they are then not suspected either. */
function askedDates(
  evidence: readonly DateEvidence[],
  { basis }: FreshnessPolicy,
): readonly DateEvidence[] {
  return evidence.filter(({ kind }) => !isToldByMachine(kind) || basis.includes(kind));
}

/** The newest date of the basis that has come; weak ones only where there is no better one. */
function pickBasis(
  believed: readonly BelievedDate[],
  kinds: readonly DateKind[],
  now: EpochMs,
): BelievedDate | null {
  const counting = believed.filter((date) => kinds.includes(date.kind) && hasCome(date, now));
  const strong = counting.filter((date) => date.trustRatio >= WEAK_TRUST_RATIO);
  return newest(strong.length > 0 ? strong : counting);
}

/** A believed date of the past has come, give or take the tolerance; an `effective` ahead has not. */
function hasCome(date: BelievedDate, now: EpochMs): boolean {
  return speaksOfPast(date.kind) || date.at <= now;
}

/** The latest review date that no review answers; a review on the day that it fell due answers it. */
function pickReview(believed: readonly BelievedDate[]): BelievedDate | null {
  const reviewed = newest(believed.filter((date) => date.kind === "reviewed"));
  let latest: BelievedDate | null = null;
  for (const date of believed) {
    if (date.kind !== "review_due" || (reviewed !== null && reviewed.at >= date.at)) continue;
    if (latest === null || endOf(date) > endOf(latest)) latest = date;
  }
  return latest;
}

/** The earliest end: where two are stated, the document cannot be relied on past the first. */
function pickEnd(believed: readonly BelievedDate[]): BelievedDate | null {
  let earliest: BelievedDate | null = null;
  for (const date of believed) {
    if (date.kind !== "expires") continue;
    if (earliest === null || endOf(date) < endOf(earliest)) earliest = date;
  }
  return earliest;
}

/** Of dates equally new the most trusted. */
function newest(dates: readonly BelievedDate[]): BelievedDate | null {
  let best: BelievedDate | null = null;
  for (const date of dates) {
    if (
      best === null ||
      date.at > best.at ||
      (date.at === best.at && date.trustRatio > best.trustRatio)
    ) {
      best = date;
    }
  }
  return best;
}

function endOf(date: BelievedDate): EpochMs {
  return periodEndAt(date.at, date.precision);
}

/** A review is due on its day, not after it; one that names a month or more has until its end. */
function dueFrom(date: BelievedDate): EpochMs {
  return date.precision === "day" ? date.at : endOf(date);
}

function turnsByAge(
  basis: BelievedDate | null,
  policy: FreshnessPolicy,
): Pick<Freshness, "agingAt" | "staleAt"> {
  if (basis === null) return { agingAt: null, staleAt: null };
  const agingAt = firstPast(basis.at, policy.warnAfterMs);
  const staleAt = firstPast(basis.at, policy.errorAfterMs);
  const isNeverAging = agingAt !== null && staleAt !== null && agingAt >= staleAt;
  return { agingAt: isNeverAging ? null : agingAt, staleAt };
}

function firstPast(at: EpochMs, limitMs: number | null): EpochMs | null {
  return limitMs === null ? null : epochMs(at + limitMs + 1);
}

function isEvergreen(policy: FreshnessPolicy): boolean {
  return policy.warnAfterMs === null && policy.errorAfterMs === null;
}

function limitDays(status: FreshnessStatus, policy: FreshnessPolicy): number | null {
  const { warnAfterMs, errorAfterMs } = policy;
  const isErrorNext =
    status === "stale" ||
    warnAfterMs === null ||
    (errorAfterMs !== null && errorAfterMs <= warnAfterMs);
  const limitMs = isErrorNext ? errorAfterMs : warnAfterMs;
  return limitMs === null ? null : Math.round((limitMs / DAY_MS) * 100) / 100;
}

/** The instants at which dates that do not count yet begin to. */
function arrivals(
  believed: readonly BelievedDate[],
  suspects: readonly SuspectDate[],
  policy: FreshnessPolicy,
  now: EpochMs,
): readonly EpochMs[] {
  const found: EpochMs[] = [];
  for (const { evidence, reason } of suspects) {
    if (reason === "future" && evidence.at !== null) found.push(believableAt(evidence.at));
  }
  for (const date of believed) {
    if (policy.basis.includes(date.kind) && !hasCome(date, now)) found.push(date.at);
  }
  return found;
}

function soonestAfter(instants: readonly (EpochMs | null)[], now: EpochMs): EpochMs | null {
  let soonest: EpochMs | null = null;
  for (const at of instants) {
    if (at !== null && at > now && (soonest === null || at < soonest)) soonest = at;
  }
  return soonest;
}
