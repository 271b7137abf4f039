import { canonicalSubject, type StoredFinding, type Subject } from "../../model/finding.ts";
import { ScanError } from "../../model/error.ts";
import type { EpochMs, Fingerprint } from "../../model/ids.ts";
import { documentId, epochMs, kbVersion } from "../../model/ids.ts";
import type { BaselineRecord, DueSubject, FindingQuery } from "../store.ts";
import { FINDING_STATE, SEVERITY } from "./codes.ts";
import { findLife } from "./documents.ts";
import { parseSubject, toStoredFinding, type FindingRow } from "./finding-rows.ts";
import * as queries from "./queries/findings.ts";
import { findSourceKey, listParameter, type Scope } from "./scope.ts";
import { note, type CommitUnit } from "./unit.ts";

/** The most findings that one list answers. */
const MOST_LISTED = 10_000;

function findRow(scope: Scope, id: Fingerprint): FindingRow | null {
  return (
    scope.db.get<FindingRow>(
      queries.SELECT_BY_FINGERPRINTS,
      scope.workspace,
      listParameter([id]),
    ) ?? null
  );
}

export function getFinding(scope: Scope, id: Fingerprint): StoredFinding | null {
  const row = findRow(scope, id);
  return row === null ? null : toStoredFinding(row);
}

export function listFindings(scope: Scope, query: FindingQuery): readonly StoredFinding[] {
  const document =
    query.documentId === undefined ? null : (findLife(scope, query.documentId)?.key ?? null);
  const source = query.sourceId === undefined ? null : findSourceKey(scope, query.sourceId);
  if (query.documentId !== undefined && document === null) return [];
  if (query.sourceId !== undefined && source === null) return [];
  const after = query.after === undefined ? null : findRow(scope, query.after);
  if (query.after !== undefined && after === null) {
    throw new ScanError("NOT_FOUND", `There is no finding ${query.after} to continue behind`);
  }
  const rows = scope.db.allNamed<FindingRow>(
    document === null ? queries.LIST : queries.LIST_OF_DOCUMENT,
    {
      workspace: scope.workspace,
      states:
        query.states === undefined
          ? null
          : listParameter(query.states.map((state) => FINDING_STATE.codeOf(state))),
      rules: query.ruleIds === undefined ? null : listParameter(query.ruleIds),
      severities:
        query.severities === undefined
          ? null
          : listParameter(query.severities.map((severity) => SEVERITY.codeOf(severity))),
      document,
      source,
      source_subject:
        query.sourceId === undefined
          ? null
          : canonicalSubject({ kind: "source", sourceId: query.sourceId }),
      after_severity: after?.severity ?? -1,
      after_rule: after?.rule ?? "",
      after_fingerprint: after?.fingerprint ?? "",
      limit: Math.min(query.limit, MOST_LISTED),
    },
  );
  return rows.map(toStoredFinding);
}

export function listJudgedSubjects(scope: Scope, ruleId: string): readonly Subject[] {
  const rows = scope.db.all<{ judged: string }>(queries.LIST_JUDGED, scope.workspace, ruleId);
  return rows.map((row) => parseSubject(row.judged));
}

export function listDue(scope: Scope, now: EpochMs, limit: number): readonly DueSubject[] {
  const documents = scope.db.all<{ id: string; due_at_ms: number }>(
    queries.LIST_DUE_DOCUMENTS,
    scope.workspace,
    now,
    limit,
  );
  const others = scope.db.all<{ subject: string; due_at_ms: number }>(
    queries.LIST_DUE_SUBJECTS,
    scope.workspace,
    now,
    limit,
  );
  const due: DueSubject[] = [
    ...documents.map((row): DueSubject => ({
      subject: { kind: "document", documentId: documentId(row.id) },
      dueAt: epochMs(row.due_at_ms),
    })),
    ...others.map((row): DueSubject => ({
      subject: parseSubject(row.subject),
      dueAt: epochMs(row.due_at_ms),
    })),
  ];
  return due.toSorted((one, other) => one.dueAt - other.dueAt).slice(0, limit);
}

export function nextDueAt(scope: Scope): EpochMs | null {
  const due =
    scope.db.get<{ due_at_ms: number | null }>(queries.SELECT_NEXT_DUE, scope.workspace)
      ?.due_at_ms ?? null;
  return due === null ? null : epochMs(due);
}

export function getBaseline(scope: Scope): BaselineRecord | null {
  const row = scope.db.get<{ name: string; version: number; at_ms: number }>(
    queries.SELECT_BASELINE,
    scope.workspace,
  );
  return row === undefined
    ? null
    : { name: row.name, version: kbVersion(row.version), at: epochMs(row.at_ms) };
}

/** Call when every finding of the commit is written: those that are true now are the baseline. */
export function setBaseline(unit: CommitUnit, name: string): void {
  const { db, workspace } = unit.scope;
  db.run(queries.MARK_BASELINE, workspace);
  db.run(queries.PUT_BASELINE, workspace, name, unit.version, unit.at);
  note(unit, "baseline-set", {}, { name });
}
