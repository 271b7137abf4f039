import type { Freshness } from "../../model/freshness.ts";
import type { EpochMs } from "../../model/ids.ts";
import { FRESHNESS_STATUS } from "./codes.ts";
import type { DocumentDraft } from "./drafts.ts";
import type { DocumentRow } from "./document-rows.ts";
import { note, type CommitUnit } from "./unit.ts";

/** The freshness and due time as just judged; `dueAt` undefined keeps the old one. */
export function putJudgement(
  unit: CommitUnit,
  draft: DocumentDraft,
  row: DocumentRow,
  judged: { readonly freshness?: Freshness; readonly dueAt?: EpochMs | null },
): void {
  if (judged.freshness !== undefined) putFreshness(unit, draft, row, judged.freshness);
  if (judged.dueAt === undefined || judged.dueAt === row.due_at_ms) return;
  row.due_at_ms = judged.dueAt;
  draft.isJudgementNew = true;
}

function putFreshness(
  unit: CommitUnit,
  draft: DocumentDraft,
  row: DocumentRow,
  freshness: Freshness,
): void {
  const { status, agingAt, staleAt, expiresAt } = freshness;
  const code = FRESHNESS_STATUS.codeOf(status);
  if (row.freshness !== null && row.freshness !== code) {
    const from = FRESHNESS_STATUS.nameOf(row.freshness);
    note(
      unit,
      "freshness-turned",
      { document: draft },
      { from, to: status, agingAt, staleAt, expiresAt },
    );
  }
  draft.isJudgementNew ||=
    row.freshness !== code ||
    row.aging_at_ms !== agingAt ||
    row.stale_at_ms !== staleAt ||
    row.expires_at_ms !== expiresAt;
  row.freshness = code;
  row.aging_at_ms = agingAt;
  row.stale_at_ms = staleAt;
  row.expires_at_ms = expiresAt;
}
