import type { KbVersion } from "../../model/ids.ts";
import { documentId, epochMs, kbVersion, sourceId } from "../../model/ids.ts";
import type { JournalRow } from "../store.ts";
import { JOURNAL_KIND } from "./codes.ts";
import { parseJson } from "./document-json.ts";
import { unpackHash } from "./hash-column.ts";
import * as queries from "./queries/journal.ts";
import { checkKept, readVersions, type Scope } from "./scope.ts";
import { textName } from "./texts.ts";
import type { CommitUnit } from "./unit.ts";

/** The texts that journal rows name, by textName. */
function textKeys(unit: CommitUnit): ReadonlyMap<string, number> {
  const keys = new Map<string, number>();
  for (const { row } of unit.documents.values()) {
    if (row !== null && row.text !== null && row.text_hash !== null)
      keys.set(textName(row.text_hash), row.text);
  }
  return keys;
}

/** Call last: documents have their keys by then. */
export function writeJournal(unit: CommitUnit): void {
  const { db, workspace } = unit.scope;
  const texts = textKeys(unit);
  const packed = unit.journal.map(({ kind, source, document, textHash, detail }) => [
    JOURNAL_KIND.codeOf(kind),
    source,
    document === null || document.key === 0 ? null : document.key,
    textHash === null ? null : (texts.get(textName(textHash)) ?? null),
    detail === null ? null : JSON.stringify(detail),
  ]);
  db.run(queries.INSERT_ROWS, workspace, unit.version, JSON.stringify(packed));
}

interface JournalDbRow {
  readonly version: number;
  readonly ordinal: number;
  readonly kind: number;
  readonly at_ms: number;
  readonly source_id: string | null;
  readonly document_id: string | null;
  readonly text_hash: Buffer | null;
  readonly detail: string | null;
}

export function listJournal(scope: Scope, since: KbVersion, limit: number): readonly JournalRow[] {
  checkKept(scope, since);
  const last = lastWholeVersion(scope, since, limit);
  return scope.db
    .all<JournalDbRow>(queries.LIST_ROWS, scope.workspace, since, last)
    .map(toJournalRow);
}

/** The last version whose rows all fit; the first one alone when even that does not. */
function lastWholeVersion(scope: Scope, since: KbVersion, limit: number): number {
  const behind = versionBehind(scope, since, limit);
  if (behind === undefined) return readVersions(scope).current;
  const first = versionBehind(scope, since, 0) ?? behind;
  return Math.max(first, behind - 1);
}

function versionBehind(scope: Scope, since: KbVersion, offset: number): number | undefined {
  return scope.db.get<{ version: number }>(
    queries.SELECT_VERSION_BEHIND,
    scope.workspace,
    since,
    offset,
  )?.version;
}

function toJournalRow(row: JournalDbRow): JournalRow {
  const detail =
    row.detail === null ? {} : parseJson<Readonly<Record<string, unknown>>>(row.detail);
  const erasedSource = typeof detail["sourceId"] === "string" ? sourceId(detail["sourceId"]) : null;
  return {
    version: kbVersion(row.version),
    ordinal: row.ordinal,
    kind: JOURNAL_KIND.nameOf(row.kind),
    at: epochMs(row.at_ms),
    sourceId: row.source_id === null ? erasedSource : sourceId(row.source_id),
    documentId: row.document_id === null ? null : documentId(row.document_id),
    detail: row.text_hash === null ? detail : { ...detail, textHash: unpackHash(row.text_hash) },
  };
}
