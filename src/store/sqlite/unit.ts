import type { EpochMs, KbVersion, SourceId } from "../../model/ids.ts";
import type { JournalKind } from "../store.ts";
import type { DocumentDraft, FindingDraft } from "./drafts.ts";
import type { KeyCache } from "./key-cache.ts";
import * as pageQueries from "./queries/pages.ts";
import { sourceKey, type Scope } from "./scope.ts";

/** A journal row to be: its document may get its key only when it is written. */
export interface JournalDraft {
  readonly kind: JournalKind;
  readonly source: number | null;
  readonly document: DocumentDraft | null;
  /** The text whose hash belongs to the row. */
  readonly textHash: Buffer | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** One commit on its way: changes are applied to drafts in memory, in order, and then written once. */
export interface CommitUnit {
  readonly scope: Scope;
  readonly keys: KeyCache;
  readonly at: EpochMs;
  /** Taken only when something was journaled. */
  readonly version: KbVersion;
  readonly journal: JournalDraft[];
  readonly documents: ReadonlyMap<string, DocumentDraft>;
  readonly findings: FindingShelf;
  /** By source key: how many documents it has more than before. */
  readonly countChanges: Map<number, number>;
  /** Pages that hold a document that is no longer stored as it was when the page was recorded. */
  readonly touchedPages: Set<number>;
  /** Those of them that a document came to. */
  readonly filledPages: Set<number>;
}

/** The findings that a commit may speak of. */
export interface FindingShelf {
  readonly byFingerprint: Map<string, FindingDraft>;
  /** By the subject that was judged. */
  readonly byJudged: Map<string, Set<FindingDraft>>;
  /** By each document that is, or is part of, its subject. */
  readonly byDocument: Map<string, Set<FindingDraft>>;
  /** Known failures by judged subject and rule. */
  readonly failures: Map<
    string,
    Map<string, { readonly category: number; readonly reason: string }>
  >;
}

export function note(
  unit: CommitUnit,
  kind: JournalKind,
  about: {
    readonly source?: number | null;
    readonly document?: DocumentDraft;
    readonly textHash?: Buffer | null;
  },
  detail: Readonly<Record<string, unknown>> | null = null,
): void {
  unit.journal.push({
    kind,
    source: about.source ?? about.document?.row?.source ?? null,
    document: about.document ?? null,
    textHash: about.textHash ?? null,
    detail,
  });
}

/** Throws UNKNOWN_SOURCE. */
export function knownSource(unit: CommitUnit, id: SourceId): number {
  return unit.keys.find("source", id, () => sourceKey(unit.scope, id));
}

/** The key of a source's page, made when it is new. */
export function internPage(unit: CommitUnit, source: number, prefix: string): number {
  return unit.keys.find(`page ${source}`, prefix, () => {
    const found = unit.scope.db.get<{ key: number }>(pageQueries.SELECT_PAGE_KEY, source, prefix);
    return (
      found?.key ??
      unit.scope.db.run(pageQueries.INSERT_PAGE, unit.scope.workspace, source, prefix).key
    );
  });
}
