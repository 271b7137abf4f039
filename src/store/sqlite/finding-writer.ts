import { canonicalSubject } from "../../model/finding.ts";
import type { Evidence } from "../../model/finding.ts";
import type { CommitBatch, Change } from "../store.ts";
import { parseJson } from "./document-json.ts";
import { shelve } from "./finding-draft.ts";
import type { FindingDraft } from "./drafts.ts";
import { parseSubject, type FindingRow } from "./finding-rows.ts";
import * as queries from "./queries/findings.ts";
import { listParameter, type Scope } from "./scope.ts";
import type { CommitUnit, FindingShelf } from "./unit.ts";

interface Mentioned {
  readonly judged: Set<string>;
  readonly fingerprints: Set<string>;
  readonly deletedIds: Set<string>;
}

/** The findings that the batch may change, as they are. */
export function loadFindings(scope: Scope, batch: CommitBatch): FindingShelf {
  const mentioned: Mentioned = {
    judged: new Set(),
    fingerprints: new Set(),
    deletedIds: new Set(),
  };
  for (const change of batch.changes) collect(change, mentioned);
  const shelf: FindingShelf = {
    byFingerprint: new Map(),
    byJudged: new Map(),
    byDocument: new Map(),
    failures: new Map(),
  };
  const put = (sql: string, values: ReadonlySet<string>): void => {
    if (values.size === 0) return;
    for (const row of scope.db.all<FindingRow>(sql, scope.workspace, listParameter([...values]))) {
      if (!shelf.byFingerprint.has(row.fingerprint))
        shelve({ findings: shelf }, { stored: row, row: { ...row } });
    }
  };
  put(queries.SELECT_BY_JUDGED, mentioned.judged);
  put(queries.SELECT_BY_FINGERPRINTS, mentioned.fingerprints);
  put(queries.SELECT_BY_SUBJECT_DOCUMENTS, mentioned.deletedIds);
  loadFailures(scope, shelf, mentioned.judged);
  return shelf;
}

function collect(change: Change, { judged, fingerprints, deletedIds }: Mentioned): void {
  if (change.kind === "judged") {
    judged.add(canonicalSubject(change.subject));
    for (const rule of change.rules)
      for (const finding of rule.findings) fingerprints.add(finding.fingerprint);
  } else if (change.kind === "finding-marked") {
    fingerprints.add(change.fingerprint);
  } else if (change.kind === "document-deleted") {
    deletedIds.add(change.id);
    judged.add(canonicalSubject({ kind: "document", documentId: change.id }));
  }
}

function loadFailures(scope: Scope, shelf: FindingShelf, judged: ReadonlySet<string>): void {
  if (judged.size === 0) return;
  const rows = scope.db.all<{ judged: string; rule: string; category: number; reason: string }>(
    queries.SELECT_FAILURES,
    scope.workspace,
    listParameter([...judged]),
  );
  for (const { judged: name, rule, category, reason } of rows) {
    const ofSubject = shelf.failures.get(name) ?? new Map();
    shelf.failures.set(name, ofSubject.set(rule, { category, reason }));
  }
}

/** Call when every document of the commit is written. */
export function writeFindings(unit: CommitUnit): void {
  for (const draft of unit.findings.byFingerprint.values()) {
    if (draft.stored === null) insertFinding(unit, draft);
    else if (differs(draft.stored, draft.row)) updateFinding(unit, draft.stored, draft.row);
  }
}

function differs(stored: FindingRow, row: FindingRow): boolean {
  return UPDATED.some((name) => stored[name] !== row[name]);
}

const UPDATED = [
  "category",
  "severity",
  "state",
  "is_acknowledged",
  "confidence_ratio",
  "opened_at_ms",
  "opened_version",
  "closed_at_ms",
  "judged",
  "text",
  "data",
  "evidence",
  "judged_waiver",
  "person_waiver",
] as const satisfies readonly (keyof FindingRow)[];

function insertFinding(unit: CommitUnit, { row }: FindingDraft): void {
  const { key } = unit.scope.db.run(
    queries.INSERT_FINDING,
    unit.scope.workspace,
    row.fingerprint,
    row.rule,
    row.category,
    row.severity,
    row.state,
    row.is_acknowledged,
    row.confidence_ratio,
    row.opened_at_ms,
    row.opened_version,
    row.closed_at_ms,
    row.judged,
    row.subject,
    row.message_id,
    row.message_key,
    row.text,
    row.data,
    row.evidence,
    row.judged_waiver,
    row.person_waiver,
  );
  writeFindingDocuments(unit, key, row);
}

function updateFinding(unit: CommitUnit, stored: FindingRow, row: FindingRow): void {
  unit.scope.db.run(queries.UPDATE_FINDING, ...UPDATED.map((name) => row[name]), row.key);
  const isAboutEvidence = !isAboutDocuments(row);
  if (!isAboutEvidence || stored.evidence === row.evidence) return;
  unit.scope.db.run(queries.DELETE_FINDING_DOCUMENTS, row.key);
  writeFindingDocuments(unit, row.key, row);
}

function isAboutDocuments(row: FindingRow): boolean {
  const { kind } = parseSubject(row.subject);
  return kind === "document" || kind === "pair";
}

/** The documents that the finding damages: its subject, or for a group or question those that its evidence names. */
function writeFindingDocuments(unit: CommitUnit, finding: number, row: FindingRow): void {
  const subject = parseSubject(row.subject);
  const ids =
    subject.kind === "document"
      ? [subject.documentId]
      : subject.kind === "pair"
        ? subject.documentIds
        : parseJson<readonly Evidence[]>(row.evidence).map((evidence) => evidence.documentId);
  if (ids.length === 0) return;
  const isSubject = isAboutDocuments(row) ? 1 : 0;
  unit.scope.db.run(
    queries.INSERT_FINDING_DOCUMENTS,
    finding,
    unit.scope.workspace,
    isSubject,
    listParameter(ids),
  );
}
