import type { GroupMember, GroupRule, Groups, Rule } from "../contract/rule.ts";
import {
  SOURCE_WIDE_REASONS,
  UNKNOWN_ACCESS_REASONS,
  type UnknownAccessReason,
} from "../model/access.ts";
import type { Waiver } from "../model/finding.ts";
import {
  sourceId as toSourceId,
  type DocumentId,
  type EpochMs,
  type SourceId,
} from "../model/ids.ts";
import type { DocumentState, Judged, StoreReader } from "../store/store.ts";
import { BATCH_DOCUMENT_COUNT, type CorpusJudge } from "./judge-corpus.ts";
import { runRule, soonestOf } from "./judge-document.ts";
import type { PolicyBook } from "./policy-book.ts";

/** Judges the groups of documents that share one of these copy hashes. */
export async function judgeCopies(
  judge: CorpusJudge,
  copyHashes: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const rules = groupRules(judge.rules, "copies");
  if (rules.length === 0) return;
  for (let start = 0; start < copyHashes.length; start += BATCH_DOCUMENT_COUNT) {
    signal.throwIfAborted();
    const hashes = copyHashes.slice(start, start + BATCH_DOCUMENT_COUNT);
    const groups = await judge.store.findCopies(hashes);
    const states = await statesById(judge.store, [...groups.values()].flat());
    const changes = hashes.map((key) => {
      const members = membersOf(groups.get(key) ?? [], states);
      const wordCount = wordCountOf(members, states);
      return judgeGroup(judge, rules, "copies", { key, wordCount, members }, members, states);
    });
    await judge.store.commit({ at: judge.now(), scanId: judge.scanId, changes });
  }
}

function wordCountOf(
  members: readonly GroupMember[],
  states: ReadonlyMap<DocumentId, DocumentState>,
): number {
  const counts = members.map(({ documentId }) => {
    const ingestion = states.get(documentId)?.ingestion;
    return ingestion?.kind === "read" ? ingestion.wordCount : 0;
  });
  return Math.max(0, ...counts);
}

/** Judges, for each reason, the documents of a source whose access is unknown. */
export async function judgeUnknownAccess(
  judge: CorpusJudge,
  source: SourceId,
  signal: AbortSignal,
): Promise<void> {
  const rules = groupRules(judge.rules, "unknownAccess");
  if (rules.length === 0) return;
  const changes: Judged[] = [];
  for (const reason of UNKNOWN_ACCESS_REASONS) {
    signal.throwIfAborted();
    const ids = await judge.store.listUnknownAccess(source, reason);
    // One finding stands for all: who they are is not asked.
    const states = await statesById(
      judge.store,
      SOURCE_WIDE_REASONS.includes(reason) ? ids.slice(0, 1) : ids,
    );
    const members = SOURCE_WIDE_REASONS.includes(reason)
      ? ids.map((id) => unnamed(id, source))
      : membersOf(ids, states);
    const key = unknownAccessKey(source, reason);
    changes.push(
      judgeGroup(
        judge,
        rules,
        "unknownAccess",
        { key, sourceId: source, reason, members },
        members,
        states,
      ),
    );
  }
  await judge.store.commit({ at: judge.now(), scanId: judge.scanId, changes });
}

function unnamed(documentId: DocumentId, source: SourceId): GroupMember {
  return { documentId, sourceId: source, locator: "", title: null };
}

function unknownAccessKey(source: SourceId, reason: UnknownAccessReason): string {
  return JSON.stringify([source, reason]);
}

/** The source of an unknown-access group's key; null for a key of another kind. */
export function sourceOfGroupKey(key: string): SourceId | null {
  const parts: unknown = JSON.parse(key);
  return Array.isArray(parts) && typeof parts[0] === "string" ? toSourceId(parts[0]) : null;
}

function groupRules<G extends keyof Groups>(
  rules: readonly Rule[],
  group: G,
): readonly GroupRule[] {
  return rules.filter(
    (rule): rule is GroupRule => rule.scope === "group" && rule.meta.needs.includes(group),
  );
}

function judgeGroup<G extends keyof Groups>(
  judge: CorpusJudge,
  rules: readonly GroupRule[],
  name: G,
  group: Groups[G],
  members: readonly GroupMember[],
  states: ReadonlyMap<DocumentId, DocumentState>,
): Judged {
  const now = judge.now();
  const run = rules.map((rule) =>
    runRule(
      rule,
      (context) => rule.check(group, context),
      judge.book.options(rule, null),
      judge.book,
      now,
      (ruleId, finding) => {
        const about =
          finding.subject.kind === "document"
            ? [finding.subject.documentId]
            : members.map(({ documentId }) => documentId);
        return waiverForAll(judge.book, ruleId, about, states, now);
      },
    ),
  );
  return {
    kind: "judged",
    subject: { kind: "group", group: name, key: group.key },
    rules: run.map(({ judgement }) => judgement),
    dueAt: soonestOf(run.map(({ holdsUntilAt }) => holdsUntilAt)),
  };
}

/** A finding about several documents is waived where every one of them but one waives it: what is left is no longer a group. */
function waiverForAll(
  book: PolicyBook,
  ruleId: string,
  ids: readonly DocumentId[],
  states: ReadonlyMap<DocumentId, DocumentState>,
  now: EpochMs,
): Waiver | null {
  const waivers = ids.map((id) => {
    const state = states.get(id);
    if (state === undefined) return null;
    const subject = {
      sourceId: state.place.sourceId,
      locator: state.place.locator,
      labels: state.labels,
    };
    return book.waiver(ruleId, subject, state.waivers, now);
  });
  const held = waivers.filter((waiver) => waiver !== null);
  return held.length > 0 && held.length >= Math.max(1, ids.length - 1) ? (held[0] ?? null) : null;
}

async function statesById(
  reader: StoreReader,
  ids: readonly DocumentId[],
): Promise<ReadonlyMap<DocumentId, DocumentState>> {
  return ids.length === 0
    ? new Map()
    : new Map((await reader.getDocuments(ids)).map((state) => [state.id, state]));
}

function membersOf(
  ids: readonly DocumentId[],
  states: ReadonlyMap<DocumentId, DocumentState>,
): readonly GroupMember[] {
  return ids.flatMap((documentId) => {
    const state = states.get(documentId);
    if (state === undefined) return [];
    return [
      {
        documentId,
        sourceId: state.place.sourceId,
        locator: state.place.locator,
        title: state.title,
      },
    ];
  });
}
