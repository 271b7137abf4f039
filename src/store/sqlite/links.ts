import type { DocumentId, SourceId } from "../../model/ids.ts";
import { documentId } from "../../model/ids.ts";
import type { LinkTarget, StoredLink } from "../store.ts";
import { parseJson, unpackLinks } from "./document-json.ts";
import * as queries from "./queries/links.ts";
import { findSourceKey, listParameter, type Scope } from "./scope.ts";

interface ListRow {
  readonly id: string;
  readonly list: string;
}

export function getLinks(
  scope: Scope,
  ids: readonly DocumentId[],
): ReadonlyMap<DocumentId, readonly StoredLink[]> {
  const rows = scope.db.all<ListRow>(queries.SELECT_LINKS, scope.workspace, listParameter(ids));
  return new Map(rows.map((row) => [documentId(row.id), unpackLinks(row.list)]));
}

export function getAnchors(
  scope: Scope,
  ids: readonly DocumentId[],
): ReadonlyMap<DocumentId, readonly string[]> {
  const rows = scope.db.all<ListRow>(queries.SELECT_ANCHORS, scope.workspace, listParameter(ids));
  return new Map(rows.map((row) => [documentId(row.id), parseJson<readonly string[]>(row.list)]));
}

interface TargetRow {
  readonly link_key: string;
  readonly locator: string;
  readonly id: string;
  readonly is_read: number;
  readonly media_type: string | null;
}

export function findLinkTargets(
  scope: Scope,
  source: SourceId,
  linkKeys: readonly string[],
): readonly LinkTarget[] {
  const key = findSourceKey(scope, source);
  if (key === null) return [];
  const asked = listParameter([...new Set(linkKeys)]);
  const documents = scope.db
    .all<TargetRow>(queries.FIND_TARGET_DOCUMENTS, key, asked)
    .map((row): LinkTarget => ({
      linkKey: row.link_key,
      locator: row.locator,
      documentId: documentId(row.id),
      isRead: row.is_read === 1,
      mediaType: row.media_type,
    }));
  const assets = scope.db
    .all<{ link_key: string; locator: string }>(queries.FIND_TARGET_ASSETS, key, asked)
    .map((row): LinkTarget => ({
      linkKey: row.link_key,
      locator: row.locator,
      documentId: null,
      isRead: false,
      mediaType: null,
    }));
  return [...documents, ...assets];
}

export function findLinkers(
  scope: Scope,
  source: SourceId,
  targetKeys: readonly string[],
): readonly DocumentId[] {
  const key = findSourceKey(scope, source);
  if (key === null) return [];
  const rows = scope.db.all<{ id: string }>(
    queries.FIND_LINKERS,
    key,
    listParameter([...new Set(targetKeys)]),
  );
  return rows.map((row) => documentId(row.id));
}
