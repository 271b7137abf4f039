import Database from "better-sqlite3";
import { ScanError } from "../../model/error.ts";
import { toStoreError } from "./sqlite-error.ts";

/** What a row's column or a parameter can be. */
export type Column = string | number | Buffer | Uint8Array | null;

export interface ConnectionOptions {
  readonly path: string;
  readonly isReadonly: boolean;
  /** How long a statement waits for another process's lock before it fails with STORE_LOCKED. */
  readonly busyTimeoutMs: number;
  /** The file never grows past this: STORE_FULL instead. Undefined: as far as the disk goes. */
  readonly maxBytes?: number;
}

const PAGE_BYTES = 4096;
/** An upper bound: pages are cached as they are read. */
const CACHE_KIB = 128 * 1024;
/** 64 MB of log between checkpoints instead of 4: index pages that every batch touches are copied back once, not a dozen times. */
const CHECKPOINT_PAGES = 16_384;

interface PreparedStatement {
  readonly statement: Database.Statement;
  /** The driver takes `?1` for a name. */
  readonly isNumbered: boolean;
}

/** One SQLite connection that keeps its statements prepared and counts how often they run. */
export class Connection {
  readonly path: string;
  readonly #database: Database.Database;
  readonly #statements = new Map<string, PreparedStatement>();
  #executedCount = 0;

  /** Opens or (for writing) makes the file. Throws STORE_UNUSABLE, STORE_LOCKED or STORE_CORRUPT. */
  constructor(options: ConnectionOptions) {
    this.path = options.path;
    this.#database = openDatabase(options);
    try {
      this.#configure(options);
    } catch (error) {
      this.#database.close();
      throw toStoreError(error, options.path);
    }
  }

  #configure({ isReadonly, maxBytes }: ConnectionOptions): void {
    this.pragma("foreign_keys = ON");
    this.pragma("synchronous = NORMAL");
    this.pragma(`cache_size = -${CACHE_KIB}`);
    this.pragma("temp_store = MEMORY");
    if (isReadonly) return;
    this.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    if (maxBytes !== undefined) this.pragma(`max_page_count = ${Math.ceil(maxBytes / PAGE_BYTES)}`);
  }

  /** Rows as objects, their shape promised by the query. */
  all<R>(sql: string, ...parameters: Column[]): R[] {
    const { statement, bindable } = this.#prepared(sql, parameters);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- STRICT tables and the query beside it give this shape
    return statement.all(...bindable) as R[];
  }

  /** As `all`, with parameters by name. */
  allNamed<R>(sql: string, parameters: Readonly<Record<string, Column>>): R[] {
    const { statement } = this.#prepared(sql, []);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as in `all`
    return statement.all(parameters) as R[];
  }

  get<R>(sql: string, ...parameters: Column[]): R | undefined {
    const { statement, bindable } = this.#prepared(sql, parameters);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as in `all`
    return statement.get(...bindable) as R | undefined;
  }

  /** Answers how many rows it changed, and the key of the row it inserted last. */
  run(sql: string, ...parameters: Column[]): { readonly changes: number; readonly key: number } {
    const { statement, bindable } = this.#prepared(sql, parameters);
    const { changes, lastInsertRowid } = statement.run(...bindable);
    return { changes, key: Number(lastInsertRowid) };
  }

  /** Runs a script of several statements, which is not kept prepared. */
  script(sql: string): void {
    this.#executedCount += 1;
    this.#database.exec(sql);
  }

  pragma(text: string): unknown {
    this.#executedCount += 1;
    return this.#database.pragma(text, { simple: true });
  }

  /** All of `work` under the write lock, or nothing of it. */
  write<T>(work: () => T): T {
    return this.#inside("BEGIN IMMEDIATE", work);
  }

  /** Everything that `work` reads is of one moment. */
  snapshot<T>(work: () => T): T {
    return this.#inside("BEGIN", work);
  }

  #inside<T>(begin: string, work: () => T): T {
    this.run(begin);
    try {
      const result = work();
      this.run("COMMIT");
      return result;
    } catch (error) {
      // The engine has rolled back already after a full disk or an I/O error.
      if (this.#database.inTransaction) this.run("ROLLBACK");
      throw error;
    }
  }

  #prepared(
    sql: string,
    parameters: Column[],
  ): { statement: Database.Statement; bindable: unknown[] } {
    this.#executedCount += 1;
    let known = this.#statements.get(sql);
    if (known === undefined) {
      known = { statement: this.#database.prepare(sql), isNumbered: /\?\d/.test(sql) };
      this.#statements.set(sql, known);
    }
    const { statement, isNumbered } = known;
    return { statement, bindable: isNumbered ? [byNumber(parameters)] : parameters };
  }

  /** Statements executed since it was opened, transactions' own ones included. */
  executedCount(): number {
    return this.#executedCount;
  }

  /** Idempotent. */
  close(): void {
    this.#database.close();
  }
}

function byNumber(parameters: readonly Column[]): Record<string, Column> {
  const named: Record<string, Column> = {};
  for (const [index, value] of parameters.entries()) named[index + 1] = value;
  return named;
}

function openDatabase({ path, isReadonly, busyTimeoutMs }: ConnectionOptions): Database.Database {
  try {
    return new Database(path, {
      readonly: isReadonly,
      fileMustExist: isReadonly,
      timeout: busyTimeoutMs,
    });
  } catch (error) {
    if (error instanceof Database.SqliteError) throw toStoreError(error, path);
    throw new ScanError(
      "STORE_UNUSABLE",
      `${path}: ${error instanceof Error ? error.message : String(error)}`,
      {
        detail: { path },
        cause: error,
      },
    );
  }
}
