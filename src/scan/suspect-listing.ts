import type { SourceIdentity } from "../contract/connector.ts";
import type { PassRun } from "./pass.ts";

export interface MissingCounts {
  readonly knownCount: number;
  readonly missingCount: number;
  readonly seenCount: number;
  readonly failedScopeCount: number;
  readonly identity: SourceIdentity;
}

/**
 * Whether the missing documents are believed to be gone. A listing that lost most of what was known, or all of it, is a fault
 * until an operator accepts it, or until full listings by a proved identity have agreed for the configured time.
 */
export async function isBelievedMissing(run: PassRun, counts: MissingCounts): Promise<boolean> {
  const { pass, options } = run;
  const { suspect } = pass.tools.policies;
  const { knownCount, missingCount, seenCount, failedScopeCount, identity } = counts;
  if (missingCount === 0 || options.acceptSuspect) return true;
  const isMost =
    missingCount > suspect.missingCount && missingCount > knownCount * suspect.missingRatio;
  const isAll = seenCount === 0 && failedScopeCount === 0;
  if (!isMost && !isAll) return identity.isProved;
  if (!identity.isProved) return false;
  const agreeingSince = await agreedSince(run, seenCount);
  return agreeingSince !== null && pass.startedAt - agreeingSince >= suspect.agreeForMs;
}

const LOOKED_AT_SCANS = 1000;

/** Start of the first of the latest passes that were all suspect and saw as many documents as this one; null: there is none. */
async function agreedSince(run: PassRun, seenCount: number): Promise<number | null> {
  const { pass } = run;
  const scans = await pass.tools.store.listScans({
    sourceId: pass.source.id,
    limit: LOOKED_AT_SCANS,
  });
  let since: number | null = null;
  for (const scan of scans) {
    if (scan.id === pass.scanId) continue;
    if (scan.outcome !== "suspect" || scan.counts?.seen !== seenCount) break;
    since = scan.startedAt;
  }
  return since;
}
