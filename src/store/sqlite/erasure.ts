import { canonicalSubject } from "../../model/finding.ts";
import type { EpochMs, KbVersion, SourceId } from "../../model/ids.ts";
import { kbVersion } from "../../model/ids.ts";
import type { Connection } from "./connection.ts";
import { JOURNAL_KIND } from "./codes.ts";
import { parseSubject } from "./finding-rows.ts";
import * as findingQueries from "./queries/findings.ts";
import * as journalQueries from "./queries/journal.ts";
import * as queries from "./queries/erasure.ts";
import { forget } from "./remembered.ts";
import { listParameter, readVersions, sourceKey, takeVersion, type Scope } from "./scope.ts";

/**
 * Call inside a write transaction. Groups that spoke of the source's documents too lose their findings, which quote them, and
 * come due, so that the next sweep says what is left to say.
 */
export function removeSource(scope: Scope, id: SourceId, at: EpochMs): KbVersion {
  const { db, workspace } = scope;
  const source = sourceKey(scope, id);
  const subject = canonicalSubject({ kind: "source", sourceId: id });
  eraseFindings(scope, source, subject, at);
  db.run(queries.DELETE_FAILURES, workspace, subject, source);
  db.run(queries.DELETE_DUE, workspace, subject);
  for (const sql of queries.OF_SOURCE) db.run(sql, source);
  for (const sql of queries.UNUSED) db.run(sql, workspace);
  forget(scope);
  const version = kbVersion(readVersions(scope).current + 1);
  const row = [
    JOURNAL_KIND.codeOf("source-removed"),
    null,
    null,
    null,
    JSON.stringify({ sourceId: id }),
  ];
  db.run(journalQueries.INSERT_ROWS, workspace, version, JSON.stringify([row]));
  takeVersion(scope, version, at, null);
  return version;
}

function eraseFindings(scope: Scope, source: number, subject: string, at: EpochMs): void {
  const { db, workspace } = scope;
  const rows = db.all<{ key: number; judged: string }>(
    queries.LIST_FINDINGS,
    source,
    workspace,
    subject,
  );
  const keys = listParameter(rows.map(({ key }) => key));
  db.run(queries.DELETE_FINDING_DOCUMENTS, keys);
  db.run(queries.DELETE_FINDINGS, keys);
  const judged = new Set(rows.map((row) => row.judged));
  for (const name of judged) {
    if (parseSubject(name).kind === "group") db.run(findingQueries.PUT_DUE, workspace, name, at);
  }
}

/** Call inside a write transaction. */
export function eraseWorkspace(scope: Scope): void {
  const { db, workspace } = scope;
  for (const sql of queries.OF_WORKSPACE) db.run(sql, workspace);
  scope.forget();
}

/** Runs an erasure so that what was erased is overwritten in the file, and gone from the log. */
export function leavingNoTrace<T>(db: Connection, erase: () => T): T {
  db.pragma("secure_delete = ON");
  try {
    return erase();
  } finally {
    db.pragma("secure_delete = OFF");
    db.pragma("wal_checkpoint(TRUNCATE)");
  }
}
