import { ScanError } from "../../model/error.ts";
import { isAuthorOnly } from "../../model/owner.ts";
import type { DocumentContent, DocumentSaved } from "../store.ts";
import { UNREAD_REASON } from "./codes.ts";
import { putAccess, readAccess } from "./document-access.ts";
import { presentRow } from "./document-draft.ts";
import type { DocumentDraft } from "./drafts.ts";
import { countDocument } from "./document-life.ts";
import { moveDocument, sourceMoved } from "./document-place.ts";
import {
  DETAIL_NAMES,
  hashOrNull,
  toDetailRow,
  type DetailRow,
  type DocumentRow,
} from "./document-rows.ts";
import { packHash } from "./hash-column.ts";
import { internPage, knownSource, note, type CommitUnit } from "./unit.ts";

export function saveDocument(unit: CommitUnit, change: DocumentSaved): void {
  const draft = unit.documents.get(change.id);
  if (draft === undefined) throw new ScanError("INTERNAL", `Document ${change.id} was not loaded`);
  const row = presentRow(draft);
  if (row === null) createDocument(unit, draft, change);
  else replaceDocument(unit, draft, row, change);
}

function createDocument(
  unit: CommitUnit,
  draft: DocumentDraft,
  { place, content, access, accessRevision }: DocumentSaved,
): void {
  const source = knownSource(unit, place.sourceId);
  const textHash = content.text === null ? null : packHash(content.text.hash);
  const page = internPage(unit, source, place.page);
  const before = draft.row;
  const isSameText = before !== null && sameHash(before.text_hash, textHash);
  draft.row = {
    key: draft.key,
    source,
    gone_version: null,
    gone_at_ms: null,
    unread_reason: null,
    freshness: null,
    aging_at_ms: null,
    stale_at_ms: null,
    expires_at_ms: null,
    has_owner: 0,
    internal_link_count: 0,
    external_link_count: 0,
    access: null,
    access_reason: null,
    access_from: unit.version,
    valid_from: unit.version,
    page,
    text: null,
    text_hash: textHash,
    content_version: isSameText ? before.content_version : unit.version,
    content_changed_at_ms: isSameText ? before.content_changed_at_ms : unit.at,
    created_at_ms: before?.created_at_ms ?? unit.at,
    due_at_ms: null,
    id: draft.id,
    locator: place.locator,
    uri: place.uri,
    revision: place.revision,
    access_revision: accessRevision,
    identity: place.identity,
    access_origins: null,
  };
  if (before !== null && before.source !== source) throw sourceMoved(draft.id);
  putContent(draft, draft.row, content);
  putAccess(unit, draft.row, access);
  draft.isStateNew =
    draft.isPlaceNew =
    draft.isAccessNew =
    draft.isAccessRevisionNew =
    draft.isJudgementNew =
      true;
  unit.touchedPages.add(page);
  unit.filledPages.add(page);
  countDocument(unit, source, 1);
  note(unit, "document-created", { document: draft, textHash }, { locator: place.locator });
}

function replaceDocument(
  unit: CommitUnit,
  draft: DocumentDraft,
  row: DocumentRow,
  change: DocumentSaved,
): void {
  const { content } = change;
  const isUriNew = row.uri !== change.place.uri;
  moveDocument(unit, draft, row, change.place);
  const textHash = content.text === null ? null : packHash(content.text.hash);
  const differing = differences(draft, row, content);
  if (isUriNew) differing.add("uri");
  if (!sameHash(row.text_hash, textHash)) {
    note(
      unit,
      "content-changed",
      { document: draft, textHash },
      { previousTextHash: hashOrNull(row.text_hash) },
    );
    row.text_hash = textHash;
    row.content_version = unit.version;
    row.content_changed_at_ms = unit.at;
    draft.isStateNew = true;
  } else if (differing.size > 0) {
    note(unit, "metadata-changed", { document: draft }, { changed: [...differing].toSorted() });
    draft.isStateNew = true;
  }
  putContent(draft, row, content);
  readAccess(unit, draft, row, change.access, change.accessRevision);
}

/** What differs beside the text, by the names of DocumentContent. */
function differences(
  draft: DocumentDraft,
  row: DocumentRow,
  content: DocumentContent,
): Set<string> {
  const before = draft.detail ?? draft.storedDetail;
  const after = toDetailRow(content);
  const differing = new Set<string>();
  if (before === null) return differing;
  for (const name of DETAIL_COLUMNS)
    if (before[name] !== after[name]) differing.add(DETAIL_NAMES[name]);
  const reason =
    content.ingestion.kind === "failed" ? UNREAD_REASON.codeOf(content.ingestion.reason) : null;
  if (row.unread_reason !== reason) differing.add("ingestion");
  return differing;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a record over exactly these names
const DETAIL_COLUMNS = Object.keys(DETAIL_NAMES) as readonly (keyof DetailRow)[];

function putContent(draft: DocumentDraft, row: DocumentRow, content: DocumentContent): void {
  draft.content = content;
  draft.unreadDetail = null;
  draft.detail = toDetailRow(content);
  row.unread_reason =
    content.ingestion.kind === "failed" ? UNREAD_REASON.codeOf(content.ingestion.reason) : null;
  row.has_owner = content.owners.some((owner) => !isAuthorOnly(owner)) ? 1 : 0;
  row.internal_link_count = content.links.filter((link) => link.targetKey !== null).length;
  row.external_link_count = content.links.length - row.internal_link_count;
}

function sameHash(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}
