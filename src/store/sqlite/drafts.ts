import type { DocumentId } from "../../model/ids.ts";
import type { DocumentContent } from "../store.ts";
import type { DetailRow, DocumentRow } from "./document-rows.ts";
import type { FindingRow } from "./finding-rows.ts";

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

/** A finding as a commit changes it. */
export interface FindingDraft {
  /** As before the commit; null: it is new. */
  readonly stored: FindingRow | null;
  readonly row: FindingRow;
}
