import { documentId, type DocumentId, type SourceId } from "../model/ids.ts";
import { judgeStoredDocuments, judgeWorkspace, type CorpusJudge } from "./judge-corpus.ts";
import { judgeCopies, judgeUnknownAccess, sourceOfGroupKey } from "./judge-groups.ts";

const SWEEP_SUBJECT_COUNT = 2000;

/** Judges again whatever came due by now: a document that turned stale, a waiver that ended. Answers how many subjects that were. */
export async function sweepDue(judge: CorpusJudge, signal: AbortSignal): Promise<number> {
  let sweptCount = 0;
  for (;;) {
    const due = await judge.store.listDue(judge.now(), SWEEP_SUBJECT_COUNT);
    if (due.length === 0) return sweptCount;
    const documents = new Set<DocumentId>();
    const copies = new Set<string>();
    const sources = new Set<SourceId>();
    let isWorkspaceDue = false;
    for (const { subject } of due) {
      if (subject.kind === "document") documents.add(documentId(subject.documentId));
      else if (subject.kind === "group" && subject.group === "copies") copies.add(subject.key);
      else if (subject.kind === "group") addTo(sources, sourceOfGroupKey(subject.key));
      else isWorkspaceDue = true;
    }
    await judgeStoredDocuments(judge, [...documents], signal);
    await judgeCopies(judge, [...copies], signal);
    for (const source of sources) await judgeUnknownAccess(judge, source, signal);
    if (isWorkspaceDue) {
      await judge.store.commit({
        at: judge.now(),
        scanId: judge.scanId,
        changes: [await judgeWorkspace(judge, null)],
      });
    }
    sweptCount += due.length;
    if (due.length < SWEEP_SUBJECT_COUNT) return sweptCount;
  }
}

function addTo<T>(set: Set<T>, item: T | null): void {
  if (item !== null) set.add(item);
}
