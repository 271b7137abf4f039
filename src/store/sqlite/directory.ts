import type { KbVersion, PrincipalId, RealmId } from "../../model/ids.ts";
import { epochMs, kbVersion } from "../../model/ids.ts";
import type { DirectorySnapshot } from "../store.ts";
import * as queries from "./queries/directory.ts";
import { checkKept, type Scope } from "./scope.ts";
import { note, type CommitUnit } from "./unit.ts";

/** Later than every version. */
export const LATEST = kbVersion(Number.MAX_SAFE_INTEGER);

interface PrincipalRow {
  readonly key: number;
  readonly id: PrincipalId;
  readonly name: string;
  readonly email: string | null;
  readonly is_active: number;
}

interface EdgeRow {
  readonly key: number;
  readonly group_id: PrincipalId;
  readonly member_id: PrincipalId;
}

export function getDirectory(
  scope: Scope,
  realm: RealmId,
  version?: KbVersion,
): DirectorySnapshot | null {
  if (version !== undefined) checkKept(scope, version);
  const at = version ?? LATEST;
  const reading = scope.db.get<{ taken_at_ms: number }>(
    queries.SELECT_READING,
    scope.workspace,
    realm,
    at,
  );
  if (reading === undefined) return null;
  return {
    realm,
    takenAt: epochMs(reading.taken_at_ms),
    principals: listPrincipals(scope, realm, at).map(({ id, name, email, is_active }) => ({
      id,
      name,
      email,
      isActive: is_active === 1,
    })),
    edges: listEdges(scope, realm, at).map(({ group_id: group, member_id: member }) => ({
      group,
      member,
    })),
  };
}

function listPrincipals(scope: Scope, realm: RealmId, at: KbVersion): readonly PrincipalRow[] {
  return scope.db.all<PrincipalRow>(queries.LIST_PRINCIPALS, scope.workspace, realm, at);
}

function listEdges(scope: Scope, realm: RealmId, at: KbVersion): readonly EdgeRow[] {
  return scope.db.all<EdgeRow>(queries.LIST_EDGES, scope.workspace, realm, at);
}

/** Writes the difference to what was published before. */
export function publishDirectory(unit: CommitUnit, snapshot: DirectorySnapshot): void {
  const { db, workspace } = unit.scope;
  const { realm, takenAt } = snapshot;
  const isFirst = db.get(queries.SELECT_READING, workspace, realm, LATEST) === undefined;
  const changedCount = publishPrincipals(unit, snapshot) + publishEdges(unit, snapshot);
  if (!isFirst && changedCount === 0) {
    db.run(queries.RENEW_READING, workspace, realm, takenAt);
    return;
  }
  db.run(queries.INSERT_READING, workspace, realm, unit.version, takenAt);
  note(unit, "directory-changed", {}, { realm, changedCount });
}

function publishPrincipals(unit: CommitUnit, { realm, principals }: DirectorySnapshot): number {
  const { db, workspace } = unit.scope;
  const nameOf = (id: string, name: string, email: string | null, isActive: number): string =>
    JSON.stringify([id, name, email, isActive]);
  const before = new Map(
    listPrincipals(unit.scope, realm, LATEST).map((row) => [
      nameOf(row.id, row.name, row.email, row.is_active),
      row.key,
    ]),
  );
  const after = new Map(
    principals.map((principal) => {
      const { id, name, email, isActive } = principal;
      return [nameOf(id, name, email, isActive ? 1 : 0), principal];
    }),
  );
  const gone = [...before].filter(([name]) => !after.has(name));
  const added = [...after].filter(([name]) => !before.has(name));
  for (const [, key] of gone) db.run(queries.END_PRINCIPAL, unit.version, key);
  for (const [, { id, name, email, isActive }] of added) {
    db.run(
      queries.INSERT_PRINCIPAL,
      workspace,
      realm,
      id,
      name,
      email,
      isActive ? 1 : 0,
      unit.version,
    );
  }
  return gone.length + added.length;
}

function publishEdges(unit: CommitUnit, { realm, edges }: DirectorySnapshot): number {
  const { db, workspace } = unit.scope;
  const before = new Map(
    listEdges(unit.scope, realm, LATEST).map((row) => [
      JSON.stringify([row.group_id, row.member_id]),
      row.key,
    ]),
  );
  const after = new Map(edges.map((edge) => [JSON.stringify([edge.group, edge.member]), edge]));
  const gone = [...before].filter(([name]) => !after.has(name));
  const added = [...after].filter(([name]) => !before.has(name));
  for (const [, key] of gone) db.run(queries.END_EDGE, unit.version, key);
  for (const [, { group, member }] of added) {
    db.run(queries.INSERT_EDGE, workspace, realm, group, member, unit.version);
  }
  return gone.length + added.length;
}
