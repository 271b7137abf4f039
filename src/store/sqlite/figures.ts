import type { BaselineState, FindingState, Severity } from "../../model/finding.ts";
import type { EpochMs } from "../../model/ids.ts";
import type { ReadinessFigures } from "../store.ts";
import {
  ACCESS_REASON,
  CATEGORY,
  FINDING_STATE,
  SEVERITY,
  UNREAD_REASON,
  type CodeTable,
} from "./codes.ts";
import * as queries from "./queries/figures.ts";
import { readVersions, type Scope } from "./scope.ts";

/** Call inside a snapshot. */
export function readinessFigures(scope: Scope, now: EpochMs): ReadinessFigures {
  const counts = countDocuments(scope, now);
  return {
    kbVersion: readVersions(scope).current,
    documents: {
      total: counts.total,
      read: counts.read,
      unreadByReason: countByCode(scope, queries.COUNT_UNREAD, UNREAD_REASON),
      bySource: countBySource(scope),
      byStatus: {
        fresh: counts.fresh,
        aging: counts.aging,
        stale: counts.stale,
        expired: counts.expired,
        unknown: counts.total - counts.fresh - counts.aging - counts.stale - counts.expired,
      },
      withOwner: counts.with_owner,
    },
    access: {
      known: counts.known_access,
      unknownByReason: countByCode(scope, queries.COUNT_UNKNOWN_ACCESS, ACCESS_REASON),
    },
    links: {
      internal: counts.internal_links,
      external: counts.external_links,
      documentsWithInternal: counts.with_internal_links,
    },
    damaged: countDamaged(scope),
    findings: countFindings(scope),
    failedRules: countFailures(scope),
  };
}

const COUNTED = [
  "total",
  "read",
  "with_owner",
  "known_access",
  "internal_links",
  "external_links",
  "with_internal_links",
  "fresh",
  "aging",
  "stale",
  "expired",
] as const;
type DocumentCounts = Record<(typeof COUNTED)[number], number>;

/** A sum over no rows is null, and here 0. */
function countDocuments(scope: Scope, now: EpochMs): DocumentCounts {
  const row = scope.db.get<Record<string, number | null>>(
    queries.COUNT_DOCUMENTS,
    scope.workspace,
    now,
  );
  const counts: DocumentCounts = {
    total: 0,
    read: 0,
    with_owner: 0,
    known_access: 0,
    internal_links: 0,
    external_links: 0,
    with_internal_links: 0,
    fresh: 0,
    aging: 0,
    stale: 0,
    expired: 0,
  };
  for (const name of COUNTED) counts[name] = row?.[name] ?? 0;
  return counts;
}

function countBySource(scope: Scope): Readonly<Record<string, number>> {
  const rows = scope.db.all<{ id: string; count: number }>(
    queries.COUNT_BY_SOURCE,
    scope.workspace,
  );
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]));
}

function countByCode(
  scope: Scope,
  sql: string,
  names: CodeTable<string>,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { code, count } of scope.db.all<{ code: number; count: number }>(
    sql,
    scope.workspace,
  )) {
    const name = names.nameOf(code);
    counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}

function countDamaged(scope: Scope): ReadinessFigures["damaged"] {
  return scope.db
    .all<{ category: number; severity: number; documents: number }>(
      queries.COUNT_DAMAGED,
      scope.workspace,
    )
    .map(({ category, severity, documents }) => ({
      category: CATEGORY.nameOf(category),
      severity: SEVERITY.nameOf(severity),
      documents,
    }));
}

interface FindingCountRow {
  readonly rule: string;
  readonly severity: number;
  readonly state: number;
  readonly is_at_baseline: number;
  readonly count: number;
}

function countFindings(scope: Scope): ReadinessFigures["findings"] {
  const byRule: Record<string, number> = {};
  const bySeverity: Record<Severity, number> = { note: 0, warning: 0, error: 0 };
  const byState: Record<FindingState, number> = {
    open: 0,
    acknowledged: 0,
    waived: 0,
    resolved: 0,
  };
  const byBaseline: Record<BaselineState, number> = { new: 0, unchanged: 0, absent: 0 };
  for (const row of scope.db.all<FindingCountRow>(queries.COUNT_FINDINGS, scope.workspace)) {
    const state = FINDING_STATE.nameOf(row.state);
    byState[state] += row.count;
    if (state === "resolved" && row.is_at_baseline === 1) byBaseline.absent += row.count;
    if (state !== "open" && state !== "acknowledged") continue;
    byRule[row.rule] = (byRule[row.rule] ?? 0) + row.count;
    bySeverity[SEVERITY.nameOf(row.severity)] += row.count;
    byBaseline[row.is_at_baseline === 1 ? "unchanged" : "new"] += row.count;
  }
  const total = byState.open + byState.acknowledged + byState.waived;
  return { total, open: byState.open, byRule, bySeverity, byState, byBaseline };
}

function countFailures(scope: Scope): ReadinessFigures["failedRules"] {
  return scope.db
    .all<{ rule: string; category: number; subjects: number; reason: string }>(
      queries.COUNT_FAILURES,
      scope.workspace,
    )
    .map(({ rule, category, subjects, reason }) => ({
      ruleId: rule,
      category: CATEGORY.nameOf(category),
      subjects,
      reason,
    }));
}
