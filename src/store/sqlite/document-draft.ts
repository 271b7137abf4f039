import { ScanError } from "../../model/error.ts";
import type { DocumentId } from "../../model/ids.ts";
import type { Change } from "../store.ts";
import type { DocumentRow } from "./document-rows.ts";
import type { DocumentDraft } from "./drafts.ts";
import type { CommitUnit } from "./unit.ts";

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
