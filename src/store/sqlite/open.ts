import { workspaceId, type EpochMs, type WorkspaceId } from "../../model/ids.ts";
import { ScanError } from "../../model/error.ts";
import type { ScanLease, Store, StoreReader } from "../store.ts";
import { commitBatch } from "./commit.ts";
import { Connection } from "./connection.ts";
import { eraseWorkspace, leavingNoTrace, removeSource } from "./erasure.ts";
import { KeyCache } from "./key-cache.ts";
import { releaseLease, renewLease, takeLease } from "./leases.ts";
import { checkMigrated, migrate, readMigrations } from "./migrate.ts";
import { answer, createReader } from "./reader.ts";
import { remember } from "./remembered.ts";
import { applyRetention } from "./retention.ts";
import { SELECT_WORKSPACES } from "./queries/workspace.ts";
import { hasWorkspace, Scope } from "./scope.ts";
import { toStoreError } from "./sqlite-error.ts";

export interface SqliteOptions {
  /** The database file. Its folder must be there. */
  readonly path: string;
  readonly workspace: WorkspaceId;
  /** How long a call waits for another process's lock before STORE_LOCKED; 5 s by default. */
  readonly busyTimeoutMs?: number;
}

export interface SqliteStoreOptions extends SqliteOptions {
  /** Kept when the workspace is new; its id by default. */
  readonly workspaceName?: string;
  /**
   * `readwrite`, the default, makes the file, brings it up to date and makes the workspace.
   * `readonly` does none of it, and every write fails with STORE_UNUSABLE.
   */
  readonly mode?: "readwrite" | "readonly";
  readonly now?: () => EpochMs;
  /** The file never grows past this: STORE_FULL instead. Left out: as far as the disk goes. */
  readonly maxBytes?: number;
}

const BUSY_TIMEOUT_MS = 5000;

/** Opens one workspace of a database. Close it when done. Throws STORE_UNUSABLE, STORE_NEWER, STORE_LOCKED, STORE_FULL or STORE_CORRUPT. */
export function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { path, workspace, maxBytes, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  const isReadonly = options.mode === "readonly";
  const limit = maxBytes === undefined ? {} : { maxBytes };
  return opened({ path, busyTimeoutMs, isReadonly, ...limit }, (db) => {
    const scope = new Scope(db, workspace);
    if (isReadonly) checkMigrated(db, readMigrations());
    else {
      migrate(db, readMigrations(), options.now?.() ?? Date.now());
      scope.create(options.workspaceName ?? workspace);
    }
    return createStore(scope);
  });
}

/** Opens one workspace for reading only, beside a process that writes. A workspace that is not there yet reads as empty. */
export function openSqliteReader(
  options: SqliteOptions,
): Promise<StoreReader & { close(): Promise<void> }> {
  const { path, workspace, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  return opened({ path, busyTimeoutMs, isReadonly: true }, (db) => {
    checkMigrated(db, readMigrations());
    const scope = new Scope(db, workspace);
    return { ...createReader(scope), close: () => answer(scope, () => db.close()) };
  });
}

/** The workspaces of a database, in order of id. Throws as openSqliteReader does. */
export function listWorkspaces(path: string): Promise<readonly WorkspaceId[]> {
  return opened({ path, busyTimeoutMs: BUSY_TIMEOUT_MS, isReadonly: true }, (db) => {
    checkMigrated(db, readMigrations());
    const rows = db.all<{ id: string }>(SELECT_WORKSPACES);
    db.close();
    return rows.map(({ id }) => workspaceId(id));
  });
}

/** What `use` makes of the connection, which is closed again when that fails. */
async function opened<T>(
  options: ConstructorParameters<typeof Connection>[0],
  use: (db: Connection) => T,
): Promise<T> {
  const db = new Connection(options);
  try {
    return use(db);
  } catch (error) {
    db.close();
    throw toStoreError(error, options.path);
  }
}

function createStore(scope: Scope): Store {
  const { db } = scope;
  const keys = new KeyCache();
  let seenDataVersion: unknown = null;

  /** The cached keys hold as long as nobody else wrote and nothing was rolled back. */
  function write<T>(work: () => T): Promise<T> {
    return answer(scope, () => {
      try {
        return db.write(() => {
          const dataVersion = db.pragma("data_version");
          if (dataVersion !== seenDataVersion) keys.clear();
          seenDataVersion = dataVersion;
          checkIsThere(scope);
          return work();
        });
      } catch (error) {
        keys.clear();
        throw error;
      }
    });
  }

  function erase<T>(work: () => T): Promise<T> {
    return answer(scope, () => leavingNoTrace(db, () => db.write(work))).finally(() => {
      keys.clear();
    });
  }

  return {
    ...createReader(scope),
    commit: (batch) => write(() => commitBatch(scope, keys, batch)),
    remember: (fact) => write(() => remember(scope, fact)),
    async acquireScanLease(sourceId, holder): Promise<ScanLease> {
      const lease = await write(() => takeLease(scope, sourceId, holder));
      return {
        renew: (at) => write(() => renewLease(scope, lease, at)),
        release: () => write(() => releaseLease(scope, lease)),
      };
    },
    applyRetention: (retention, now) => erase(() => applyRetention(scope, retention, now)),
    removeSource: (sourceId, at) => erase(() => removeSource(scope, sourceId, at)),
    eraseWorkspace: () => erase(() => eraseWorkspace(scope)),
    checkIntegrity: () => answer(scope, () => checkIntegrity(db)),
    statementCount: () => db.executedCount(),
    close: () => answer(scope, () => db.close()),
  };
}

/** Another process may have erased it. */
function checkIsThere(scope: Scope): void {
  if (!hasWorkspace(scope)) throw new ScanError("NOT_FOUND", "The workspace was erased");
}

function checkIntegrity(db: Connection): readonly string[] {
  const problems = db
    .all<{ integrity_check: string }>("PRAGMA integrity_check")
    .map((row) => row.integrity_check);
  const orphans = db.all<{ table: string; parent: string }>("PRAGMA foreign_key_check");
  return [
    ...problems.filter((problem) => problem !== "ok"),
    ...orphans.map(
      ({ table, parent }) => `a row of ${table} refers to a row of ${parent} that is not there`,
    ),
  ];
}
