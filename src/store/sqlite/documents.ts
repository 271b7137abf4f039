import { inflateRawSync } from "node:zlib";
import type { UnknownAccessReason } from "../../model/access.ts";
import type { DocumentId, KbVersion, SourceId } from "../../model/ids.ts";
import { documentId, epochMs, kbVersion } from "../../model/ids.ts";
import type { DocumentState, StoreReader, StoredRef, VersionRecord } from "../store.ts";
import { ACCESS_REASON } from "./codes.ts";
import { parseJson } from "./document-json.ts";
import {
  hashOrNull,
  toDocumentState,
  toStoredRef,
  type RefRow,
  type StateRow,
} from "./document-rows.ts";
import { hashPrefix, packHash, unpackHash } from "./hash-column.ts";
import * as queries from "./queries/documents.ts";
import { checkKept, findSourceKey, listParameter, type Scope } from "./scope.ts";

export function getDocuments(scope: Scope, ids: readonly DocumentId[]): readonly DocumentState[] {
  return scope.db
    .all<StateRow>(queries.SELECT_STATES, scope.workspace, listParameter(ids))
    .map(toDocumentState);
}

/** When the document's own row holds, for questions about the past. */
export interface DocumentLife {
  readonly key: number;
  readonly gone_version: number | null;
  readonly valid_from: number;
  readonly access_from: number;
}

/** Null: the workspace never had it, or it was erased. */
export function findLife(scope: Scope, id: DocumentId): DocumentLife | null {
  return scope.db.get<DocumentLife>(queries.SELECT_LIFE, scope.workspace, id) ?? null;
}

export function getDocumentAt(
  scope: Scope,
  id: DocumentId,
  version: KbVersion,
): DocumentState | null {
  checkKept(scope, version);
  const life = findLife(scope, id);
  if (life === null) return null;
  if (version >= life.valid_from) {
    if (life.gone_version !== null && version >= life.gone_version) return null;
    const row = scope.db.get<StateRow>(queries.SELECT_STATES_BY_KEY, listParameter([life.key]));
    return row === undefined ? null : toDocumentState(row);
  }
  const past = scope.db.get<{ state: Buffer }>(queries.SELECT_PAST_STATE, life.key, version);
  return past === undefined
    ? null
    : parseJson<DocumentState>(inflateRawSync(past.state).toString("utf8"));
}

export function findDocuments(scope: Scope, reference: string): readonly DocumentState[] {
  return scope.db
    .all<StateRow>(queries.SELECT_STATES_BY_REFERENCE, scope.workspace, reference)
    .map(toDocumentState);
}

export function listDocuments(
  scope: Scope,
  page: Parameters<StoreReader["listDocuments"]>[0],
): readonly DocumentState[] {
  const after = page.after ?? "";
  if (page.sourceId === undefined) {
    return scope.db
      .all<StateRow>(queries.LIST_STATES, scope.workspace, after, after, page.limit)
      .map(toDocumentState);
  }
  const source = findSourceKey(scope, page.sourceId);
  if (source === null) return [];
  const rows = scope.db.all<StateRow>(
    queries.LIST_STATES_OF_SOURCE,
    scope.workspace,
    after,
    after,
    source,
    page.limit,
  );
  return rows.map(toDocumentState);
}

export function listPageRefs(
  scope: Scope,
  source: SourceId,
  prefixes: readonly string[],
): readonly StoredRef[] {
  return refs(scope, source, (key) =>
    scope.db.all<RefRow>(queries.LIST_PAGE_REFS, key, listParameter(prefixes)),
  );
}

export function findRefs(
  scope: Scope,
  source: SourceId,
  locators: readonly string[],
): readonly StoredRef[] {
  return refs(scope, source, (key) =>
    scope.db.all<RefRow>(queries.FIND_REFS, key, listParameter([...new Set(locators)])),
  );
}

export function listRefs(
  scope: Scope,
  source: SourceId,
  page: { readonly after: string | null; readonly limit: number },
): readonly StoredRef[] {
  return refs(scope, source, (key) => {
    if (page.after === null)
      return scope.db.all<RefRow>(queries.LIST_REFS_FROM_START, key, page.limit);
    return scope.db.all<RefRow>(queries.LIST_REFS_AFTER, key, page.after, page.limit);
  });
}

function refs(
  scope: Scope,
  source: SourceId,
  read: (sourceKey: number) => readonly RefRow[],
): readonly StoredRef[] {
  const key = findSourceKey(scope, source);
  return key === null ? [] : read(key).map(toStoredRef);
}

export function getText(scope: Scope, id: DocumentId): string | null {
  const row = scope.db.get<{ deflated: Buffer | null }>(queries.SELECT_TEXT, scope.workspace, id);
  return row === undefined || row.deflated === null
    ? null
    : inflateRawSync(row.deflated).toString("utf8");
}

interface VersionRow {
  readonly version: number;
  readonly at_ms: number;
  readonly hash: Buffer | null;
  readonly length: number | null;
}

export function listVersions(scope: Scope, id: DocumentId): readonly VersionRecord[] {
  const life = findLife(scope, id);
  if (life === null) return [];
  return scope.db.all<VersionRow>(queries.LIST_VERSIONS, life.key).map((row) => ({
    version: kbVersion(row.version),
    at: epochMs(row.at_ms),
    textHash: hashOrNull(row.hash),
    textLength: row.length ?? 0,
  }));
}

export function findCopies(
  scope: Scope,
  copyHashes: readonly string[],
): ReadonlyMap<string, readonly DocumentId[]> {
  const groups = new Map<string, DocumentId[]>();
  const asked = new Set(copyHashes);
  const prefixes = new Set([...asked].map((hash) => hashPrefix(packHash(hash))));
  const rows = scope.db.all<{ copy_hash: Buffer; id: string }>(
    queries.FIND_COPIES,
    scope.workspace,
    listParameter([...prefixes]),
  );
  for (const row of rows) {
    const hash = unpackHash(row.copy_hash);
    if (!asked.has(hash)) continue;
    const group = groups.get(hash);
    if (group === undefined) groups.set(hash, [documentId(row.id)]);
    else group.push(documentId(row.id));
  }
  return groups;
}

export function listSharedCopyHashes(scope: Scope): readonly string[] {
  const rows = scope.db.all<{ copy_hash: Buffer }>(queries.LIST_SHARED_COPIES, scope.workspace);
  return rows.map((row) => unpackHash(row.copy_hash));
}

export function listUnknownAccess(
  scope: Scope,
  source: SourceId,
  reason: UnknownAccessReason,
): readonly DocumentId[] {
  const key = findSourceKey(scope, source);
  if (key === null) return [];
  const rows = scope.db.all<{ id: string }>(
    queries.LIST_UNKNOWN_ACCESS,
    key,
    ACCESS_REASON.codeOf(reason),
  );
  return rows.map((row) => documentId(row.id));
}
