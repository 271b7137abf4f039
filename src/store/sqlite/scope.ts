import type { EpochMs, KbVersion, SourceId, WorkspaceId } from "../../model/ids.ts";
import { kbVersion } from "../../model/ids.ts";
import { ScanError } from "../../model/error.ts";
import type { Column, Connection } from "./connection.ts";
import * as queries from "./queries/workspace.ts";

/** No row carries this key: what is asked of a workspace that is not there yet, or no more, finds nothing. */
const NO_WORKSPACE = 0;

/** One workspace of one database: what every query is bound to. */
export class Scope {
  readonly db: Connection;
  readonly #id: WorkspaceId;
  #key = NO_WORKSPACE;

  constructor(db: Connection, id: WorkspaceId) {
    this.db = db;
    this.#id = id;
  }

  /** Its hidden key. */
  get workspace(): number {
    if (this.#key === NO_WORKSPACE)
      this.#key = this.db.get<{ key: number }>(queries.SELECT_KEY, this.#id)?.key ?? NO_WORKSPACE;
    return this.#key;
  }

  /** Makes it when it is not there. */
  create(name: string): void {
    if (this.workspace === NO_WORKSPACE) this.db.run(queries.INSERT_WORKSPACE, this.#id, name);
  }

  /** The key is asked for again: the workspace was erased, or may be new. */
  forget(): void {
    this.#key = NO_WORKSPACE;
  }
}

export interface VersionRange {
  readonly current: KbVersion;
  readonly oldest: KbVersion;
}

export function hasWorkspace(scope: Scope): boolean {
  return scope.db.get(queries.SELECT_VERSIONS, scope.workspace) !== undefined;
}

/** 0 and 0 for a workspace that is not there. */
export function readVersions(scope: Scope): VersionRange {
  const row = scope.db.get<{ version: number; oldest_version: number }>(
    queries.SELECT_VERSIONS,
    scope.workspace,
  );
  return { current: kbVersion(row?.version ?? 0), oldest: kbVersion(row?.oldest_version ?? 0) };
}

/** Throws HISTORY_GONE when the state at that version is no longer kept. */
export function checkKept(scope: Scope, version: KbVersion): void {
  const { oldest } = readVersions(scope);
  if (version >= oldest) return;
  throw new ScanError(
    "HISTORY_GONE",
    `KB version ${version} is no longer kept; the oldest is ${oldest}`,
    {
      detail: { version, oldestVersion: oldest },
    },
  );
}

/** Null when the workspace has no such source. */
export function findSourceKey(scope: Scope, id: SourceId): number | null {
  return scope.db.get<{ key: number }>(queries.SELECT_SOURCE_KEY, scope.workspace, id)?.key ?? null;
}

/** As findSourceKey, but throws UNKNOWN_SOURCE. */
export function sourceKey(scope: Scope, id: SourceId): number {
  const key = findSourceKey(scope, id);
  if (key === null)
    throw new ScanError("UNKNOWN_SOURCE", `There is no source ${id}`, { detail: { sourceId: id } });
  return key;
}

/** Takes the workspace's next version and tells when it was. Call inside the write transaction that makes the change. */
export function takeVersion(
  scope: Scope,
  version: KbVersion,
  at: EpochMs,
  scanText: string | null,
): void {
  scope.db.run(queries.UPDATE_VERSION, version, scope.workspace);
  scope.db.run(queries.INSERT_COMMIT, scope.workspace, version, at, scanText);
}

/** A list as one parameter, for json_each. */
export function listParameter(values: readonly (string | number)[]): Column {
  return JSON.stringify(values);
}
