import Database from "better-sqlite3";
import { ScanError, type ErrorCode } from "../../model/error.ts";

/** The engine's result codes by the first part that decides; the longest match wins. */
const CODES: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ["SQLITE_BUSY", "STORE_LOCKED"],
  ["SQLITE_LOCKED", "STORE_LOCKED"],
  ["SQLITE_PROTOCOL", "STORE_LOCKED"],
  ["SQLITE_FULL", "STORE_FULL"],
  ["SQLITE_IOERR_SHMSIZE", "STORE_FULL"], // the shared-memory file could not grow
  ["SQLITE_CORRUPT", "STORE_CORRUPT"],
  ["SQLITE_NOTADB", "STORE_UNUSABLE"],
  ["SQLITE_CANTOPEN", "STORE_UNUSABLE"],
  ["SQLITE_READONLY", "STORE_UNUSABLE"],
  ["SQLITE_PERM", "STORE_UNUSABLE"],
  ["SQLITE_AUTH", "STORE_UNUSABLE"],
  ["SQLITE_IOERR", "STORE_UNUSABLE"],
];

/** Wraps what the engine threw, once; everything else passes as it is. */
export function toStoreError(error: unknown, path: string): unknown {
  if (error instanceof ScanError || !(error instanceof Database.SqliteError)) return error;
  const code = CODES.find(([prefix]) => error.code.startsWith(prefix))?.[1] ?? "INTERNAL";
  return new ScanError(code, `${path}: ${error.message}`, {
    detail: { path, engineCode: error.code },
    cause: error,
  });
}
