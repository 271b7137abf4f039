import { ScanError } from "../../model/error.ts";
import { canonicalSubject, type FindingState } from "../../model/finding.ts";
import type { DocumentId } from "../../model/ids.ts";
import type { Change, Judged, JudgedFinding, JournalKind, RuleJudgement } from "../store.ts";
import { CATEGORY, FINDING_STATE, SEVERITY } from "./codes.ts";
import { presentRow } from "./document-draft.ts";
import { putJudgement } from "./document-judgement.ts";
import { isWaiving, parseSubject, type FindingRow } from "./finding-rows.ts";
import type { FindingDraft } from "./drafts.ts";
import * as queries from "./queries/findings.ts";
import { findSourceKey } from "./scope.ts";
import { note, type CommitUnit } from "./unit.ts";

const OPEN = FINDING_STATE.codeOf("open");
const RESOLVED = FINDING_STATE.codeOf("resolved");

/** Replaces what these rules said of the subject. A subject whose documents are gone has nothing to be said of. */
export function judge(unit: CommitUnit, judged: Judged): void {
  const { subject } = judged;
  if (!isThere(unit, judged)) return;
  const name = canonicalSubject(subject);
  for (const rule of judged.rules) applyRule(unit, name, rule);
  if (subject.kind !== "document") {
    putDue(unit, name, judged);
    return;
  }
  const draft = unit.documents.get(subject.documentId);
  const row = presentRow(draft);
  if (draft !== undefined && row !== null) putJudgement(unit, draft, row, judged);
}

function isThere(unit: CommitUnit, { subject }: Judged): boolean {
  if (subject.kind === "document")
    return presentRow(unit.documents.get(subject.documentId)) !== null;
  if (subject.kind === "pair")
    return subject.documentIds.every((id) => presentRow(unit.documents.get(id)) !== null);
  return true;
}

function putDue(unit: CommitUnit, name: string, { dueAt }: Judged): void {
  const { db, workspace } = unit.scope;
  if (dueAt === undefined) return;
  if (dueAt === null) db.run(queries.DELETE_DUE, workspace, name);
  else db.run(queries.PUT_DUE, workspace, name, dueAt);
}

function applyRule(unit: CommitUnit, judged: string, rule: RuleJudgement): void {
  const failed = noteFailure(unit, judged, rule);
  if (failed) return;
  const found = new Set<string>();
  if (rule.outcome === "looked") {
    for (const finding of rule.findings) {
      found.add(finding.fingerprint);
      report(unit, judged, rule, finding);
    }
  }
  for (const draft of unit.findings.byJudged.get(judged) ?? []) {
    if (
      draft.row.rule === rule.ruleId &&
      draft.row.judged === judged &&
      !found.has(draft.row.fingerprint)
    )
      resolve(unit, draft);
  }
}

/** Keeps or clears the record that the rule failed here; answers whether it failed. */
function noteFailure(unit: CommitUnit, judged: string, rule: RuleJudgement): boolean {
  const { db, workspace } = unit.scope;
  const before = unit.findings.failures.get(judged)?.get(rule.ruleId);
  if (rule.outcome !== "failed") {
    if (before !== undefined) clearFailure(unit, judged, rule.ruleId);
    return false;
  }
  const failure = { category: CATEGORY.codeOf(rule.category), reason: rule.reason };
  if (before?.reason !== failure.reason || before.category !== failure.category) {
    db.run(queries.PUT_FAILURE, workspace, judged, rule.ruleId, failure.category, failure.reason);
    const ofSubject = unit.findings.failures.get(judged) ?? new Map();
    unit.findings.failures.set(judged, ofSubject.set(rule.ruleId, failure));
  }
  return true;
}

function clearFailure(unit: CommitUnit, judged: string, ruleId: string): void {
  unit.scope.db.run(queries.DELETE_FAILURE, unit.scope.workspace, judged, ruleId);
  unit.findings.failures.get(judged)?.delete(ruleId);
}

/** The document is gone: what was found about it is no longer true, and no rule failed on it. */
export function forgetDocument(unit: CommitUnit, id: DocumentId): void {
  for (const draft of unit.findings.byDocument.get(id) ?? []) resolve(unit, draft);
  const judged = canonicalSubject({ kind: "document", documentId: id });
  for (const ruleId of unit.findings.failures.get(judged)?.keys() ?? [])
    clearFailure(unit, judged, ruleId);
}

function report(
  unit: CommitUnit,
  judged: string,
  rule: RuleJudgement,
  finding: JudgedFinding,
): void {
  const known = unit.findings.byFingerprint.get(finding.fingerprint);
  const draft = known ?? { stored: null, row: newRow(unit, judged, rule, finding) };
  const { row } = draft;
  row.category = CATEGORY.codeOf(rule.category);
  row.severity = SEVERITY.codeOf(finding.severity);
  row.confidence_ratio = finding.confidenceRatio;
  row.judged = judged;
  row.text = finding.text;
  row.data = JSON.stringify(finding.data);
  row.evidence = JSON.stringify(finding.evidence);
  row.judged_waiver = finding.waiver === null ? null : JSON.stringify(finding.waiver);
  shelve(unit, draft);
  if (row.person_waiver !== null && !isWaiving(row.person_waiver, unit.at))
    row.person_waiver = null;
  if (row.state === RESOLVED) {
    row.is_acknowledged = 0;
    row.opened_at_ms = unit.at;
    row.opened_version = unit.version;
    row.closed_at_ms = null;
  }
  turn(unit, draft, standing(unit, row));
}

function newRow(
  unit: CommitUnit,
  judged: string,
  rule: RuleJudgement,
  finding: JudgedFinding,
): FindingRow {
  return {
    key: 0,
    fingerprint: finding.fingerprint,
    rule: rule.ruleId,
    category: 0,
    severity: 0,
    state: RESOLVED,
    is_at_baseline: 0,
    is_acknowledged: 0,
    confidence_ratio: 0,
    opened_at_ms: unit.at,
    opened_version: unit.version,
    closed_at_ms: null,
    judged,
    subject: canonicalSubject(finding.subject),
    message_id: finding.messageId,
    message_key: finding.key,
    text: "",
    data: "",
    evidence: "",
    judged_waiver: null,
    person_waiver: null,
  };
}

/** Puts the draft where later changes of the same commit find it. */
export function shelve({ findings }: Pick<CommitUnit, "findings">, draft: FindingDraft): void {
  findings.byFingerprint.set(draft.row.fingerprint, draft);
  addTo(findings.byJudged, draft.row.judged, draft);
  const subject = parseSubject(draft.row.subject);
  if (subject.kind === "document") addTo(findings.byDocument, subject.documentId, draft);
  if (subject.kind === "pair")
    for (const id of subject.documentIds) addTo(findings.byDocument, id, draft);
}

function addTo(shelf: Map<string, Set<FindingDraft>>, name: string, draft: FindingDraft): void {
  const drafts = shelf.get(name);
  if (drafts === undefined) shelf.set(name, new Set([draft]));
  else drafts.add(draft);
}

/** The state of a finding that is true. */
function standing(unit: CommitUnit, row: FindingRow): FindingState {
  if (isWaiving(row.judged_waiver, unit.at) || isWaiving(row.person_waiver, unit.at))
    return "waived";
  return row.is_acknowledged === 1 ? "acknowledged" : "open";
}

/** No longer true. What a person said of it stays, for the day it comes back. */
function resolve(unit: CommitUnit, draft: FindingDraft): void {
  if (draft.row.state === RESOLVED) return;
  draft.row.closed_at_ms = unit.at;
  turn(unit, draft, "resolved");
}

function turn(unit: CommitUnit, draft: FindingDraft, state: FindingState): void {
  const { row } = draft;
  const before = row.state;
  row.state = FINDING_STATE.codeOf(state);
  if (before === row.state) return;
  const isNew = before === RESOLVED || row.state === OPEN;
  const kind: JournalKind =
    state === "resolved" ? "finding-closed" : isNew ? "finding-opened" : "finding-marked";
  noteFinding(unit, kind, row, { state, from: FINDING_STATE.nameOf(before) });
}

function noteFinding(
  unit: CommitUnit,
  kind: JournalKind,
  row: FindingRow,
  more: Readonly<Record<string, unknown>>,
): void {
  const subject = parseSubject(row.subject);
  const document = subject.kind === "document" ? unit.documents.get(subject.documentId) : undefined;
  const source = subject.kind === "source" ? findSourceKey(unit.scope, subject.sourceId) : null;
  const { fingerprint, rule: ruleId } = row;
  const about = document === undefined ? { source } : { document };
  note(unit, kind, about, {
    fingerprint,
    ruleId,
    severity: SEVERITY.nameOf(row.severity),
    subject,
    ...more,
  });
}

/** What a person says of a finding. `open` takes back what was said before. */
export function markFinding(
  unit: CommitUnit,
  change: Extract<Change, { readonly kind: "finding-marked" }>,
): void {
  const draft = unit.findings.byFingerprint.get(change.fingerprint);
  if (draft === undefined) {
    const detail = { fingerprint: change.fingerprint };
    throw new ScanError("NOT_FOUND", `There is no finding ${change.fingerprint}`, { detail });
  }
  const { row } = draft;
  const waiver = change.state === "waived" ? JSON.stringify(change.waiver ?? DEFAULT_WAIVER) : null;
  const isAcknowledged = change.state === "acknowledged" ? 1 : 0;
  if (row.person_waiver === waiver && row.is_acknowledged === isAcknowledged) return;
  row.person_waiver = waiver;
  row.is_acknowledged = isAcknowledged;
  if (row.state !== RESOLVED) row.state = FINDING_STATE.codeOf(standing(unit, row));
  noteFinding(unit, "finding-marked", row, {
    state: change.state,
    by: change.by,
    waiver: change.waiver,
  });
}

const DEFAULT_WAIVER = { reason: "", untilAt: null, by: "person" } as const;
