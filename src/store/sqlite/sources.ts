import { ScanError } from "../../model/error.ts";
import type { SourceId } from "../../model/ids.ts";
import { epochMs, kbVersion, scanId, sourceId } from "../../model/ids.ts";
import type { SourceHealth } from "../../model/source.ts";
import type { ScanEnded, ScanRecord, SourceRecord, SourceSettings, StoreReader } from "../store.ts";
import { SCAN_OUTCOME } from "./codes.ts";
import { parseJson } from "./document-json.ts";
import { instantOrNull } from "./document-rows.ts";
import * as queries from "./queries/sources.ts";
import { findSourceKey, type Scope } from "./scope.ts";
import { knownSource, note, type CommitUnit } from "./unit.ts";

interface SourceRow {
  readonly key: number;
  readonly id: string;
  readonly connector: string;
  readonly options: string;
  readonly stewardship: string;
  readonly health: string;
  readonly cursor: string | null;
  readonly document_count: number;
  readonly last_complete_at_ms: number | null;
}

function toSource(row: SourceRow): SourceRecord {
  return {
    id: sourceId(row.id),
    connector: row.connector,
    optionsJson: row.options,
    stewardship: parseJson<SourceRecord["stewardship"]>(row.stewardship),
    health: parseJson<SourceHealth>(row.health),
    cursor: row.cursor,
    documentCount: row.document_count,
    lastCompleteAt: instantOrNull(row.last_complete_at_ms),
  };
}

function findSourceRow(scope: Scope, id: SourceId): SourceRow | undefined {
  return scope.db.get<SourceRow>(queries.SELECT_SOURCE, scope.workspace, id);
}

export function getSource(scope: Scope, id: SourceId): SourceRecord | null {
  const row = findSourceRow(scope, id);
  return row === undefined ? null : toSource(row);
}

export function countDocuments(scope: Scope, id: SourceId): number {
  return findSourceRow(scope, id)?.document_count ?? 0;
}

export function listSources(scope: Scope): readonly SourceRecord[] {
  return scope.db.all<SourceRow>(queries.LIST_SOURCES, scope.workspace).map(toSource);
}

interface ScanRow {
  readonly id: string;
  readonly source_id: string;
  readonly started_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly outcome: number | null;
  readonly counts: string | null;
  readonly started_version: number;
  readonly ended_version: number | null;
}

export function listScans(
  scope: Scope,
  query: Parameters<StoreReader["listScans"]>[0],
): readonly ScanRecord[] {
  if (query.sourceId === null)
    return scope.db.all<ScanRow>(queries.LIST_SCANS, scope.workspace, query.limit).map(toScan);
  const source = findSourceKey(scope, query.sourceId);
  return source === null
    ? []
    : scope.db.all<ScanRow>(queries.LIST_SCANS_OF_SOURCE, source, query.limit).map(toScan);
}

function toScan(row: ScanRow): ScanRecord {
  return {
    id: scanId(row.id),
    sourceId: sourceId(row.source_id),
    startedAt: epochMs(row.started_at_ms),
    endedAt: instantOrNull(row.ended_at_ms),
    outcome: row.outcome === null ? null : SCAN_OUTCOME.nameOf(row.outcome),
    counts: row.counts === null ? null : parseJson<NonNullable<ScanRecord["counts"]>>(row.counts),
    startedVersion: kbVersion(row.started_version),
    endedVersion: row.ended_version === null ? null : kbVersion(row.ended_version),
  };
}

export function saveSource(unit: CommitUnit, settings: SourceSettings): void {
  const { db, workspace } = unit.scope;
  const stewardship = JSON.stringify(settings.stewardship);
  const row = findSourceRow(unit.scope, settings.id);
  if (row === undefined) {
    const health: SourceHealth = { kind: "never-scanned" };
    const { connector, optionsJson } = settings;
    db.run(
      queries.INSERT_SOURCE,
      workspace,
      settings.id,
      connector,
      optionsJson,
      stewardship,
      JSON.stringify(health),
    );
  } else {
    const isSame =
      row.connector === settings.connector &&
      row.options === settings.optionsJson &&
      row.stewardship === stewardship;
    if (isSame) return;
    db.run(queries.UPDATE_SETTINGS, settings.connector, settings.optionsJson, stewardship, row.key);
  }
  note(
    unit,
    "source-saved",
    { source: knownSource(unit, settings.id) },
    { connector: settings.connector },
  );
}

/** Journals what differs beside the time of the last complete pass. */
export function putHealth(unit: CommitUnit, id: SourceId, health: SourceHealth): void {
  const source = knownSource(unit, id);
  const row = findSourceRow(unit.scope, id);
  const column = JSON.stringify(health);
  if (row === undefined || row.health === column) return;
  unit.scope.db.run(queries.UPDATE_HEALTH, column, source);
  const before = parseJson<SourceHealth>(row.health);
  if (withoutTime(before) !== withoutTime(health))
    note(unit, "source-health", { source }, { from: before.kind, to: health.kind });
}

function withoutTime(health: SourceHealth): string {
  return JSON.stringify({ ...health, lastCompleteAt: null });
}

export function startScan(
  unit: CommitUnit,
  change: { readonly scanId: string; readonly sourceId: SourceId },
): void {
  const source = knownSource(unit, change.sourceId);
  unit.scope.db.run(
    queries.INSERT_SCAN,
    unit.scope.workspace,
    change.scanId,
    source,
    unit.at,
    unit.version,
  );
  note(unit, "scan-started", { source }, { scanId: change.scanId });
}

export function endScan(unit: CommitUnit, change: ScanEnded): void {
  const { db, workspace } = unit.scope;
  const source = knownSource(unit, change.sourceId);
  const outcome = SCAN_OUTCOME.codeOf(change.outcome);
  const counts = JSON.stringify(change.counts);
  const { changes } = db.run(
    queries.END_SCAN,
    unit.at,
    outcome,
    counts,
    unit.version,
    workspace,
    change.scanId,
    source,
  );
  if (changes === 0)
    throw new ScanError("NOT_FOUND", `There is no scan ${change.scanId}`, {
      detail: { scanId: change.scanId },
    });
  note(
    unit,
    "scan-ended",
    { source },
    { scanId: change.scanId, outcome: change.outcome, counts: change.counts },
  );
  putHealth(unit, change.sourceId, change.health);
  if (change.outcome === "complete") db.run(queries.UPDATE_COMPLETE, unit.at, source);
  if (change.cursor !== undefined) db.run(queries.UPDATE_CURSOR, change.cursor, source);
}

/** Call when every document of the commit is written. */
export function writeCounts(unit: CommitUnit): void {
  for (const [source, change] of unit.countChanges) {
    if (change !== 0) unit.scope.db.run(queries.ADD_DOCUMENTS, change, source);
  }
}
