import type { Subject } from "../../model/finding.ts";
import type { DocumentId, KbVersion } from "../../model/ids.ts";
import { kbVersion } from "../../model/ids.ts";
import type { Change, CommitBatch } from "../store.ts";
import { publishDirectory } from "./directory.ts";
import { applyAccessRead } from "./document-access.ts";
import { saveDocument } from "./document-content.ts";
import { deleteDocument, verifyDocument } from "./document-life.ts";
import { leaveUnread, touchDocument } from "./document-place.ts";
import { loadDocuments, writeDocuments } from "./document-writer.ts";
import { forgetDocument, judge, markFinding } from "./finding-draft.ts";
import { parseSubject } from "./finding-rows.ts";
import { loadFindings, writeFindings } from "./finding-writer.ts";
import { setBaseline } from "./findings.ts";
import { writeJournal } from "./journal.ts";
import type { KeyCache } from "./key-cache.ts";
import { dropPages, forgetTouchedPages, recordPages } from "./pages.ts";
import { savePolicy } from "./policies.ts";
import { readVersions, takeVersion, type Scope } from "./scope.ts";
import { endScan, putHealth, saveSource, startScan, writeCounts } from "./sources.ts";
import type { CommitUnit, FindingShelf } from "./unit.ts";

/**
 * Applies a batch; call it inside a write transaction. Changes are applied in their order to drafts in memory, so that each
 * document and finding is read and written once; what rests on all of them (pages, the baseline) comes after.
 */
export function commitBatch(scope: Scope, keys: KeyCache, batch: CommitBatch): KbVersion {
  const { current } = readVersions(scope);
  const findings = loadFindings(scope, batch);
  const { all, replaced } = mentionedDocuments(batch, findings);
  const unit: CommitUnit = {
    scope,
    keys,
    at: batch.at,
    version: kbVersion(current + 1),
    journal: [],
    documents: loadDocuments(scope, all, replaced),
    findings,
    countChanges: new Map(),
    touchedPages: new Set(),
    filledPages: new Set(),
  };
  for (const change of batch.changes) apply(unit, change);
  writeDocuments(unit);
  writeCounts(unit);
  writeFindings(unit);
  forgetTouchedPages(unit);
  for (const change of batch.changes) applyLast(unit, change);
  if (unit.journal.length === 0) return current;
  writeJournal(unit);
  takeVersion(scope, unit.version, batch.at, batch.scanId);
  return unit.version;
}

interface MentionedDocuments {
  readonly all: ReadonlySet<DocumentId>;
  readonly replaced: ReadonlySet<DocumentId>;
}

function mentionedDocuments(batch: CommitBatch, findings: FindingShelf): MentionedDocuments {
  const all = new Set<DocumentId>();
  const replaced = new Set<DocumentId>();
  for (const change of batch.changes) {
    if (change.kind === "document-saved" || change.kind === "document-unread")
      replaced.add(change.id);
    if ("id" in change) all.add(change.id);
    if (change.kind !== "judged") continue;
    addSubject(all, change.subject);
    for (const rule of change.rules)
      for (const finding of rule.findings) addSubject(all, finding.subject);
  }
  for (const { row } of findings.byFingerprint.values()) addSubject(all, parseSubject(row.subject));
  return { all, replaced };
}

function addSubject(ids: Set<DocumentId>, subject: Subject): void {
  if (subject.kind === "document") ids.add(subject.documentId);
  if (subject.kind === "pair") for (const id of subject.documentIds) ids.add(id);
}

function apply(unit: CommitUnit, change: Change): void {
  switch (change.kind) {
    case "source-saved":
      return saveSource(unit, change.source);
    case "source-health":
      return putHealth(unit, change.sourceId, change.health);
    case "scan-started":
      return startScan(unit, change);
    case "scan-ended":
      return endScan(unit, change);
    case "document-saved":
      return saveDocument(unit, change);
    case "document-touched":
      return touchDocument(unit, change);
    case "document-unread":
      return leaveUnread(unit, change);
    case "document-deleted":
      return removeDocument(unit, change.id);
    case "access-read":
      return applyAccessRead(unit, change);
    case "judged":
      return judge(unit, change);
    case "finding-marked":
      return markFinding(unit, change);
    case "directory-published":
      return publishDirectory(unit, change.snapshot);
    case "policy-saved":
      return savePolicy(unit, change);
    case "verified":
      return verifyDocument(unit, change);
    case "pages-recorded":
    case "pages-dropped":
    case "baseline-set":
      return; // after all others
  }
}

function applyLast(unit: CommitUnit, change: Change): void {
  if (change.kind === "pages-recorded") recordPages(unit, change.sourceId, change.pages);
  if (change.kind === "pages-dropped") dropPages(unit, change.sourceId, change.prefixes);
  if (change.kind === "baseline-set") setBaseline(unit, change.name);
}

/** Deletes a document with what was said of it: nothing is true of a document that is gone. */
function removeDocument(unit: CommitUnit, id: DocumentId): void {
  if (deleteDocument(unit, id)) forgetDocument(unit, id);
}
