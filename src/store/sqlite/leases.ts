import { randomUUID } from "node:crypto";
import { ScanError } from "../../model/error.ts";
import type { EpochMs, SourceId } from "../../model/ids.ts";
import type { LeaseHolder } from "../store.ts";
import * as queries from "./queries/leases.ts";
import { sourceKey, type Scope } from "./scope.ts";

/** Without a renewal for this long a lease is anybody's. */
const LEASE_MS = 60_000;

interface LeaseRow {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  readonly acquired_at_ms: number;
  readonly renewed_at_ms: number;
}

/** A lease that was taken: only its token renews and releases it. */
export interface LeaseToken {
  readonly source: number;
  readonly token: string;
}

/** Call inside a write transaction. SCAN_RUNNING names the living holder. */
export function takeLease(scope: Scope, sourceId: SourceId, holder: LeaseHolder): LeaseToken {
  const source = sourceKey(scope, sourceId);
  const held = scope.db.get<LeaseRow>(queries.SELECT_LEASE, source);
  if (held !== undefined && isHeld(held, holder)) {
    const since = new Date(held.acquired_at_ms).toISOString();
    throw new ScanError(
      "SCAN_RUNNING",
      `Process ${held.pid} on ${held.host} has been scanning ${sourceId} since ${since}`,
      {
        detail: { sourceId, host: held.host, pid: held.pid },
      },
    );
  }
  const token = randomUUID();
  scope.db.run(
    queries.PUT_LEASE,
    source,
    scope.workspace,
    token,
    holder.host,
    holder.pid,
    holder.at,
    holder.at,
  );
  return { source, token };
}

function isHeld(lease: LeaseRow, asking: LeaseHolder): boolean {
  if (asking.at - lease.renewed_at_ms > LEASE_MS) return false;
  return lease.host !== asking.host || isAlive(lease.pid);
}

/** Signal 0 asks without doing anything; a process of another user answers EPERM and lives. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** SCAN_RUNNING when somebody else took the lease over meanwhile. */
export function renewLease(scope: Scope, { source, token }: LeaseToken, at: EpochMs): void {
  const { changes } = scope.db.run(queries.RENEW_LEASE, at, source, token);
  if (changes === 1) return;
  throw new ScanError(
    "SCAN_RUNNING",
    "Another process took over this scan's lease, which was not renewed in time",
  );
}

/** Idempotent. */
export function releaseLease(scope: Scope, { source, token }: LeaseToken): void {
  scope.db.run(queries.DELETE_LEASE, source, token);
}
