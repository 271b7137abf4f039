import type { UnknownAccessReason } from "../../model/access.ts";
import type { UnreadableReason } from "../../model/document.ts";
import { ScanError } from "../../model/error.ts";
import type { Category, FindingState, Severity } from "../../model/finding.ts";
import type { FreshnessStatus } from "../../model/freshness.ts";
import type { JournalKind, ScanOutcome } from "../store.ts";

/** Small integers that stand for names in rows. Once written a number keeps its meaning: append, never renumber. */
export interface CodeTable<N extends string> {
  codeOf(name: N): number;
  /** Throws STORE_CORRUPT for a number that no name has. */
  nameOf(code: number): N;
}

function codeTable<N extends string>(codes: Readonly<Record<N, number>>): CodeTable<N> {
  const names = new Map<number, N>();
  for (const name in codes) names.set(codes[name], name);
  return {
    codeOf: (name) => codes[name],
    nameOf(code) {
      const name = names.get(code);
      if (name === undefined) throw new ScanError("STORE_CORRUPT", `no name has the code ${code}`);
      return name;
    },
  };
}

export const JOURNAL_KIND = codeTable<JournalKind>({
  "scan-started": 0,
  "scan-ended": 1,
  "source-saved": 2,
  "source-removed": 3,
  "source-health": 4,
  "document-created": 5,
  "content-changed": 6,
  "metadata-changed": 7,
  "access-changed": 8,
  "document-moved": 9,
  "document-deleted": 10,
  "document-unread": 11,
  "freshness-turned": 12,
  "finding-opened": 13,
  "finding-closed": 14,
  "finding-marked": 15,
  "directory-changed": 16,
  "policy-changed": 17,
  verified: 18,
  "baseline-set": 19,
});

export const UNREAD_REASON = codeTable<UnreadableReason>({
  unsupported: 0,
  encrypted: 1,
  scanned: 2,
  corrupt: 3,
  oversized: 4,
  timeout: 5,
  memory: 6,
  crashed: 7,
  "lfs-pointer": 8,
  submodule: 9,
  unreadable: 10,
  vanished: 11,
  "name-not-utf8": 12,
});

export const ACCESS_REASON = codeTable<UnknownAccessReason>({
  "not-declared": 0,
  "file-system": 1,
  "extended-acl": 2,
  unreadable: 3,
  changed: 4,
});

/** The figures' query compares these numbers. */
export const FRESHNESS_STATUS = codeTable<FreshnessStatus>({
  unknown: 0,
  fresh: 1,
  aging: 2,
  stale: 3,
  expired: 4,
});

export const CATEGORY = codeTable<Category>({
  freshness: 0,
  links: 1,
  consistency: 2,
  coverage: 3,
  access: 4,
  ownership: 5,
  ingestion: 6,
});

/** Errors first: findings are listed in this order. */
export const SEVERITY = codeTable<Severity>({ error: 0, warning: 1, note: 2 });

/** The findings that count are those below 2. */
export const FINDING_STATE = codeTable<FindingState>({
  open: 0,
  acknowledged: 1,
  waived: 2,
  resolved: 3,
});

export const SCAN_OUTCOME = codeTable<ScanOutcome>({
  complete: 0,
  partial: 1,
  suspect: 2,
  failed: 3,
  interrupted: 4,
});
