import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { ScanError } from "../../model/error.ts";
import type { Connection } from "./connection.ts";

/** Marks the file as Tidemark's, so that no other application's database is taken for one ("Tdmk"). */
const APPLICATION_ID = 0x54_64_6d_6b;
const MIGRATIONS_FOLDER = new URL("migrations/", import.meta.url);

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const CREATE_MIGRATION_TABLE = `
  CREATE TABLE IF NOT EXISTS migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at_ms INTEGER NOT NULL
  ) STRICT`;
const SELECT_MIGRATIONS = "SELECT number, checksum FROM migration ORDER BY number";
const INSERT_MIGRATION = `
  INSERT INTO migration (number, name, checksum, applied_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const COUNT_TABLES = "SELECT count(*) AS count FROM sqlite_schema";

/** All migrations that this program knows, in order. */
export function readMigrations(folder: URL = MIGRATIONS_FOLDER): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name));
  return names.toSorted().map((name) => {
    const sql = readFileSync(new URL(name, folder), "utf8");
    return {
      number: Number(name.slice(0, 4)),
      name,
      sql,
      checksum: createHash("sha256").update(sql).digest("hex"),
    };
  });
}

/**
 * Brings the database to the newest known state; any number of processes may do so at once.
 * STORE_NEWER when a newer Tidemark wrote it, STORE_UNUSABLE when it is another application's or its history differs from ours.
 */
export function migrate(db: Connection, migrations: readonly Migration[], nowMs: number): void {
  if (isCurrent(db, migrations)) return;
  db.pragma("journal_mode = WAL");
  db.write(() => {
    claim(db);
    db.run(CREATE_MIGRATION_TABLE);
  });
  for (const migration of migrations) {
    db.write(() => {
      // The row comes first: whoever inserts it applies the migration, everybody else finds it there.
      const { changes } = db.run(
        INSERT_MIGRATION,
        migration.number,
        migration.name,
        migration.checksum,
        nowMs,
      );
      if (changes === 1) db.script(migration.sql);
    });
  }
  checkMigrated(db, migrations);
}

/** Throws unless the database is exactly what this program works with. */
export function checkMigrated(db: Connection, migrations: readonly Migration[]): void {
  if (!isCurrent(db, migrations)) {
    throw new ScanError(
      "STORE_UNUSABLE",
      `${db.path} was written by an older Tidemark; open it once for writing to bring it up to date`,
      {
        detail: { path: db.path },
      },
    );
  }
}

/** False: migrations are missing. Throws where the database can never become ours. */
function isCurrent(db: Connection, migrations: readonly Migration[]): boolean {
  const isEmpty = db.get<{ count: number }>(COUNT_TABLES)?.count === 0;
  if (isEmpty) return false;
  checkIsOurs(db);
  const applied = db.all<{ number: number; checksum: string }>(SELECT_MIGRATIONS);
  checkNotNewer(db, applied.at(-1)?.number ?? 0, migrations.at(-1)?.number ?? 0);
  for (const { number, checksum } of applied) {
    const known = migrations.find((migration) => migration.number === number);
    if (known?.checksum !== checksum) {
      throw new ScanError(
        "STORE_UNUSABLE",
        `${db.path}: migration ${number} is not the one that this Tidemark has`,
        {
          detail: { path: db.path, migration: number },
        },
      );
    }
  }
  return applied.length === migrations.length;
}

function checkIsOurs(db: Connection): void {
  if (db.pragma("application_id") === APPLICATION_ID) return;
  throw new ScanError("STORE_UNUSABLE", `${db.path} is a database of another application`, {
    detail: { path: db.path },
  });
}

function checkNotNewer(db: Connection, found: number, known: number): void {
  if (found <= known) return;
  throw new ScanError(
    "STORE_NEWER",
    `${db.path} has schema version ${found}, this Tidemark knows up to ${known}: use a newer Tidemark`,
    {
      detail: { path: db.path, databaseVersion: found, programVersion: known },
    },
  );
}

/** Inside the first transaction: the file is empty, or another process of ours came first. */
function claim(db: Connection): void {
  const isEmpty = db.get<{ count: number }>(COUNT_TABLES)?.count === 0;
  if (isEmpty) db.pragma(`application_id = ${APPLICATION_ID}`);
  else checkIsOurs(db);
}
