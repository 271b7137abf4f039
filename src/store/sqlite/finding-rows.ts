import type {
  BaselineState,
  FindingState,
  StoredFinding,
  Subject,
  Waiver,
} from "../../model/finding.ts";
import type { EpochMs } from "../../model/ids.ts";
import { documentId, epochMs, fingerprint, kbVersion, sourceId } from "../../model/ids.ts";
import { ScanError } from "../../model/error.ts";
import { CATEGORY, FINDING_STATE, SEVERITY } from "./codes.ts";
import { parseJson } from "./document-json.ts";
import { instantOrNull } from "./document-rows.ts";

export interface FindingRow {
  readonly key: number;
  readonly fingerprint: string;
  readonly rule: string;
  category: number;
  severity: number;
  state: number;
  readonly is_at_baseline: number;
  is_acknowledged: number;
  confidence_ratio: number;
  opened_at_ms: number;
  opened_version: number;
  closed_at_ms: number | null;
  judged: string;
  readonly subject: string;
  readonly message_id: string;
  readonly message_key: string;
  text: string;
  data: string;
  evidence: string;
  judged_waiver: string | null;
  person_waiver: string | null;
}

export function toStoredFinding(row: FindingRow): StoredFinding {
  const state = FINDING_STATE.nameOf(row.state);
  return {
    fingerprint: fingerprint(row.fingerprint),
    ruleId: row.rule,
    category: CATEGORY.nameOf(row.category),
    severity: SEVERITY.nameOf(row.severity),
    subject: parseSubject(row.subject),
    messageId: row.message_id,
    key: row.message_key,
    text: row.text,
    data: parseJson<StoredFinding["data"]>(row.data),
    evidence: parseJson<StoredFinding["evidence"]>(row.evidence),
    confidenceRatio: row.confidence_ratio,
    state,
    waiver: state === "waived" ? parseWaiver(row.person_waiver ?? row.judged_waiver) : null,
    openedAt: epochMs(row.opened_at_ms),
    openedVersion: kbVersion(row.opened_version),
    closedAt: instantOrNull(row.closed_at_ms),
    baselineState: baselineState(row, state),
  };
}

function baselineState(row: FindingRow, state: FindingState): BaselineState {
  if (row.is_at_baseline === 0) return "new";
  return state === "resolved" ? "absent" : "unchanged";
}

export function parseWaiver(column: string | null): Waiver | null {
  return column === null ? null : parseJson<Waiver>(column);
}

/** A waiver that still holds. */
export function isWaiving(column: string | null, at: EpochMs): boolean {
  const waiver = parseWaiver(column);
  return waiver !== null && (waiver.untilAt === null || waiver.untilAt > at);
}

/** The subject that canonicalSubject wrote. */
export function parseSubject(canonical: string): Subject {
  const [kind, one, other] = parseJson<readonly [Subject["kind"], string?, string?]>(canonical);
  if (kind === "workspace") return { kind };
  if (one === undefined) throw new ScanError("STORE_CORRUPT", `${canonical} is no subject`);
  switch (kind) {
    case "document":
      return { kind, documentId: documentId(one) };
    case "source":
      return { kind, sourceId: sourceId(one) };
    case "question":
      return { kind, key: one };
    case "group":
      return { kind, group: one, key: other ?? "" };
    case "pair":
      return { kind, documentIds: [documentId(one), documentId(other ?? "")] };
  }
}
