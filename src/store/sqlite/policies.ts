import type { KbVersion } from "../../model/ids.ts";
import { LATEST } from "./directory.ts";
import * as queries from "./queries/directory.ts";
import { checkKept, type Scope } from "./scope.ts";
import { note, type CommitUnit } from "./unit.ts";

interface PolicyRow {
  readonly key: number;
  readonly json: string;
}

function findPolicy(scope: Scope, kind: string, at: KbVersion): PolicyRow | undefined {
  return scope.db.get<PolicyRow>(queries.SELECT_POLICY, scope.workspace, kind, at);
}

/** Null: none was saved by then. */
export function getPolicy(scope: Scope, kind: string, version?: KbVersion): string | null {
  if (version !== undefined) checkKept(scope, version);
  return findPolicy(scope, kind, version ?? LATEST)?.json ?? null;
}

export function savePolicy(
  unit: CommitUnit,
  { policy: kind, json }: { readonly policy: string; readonly json: string },
): void {
  const { db, workspace } = unit.scope;
  const before = findPolicy(unit.scope, kind, LATEST);
  if (before?.json === json) return;
  if (before !== undefined) {
    db.run(queries.END_POLICY, unit.version, before.key);
    db.run(queries.DELETE_EMPTY_POLICY, before.key);
  }
  db.run(queries.INSERT_POLICY, workspace, kind, json, unit.version);
  note(unit, "policy-changed", {}, { policy: kind });
}
