import { ScanError } from "../../model/error.ts";
import type { DocumentId } from "../../model/ids.ts";
import type { Change, DocumentContent } from "../store.ts";
import type { DetailRow, DocumentRow } from "./document-rows.ts";
import type { CommitUnit } from "./unit.ts";

/** A document as a commit changes it. Flags say which columns are to be written. */
export interface DocumentDraft {
  readonly id: DocumentId;
  /** As before the commit; null: it is new. */
  readonly stored: DocumentRow | null;
  readonly storedDetail: DetailRow | null;
  /** As after it; null: nobody has it. */
  row: DocumentRow | null;
  /** Set where it was saved. */
  detail: DetailRow | null;
  content: DocumentContent | null;
  unreadDetail: string | null;
  verification: string | null;
  /** Its own row's key, once it is written. */
  key: number;
  /** What DocumentState tells differs: the old state goes to the past. */
  isStateNew: boolean;
  isPlaceNew: boolean;
  isRevisionNew: boolean;
  isAccessNew: boolean;
  isAccessRevisionNew: boolean;
  isJudgementNew: boolean;
}

/** The document, known and not deleted; null otherwise. */
export function presentRow(draft: DocumentDraft | undefined): DocumentRow | null {
  const row = draft?.row ?? null;
  return row === null || row.gone_version !== null ? null : row;
}

/** As presentRow, but throws NOT_FOUND. */
export function present(
  unit: CommitUnit,
  id: DocumentId,
): { draft: DocumentDraft; row: DocumentRow } {
  const draft = unit.documents.get(id);
  const row = presentRow(draft);
  if (draft === undefined || row === null)
    throw new ScanError("NOT_FOUND", `There is no document ${id}`, { detail: { documentId: id } });
  return { draft, row };
}

/** The change of that kind. */
export type ChangeOf<K extends Change["kind"]> = Extract<Change, { readonly kind: K }>;
