import type { DocumentRule, Rule, SourceFigures, WorkspaceRule } from "../contract/rule.ts";
import { resolveLinks } from "../facts/resolve-links.ts";
import type { DocumentId, EpochMs, ScanId, SourceId } from "../model/ids.ts";
import type { Change, DocumentState, Judged, Store } from "../store/store.ts";
import { runRule, soonestOf } from "./judge-document.ts";
import type { PolicyBook } from "./policy-book.ts";
import { judgeStored } from "./save-documents.ts";

/** What judging across documents works with. */
export interface CorpusJudge {
  readonly store: Store;
  readonly rules: readonly Rule[];
  readonly book: PolicyBook;
  readonly now: () => EpochMs;
  readonly scanId: ScanId | null;
}

/** So many documents are judged in one commit. */
export const BATCH_DOCUMENT_COUNT = 400;

/** Judges stored documents by every document rule, their links resolved. */
export async function judgeStoredDocuments(
  judge: CorpusJudge,
  ids: readonly DocumentId[],
  signal: AbortSignal,
  onDone: (doneCount: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (let start = 0; start < ids.length; start += BATCH_DOCUMENT_COUNT) {
    signal.throwIfAborted();
    const batch = ids.slice(start, start + BATCH_DOCUMENT_COUNT);
    const changes = await judgeBatch(judge, batch);
    await judge.store.commit({ at: judge.now(), scanId: judge.scanId, changes });
    await onDone(start + batch.length);
  }
}

async function judgeBatch(
  judge: CorpusJudge,
  ids: readonly DocumentId[],
): Promise<readonly Change[]> {
  const { store, book } = judge;
  const states = await store.getDocuments(ids);
  const links = await store.getLinks(ids);
  const access = await store.getAccesses(ids);
  const rules = judge.rules.filter((rule): rule is DocumentRule => rule.scope === "document");
  const context = { rules, book, now: judge.now() };
  const changes: Change[] = [];
  for (const [source, ofSource] of bySource(states)) {
    const documents = ofSource.map(({ id, place }) => ({
      id,
      locator: place.locator,
      links: links.get(id) ?? [],
    }));
    const resolved = await resolveLinks(store, source, documents);
    for (const state of ofSource) {
      const reading = access.get(state.id)?.access ?? { kind: "unknown", reason: "unreadable" };
      changes.push(judgeStored(state, reading, resolved.get(state.id) ?? [], context));
    }
  }
  return changes;
}

function bySource(states: readonly DocumentState[]): ReadonlyMap<SourceId, DocumentState[]> {
  const groups = new Map<SourceId, DocumentState[]>();
  for (const state of states) {
    const group = groups.get(state.place.sourceId);
    if (group) group.push(state);
    else groups.set(state.place.sourceId, [state]);
  }
  return groups;
}

/** The figures about all sources, and what the workspace rules say of them. */
export async function judgeWorkspace(
  judge: CorpusJudge,
  current: SourceFigures | null,
): Promise<Judged> {
  const figures: SourceFigures[] = (await judge.store.listSources()).map((source) => ({
    sourceId: source.id,
    health: source.health,
    documentCount: source.documentCount,
  }));
  const sources =
    current === null
      ? figures
      : [...figures.filter(({ sourceId }) => sourceId !== current.sourceId), current];
  const now = judge.now();
  const rules = judge.rules.filter((rule): rule is WorkspaceRule => rule.scope === "workspace");
  const run = rules.map((rule) =>
    runRule(
      rule,
      (context) => rule.check({ sources }, context),
      judge.book.options(rule, null),
      judge.book,
      now,
      () => null,
    ),
  );
  return {
    kind: "judged",
    subject: { kind: "workspace" },
    rules: run.map(({ judgement }) => judgement),
    dueAt: soonestOf(run.map(({ holdsUntilAt }) => holdsUntilAt)),
  };
}
