import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { EpochMs } from "../../model/ids.ts";
import type { RememberedFact } from "../store.ts";
import { JOURNAL_KIND } from "./codes.ts";
import { nextDueAt } from "./findings.ts";
import * as queries from "./queries/remembered.ts";
import { readVersions, type Scope } from "./scope.ts";

/** Null: nothing was remembered, or something happened since that may make it wrong. */
export function recall(scope: Scope, name: string, now: EpochMs): string | null {
  const row = scope.db.get<{ readonly deflated: Uint8Array }>(
    queries.SELECT_REMEMBERED,
    scope.workspace,
    name,
    now,
    now,
    JOURNAL_KIND.codeOf("scan-started"),
    JOURNAL_KIND.codeOf("scan-ended"),
  );
  return row === undefined ? null : inflateRawSync(row.deflated).toString("utf8");
}

/** What was remembered may quote what is erased. */
export function forget(scope: Scope): void {
  scope.db.run(queries.FORGET, scope.workspace);
}

export function remember(scope: Scope, { name, json, at, version }: RememberedFact): void {
  // What was worked out from an older state than the newest is not worth keeping.
  if (readVersions(scope).current !== version) return;
  scope.db.run(
    queries.UPSERT_REMEMBERED,
    scope.workspace,
    name,
    version,
    at,
    nextDueAt(scope),
    deflateRawSync(json, { level: 3 }),
  );
}
