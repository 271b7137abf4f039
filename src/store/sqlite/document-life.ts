import type { DocumentId } from "../../model/ids.ts";
import { present, presentRow, type ChangeOf } from "./document-draft.ts";
import type { DocumentDraft } from "./drafts.ts";
import type { DocumentRow } from "./document-rows.ts";
import { note, type CommitUnit } from "./unit.ts";

/** Answers whether it was there. */
export function deleteDocument(unit: CommitUnit, id: DocumentId): boolean {
  const draft = unit.documents.get(id);
  const row = presentRow(draft);
  if (draft === undefined || row === null) return false;
  unit.touchedPages.add(row.page);
  if (draft.stored !== null) forgetChanges(draft, draft.stored);
  draft.row = {
    ...(draft.stored ?? row),
    gone_version: unit.version,
    gone_at_ms: unit.at,
    due_at_ms: null,
  };
  draft.isStateNew = true;
  draft.isJudgementNew = row.due_at_ms !== null || draft.stored?.due_at_ms !== null;
  countDocument(unit, row.source, -1);
  note(unit, "document-deleted", { document: draft }, { locator: row.locator });
  return true;
}

/** A document that goes keeps its last committed state: that is what history answers with. */
function forgetChanges(draft: DocumentDraft, stored: DocumentRow): void {
  draft.detail = null;
  draft.content = null;
  draft.unreadDetail = null;
  draft.verification = null;
  draft.isPlaceNew = draft.isRevisionNew = draft.isAccessNew = draft.isAccessRevisionNew = false;
  draft.row = { ...stored };
}

export function verifyDocument(unit: CommitUnit, { id, by, until }: ChangeOf<"verified">): void {
  const { draft } = present(unit, id);
  draft.verification = JSON.stringify({ by, at: unit.at, untilAt: until });
  draft.isStateNew = true;
  note(unit, "verified", { document: draft }, { by, untilAt: until });
}

/** The source has one document more, or one less. */
export function countDocument(unit: CommitUnit, source: number, change: 1 | -1): void {
  unit.countChanges.set(source, (unit.countChanges.get(source) ?? 0) + change);
}
