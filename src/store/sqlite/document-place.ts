import { ScanError } from "../../model/error.ts";
import type { DocumentId } from "../../model/ids.ts";
import type { DocumentPlace } from "../store.ts";
import { UNREAD_REASON } from "./codes.ts";
import { present, type ChangeOf } from "./document-draft.ts";
import type { DocumentDraft } from "./drafts.ts";
import type { DocumentRow } from "./document-rows.ts";
import { internPage, knownSource, note, type CommitUnit } from "./unit.ts";

/** Puts it where it is now; journals a move. A new URI alone is the caller's to journal. */
export function moveDocument(
  unit: CommitUnit,
  draft: DocumentDraft,
  row: DocumentRow,
  place: DocumentPlace,
): void {
  if (knownSource(unit, place.sourceId) !== row.source) throw sourceMoved(draft.id);
  const page = internPage(unit, row.source, place.page);
  unit.touchedPages.add(row.page).add(page);
  unit.filledPages.add(page);
  if (row.locator !== place.locator) {
    note(
      unit,
      "document-moved",
      { document: draft },
      { from: row.locator, to: place.locator, uri: place.uri },
    );
    draft.isStateNew = true;
  }
  draft.isPlaceNew ||= row.locator !== place.locator || row.uri !== place.uri || row.page !== page;
  draft.isRevisionNew ||= row.revision !== place.revision || row.identity !== place.identity;
  row.locator = place.locator;
  row.page = page;
  row.uri = place.uri;
  row.revision = place.revision;
  row.identity = place.identity;
}

export function sourceMoved(id: DocumentId): ScanError {
  return new ScanError("INTERNAL", `Document ${id} belongs to another source`, {
    detail: { documentId: id },
  });
}

export function touchDocument(unit: CommitUnit, { id, place }: ChangeOf<"document-touched">): void {
  const { draft, row } = present(unit, id);
  noteUri(unit, draft, row, place);
  moveDocument(unit, draft, row, place);
}

function noteUri(
  unit: CommitUnit,
  draft: DocumentDraft,
  row: DocumentRow,
  place: DocumentPlace,
): void {
  if (row.uri === place.uri) return;
  draft.isStateNew = true;
  if (row.locator === place.locator)
    note(unit, "metadata-changed", { document: draft }, { changed: ["uri"] });
}

export function leaveUnread(
  unit: CommitUnit,
  { id, place, ingestion }: ChangeOf<"document-unread">,
): void {
  const { draft, row } = present(unit, id);
  noteUri(unit, draft, row, place);
  moveDocument(unit, draft, row, place);
  const reason = UNREAD_REASON.codeOf(ingestion.reason);
  const detailBefore =
    draft.unreadDetail ?? (draft.detail ?? draft.storedDetail)?.unread_detail ?? "";
  if (row.unread_reason === reason && detailBefore === ingestion.detail) return;
  row.unread_reason = reason;
  draft.unreadDetail = ingestion.detail;
  if (draft.detail !== null) draft.detail.unread_detail = ingestion.detail;
  draft.isStateNew = true;
  note(
    unit,
    "document-unread",
    { document: draft },
    { reason: ingestion.reason, detail: ingestion.detail },
  );
}
