import { deflateRawSync } from "node:zlib";
import { ScanError } from "../../model/error.ts";
import type { DocumentId } from "../../model/ids.ts";
import type { DocumentDraft } from "./drafts.ts";
import {
  toDocumentState,
  type DetailRow,
  type DocumentRow,
  type StateRow,
} from "./document-rows.ts";
import { writeLinkIndexes } from "./link-writer.ts";
import * as accessQueries from "./queries/access.ts";
import * as queries from "./queries/documents.ts";
import { listParameter, type Scope } from "./scope.ts";
import { internTexts, textName } from "./texts.ts";
import type { CommitUnit } from "./unit.ts";

/** The documents that a commit speaks of, as they are; details only of those that may be replaced. */
export function loadDocuments(
  scope: Scope,
  ids: ReadonlySet<DocumentId>,
  replacedIds: ReadonlySet<DocumentId>,
): ReadonlyMap<string, DocumentDraft> {
  const drafts = new Map<string, DocumentDraft>();
  if (ids.size === 0) return drafts;
  const rows = scope.db.all<DocumentRow>(
    queries.SELECT_ROWS,
    scope.workspace,
    listParameter([...ids]),
  );
  const rowById = new Map(rows.map((row) => [row.id, row]));
  const replaced = [...replacedIds].filter((id) => rowById.has(id));
  const details = replaced.length === 0 ? [] : loadDetails(scope, replaced);
  const detailById = new Map(details.map((detail) => [detail.id, detail]));
  for (const id of ids)
    drafts.set(id, draftOf(id, rowById.get(id) ?? null, detailById.get(id) ?? null));
  return drafts;
}

function loadDetails(
  scope: Scope,
  ids: readonly string[],
): readonly (DetailRow & { readonly id: string })[] {
  return scope.db.all<DetailRow & { readonly id: string }>(
    queries.SELECT_DETAILS,
    scope.workspace,
    listParameter(ids),
  );
}

function draftOf(
  id: DocumentId,
  stored: DocumentRow | null,
  storedDetail: DetailRow | null,
): DocumentDraft {
  return {
    id,
    stored,
    storedDetail,
    row: stored === null ? null : { ...stored },
    detail: null,
    content: null,
    unreadDetail: null,
    verification: null,
    key: stored?.key ?? 0,
    isStateNew: false,
    isPlaceNew: false,
    isRevisionNew: false,
    isAccessNew: false,
    isAccessRevisionNew: false,
    isJudgementNew: false,
  };
}

/** Writes what the drafts differ in; every draft that has a row has its key afterwards. */
export function writeDocuments(unit: CommitUnit): void {
  const drafts = [...unit.documents.values()];
  keepPast(unit, drafts);
  assignTexts(unit, drafts);
  for (const draft of drafts) {
    if (draft.row === null) continue;
    if (draft.stored === null) insertDocument(unit, draft, draft.row);
    else updateDocument(unit, draft, draft.stored, draft.row);
  }
  writeLinkIndexes(unit, drafts);
}

/** Moves what no longer holds to the past, before any row is written over. */
function keepPast(unit: CommitUnit, drafts: readonly DocumentDraft[]): void {
  const { db, workspace } = unit.scope;
  const changed = drafts.filter(
    ({ stored, isStateNew, row }) => stored !== null && isStateNew && row?.gone_version === null,
  );
  if (changed.length > 0) {
    const states = db.all<StateRow>(
      queries.SELECT_STATES_BY_KEY,
      listParameter(changed.map(({ key }) => key)),
    );
    const endByKey = new Map(
      changed.map(({ key, stored }) => [key, stored?.gone_version ?? unit.version]),
    );
    for (const row of states) {
      const state = deflateRawSync(JSON.stringify(toDocumentState(row)));
      db.run(
        queries.INSERT_PAST_STATE,
        row.key,
        row.valid_from,
        endByKey.get(row.key) ?? unit.version,
        workspace,
        state,
      );
    }
  }
  for (const { stored, isAccessNew } of drafts)
    if (stored !== null && isAccessNew) keepPastAccess(unit, stored);
}

function keepPastAccess(unit: CommitUnit, stored: DocumentRow): void {
  unit.scope.db.run(
    accessQueries.INSERT_PAST_ACCESS,
    stored.key,
    stored.access_from,
    stored.gone_version ?? unit.version,
    unit.scope.workspace,
    stored.access,
    stored.access_reason,
    stored.access_revision,
    stored.access_origins,
  );
}

function assignTexts(unit: CommitUnit, drafts: readonly DocumentDraft[]): void {
  const saved = drafts.filter(({ content }) => content !== null);
  const texts = saved.flatMap(({ content }) =>
    content === null || content.text === null ? [] : [content.text],
  );
  const keys = internTexts(unit.scope, texts);
  for (const { row } of saved) {
    if (row === null) continue;
    row.text = row.text_hash === null ? null : (keys.get(textName(row.text_hash)) ?? null);
    if (row.text_hash !== null && row.text === null)
      throw new ScanError("INTERNAL", `The text of ${row.id} was not written`);
  }
}

function insertDocument(unit: CommitUnit, draft: DocumentDraft, row: DocumentRow): void {
  const { db, workspace } = unit.scope;
  const { key } = db.run(
    queries.INSERT_DOCUMENT,
    workspace,
    row.source,
    row.unread_reason,
    row.freshness,
    row.aging_at_ms,
    row.stale_at_ms,
    row.expires_at_ms,
    row.has_owner,
    row.internal_link_count,
    row.external_link_count,
    row.access,
    row.access_reason,
    row.access_from,
    row.valid_from,
    row.page,
    row.text,
    row.content_version,
    row.content_changed_at_ms,
    row.created_at_ms,
    row.gone_version,
    row.gone_at_ms,
    row.due_at_ms,
    row.id,
    row.locator,
    row.uri,
    row.revision,
    row.access_revision,
    row.identity,
    row.access_origins,
  );
  draft.key = key;
  if (draft.detail !== null)
    db.run(queries.INSERT_DETAIL, key, workspace, ...detailColumns(draft.detail));
  if (draft.verification !== null) db.run(queries.UPDATE_VERIFICATION, draft.verification, key);
}

function detailColumns(detail: DetailRow): (string | number | null)[] {
  return [
    detail.title,
    detail.media_type,
    detail.language,
    detail.word_count,
    detail.unread_detail,
    detail.owners,
    detail.labels,
    detail.waivers,
    detail.link_keys,
    detail.dates,
    detail.headings,
    detail.anchors,
    detail.links,
  ];
}

function updateDocument(
  unit: CommitUnit,
  draft: DocumentDraft,
  stored: DocumentRow,
  row: DocumentRow,
): void {
  const { db } = unit.scope;
  const { key } = draft;
  if (draft.isPlaceNew)
    db.run(queries.UPDATE_PLACE, row.locator, row.page, row.uri, row.revision, row.identity, key);
  else if (draft.isRevisionNew) db.run(queries.UPDATE_REVISION, row.revision, row.identity, key);
  if (draft.isAccessNew || draft.isAccessRevisionNew) {
    db.run(
      queries.UPDATE_ACCESS,
      row.access,
      row.access_reason,
      row.access_from,
      row.access_revision,
      row.access_origins,
      key,
    );
  }
  if (draft.isStateNew) updateState(unit, draft, stored, row);
  if (draft.isJudgementNew) {
    db.run(
      queries.UPDATE_JUDGEMENT,
      row.freshness,
      row.aging_at_ms,
      row.stale_at_ms,
      row.expires_at_ms,
      row.due_at_ms,
      key,
    );
  }
}

function updateState(
  unit: CommitUnit,
  draft: DocumentDraft,
  stored: DocumentRow,
  row: DocumentRow,
): void {
  const { db, workspace } = unit.scope;
  const { key } = draft;
  if (row.gone_version === null) row.valid_from = unit.version;
  if (stored.text === row.text) {
    row.content_version = stored.content_version;
    row.content_changed_at_ms = stored.content_changed_at_ms;
  } else {
    const { content_version: version, content_changed_at_ms: at, text } = stored;
    db.run(queries.INSERT_CONTENT_VERSION, key, version, unit.version, workspace, at, text);
  }
  db.run(
    queries.UPDATE_STATE,
    row.gone_version,
    row.gone_at_ms,
    row.unread_reason,
    row.has_owner,
    row.internal_link_count,
    row.external_link_count,
    row.valid_from,
    row.text,
    row.content_version,
    row.content_changed_at_ms,
    key,
  );
  if (draft.detail !== null) db.run(queries.UPDATE_DETAIL, ...detailColumns(draft.detail), key);
  if (draft.unreadDetail !== null) db.run(queries.UPDATE_UNREAD_DETAIL, draft.unreadDetail, key);
  if (draft.verification !== null) db.run(queries.UPDATE_VERIFICATION, draft.verification, key);
}
