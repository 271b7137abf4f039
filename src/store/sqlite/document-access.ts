import type { Access } from "../../model/access.ts";
import { internAccess } from "./access.ts";
import { ACCESS_REASON } from "./codes.ts";
import { present, type ChangeOf } from "./document-draft.ts";
import type { DocumentDraft } from "./drafts.ts";
import type { DocumentRow } from "./document-rows.ts";
import { note, type CommitUnit } from "./unit.ts";

export function applyAccessRead(unit: CommitUnit, change: ChangeOf<"access-read">): void {
  const { draft, row } = present(unit, change.id);
  readAccess(unit, draft, row, change.access, change.accessRevision);
}

export function readAccess(
  unit: CommitUnit,
  draft: DocumentDraft,
  row: DocumentRow,
  access: Access,
  accessRevision: string | null,
): void {
  if (row.access_revision !== accessRevision) {
    row.access_revision = accessRevision;
    draft.isAccessRevisionNew = true;
    unit.touchedPages.add(row.page);
  }
  if (!putAccess(unit, row, access)) return;
  row.access_from = unit.version;
  draft.isAccessNew = true;
  const detail =
    access.kind === "known"
      ? { kind: access.kind, realm: access.realm, gateCount: access.gates.length }
      : { kind: access.kind, reason: access.reason };
  note(unit, "access-changed", { document: draft }, detail);
}

/** Answers whether it differs from what was there. */
export function putAccess(unit: CommitUnit, row: DocumentRow, access: Access): boolean {
  const key = access.kind === "known" ? internAccess(unit.scope, unit.keys, access) : null;
  const reason = access.kind === "unknown" ? ACCESS_REASON.codeOf(access.reason) : null;
  const origins =
    access.kind === "known" ? JSON.stringify(access.gates.map(({ origin }) => origin)) : null;
  if (row.access === key && row.access_reason === reason && row.access_origins === origins)
    return false;
  row.access = key;
  row.access_reason = reason;
  row.access_origins = origins;
  return true;
}
