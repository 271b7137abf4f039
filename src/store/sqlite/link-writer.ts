import type { DocumentDraft } from "./drafts.ts";
import { parseJson, targetKeysOf, unpackLinks } from "./document-json.ts";
import * as queries from "./queries/links.ts";
import { listParameter } from "./scope.ts";
import type { CommitUnit } from "./unit.ts";

/** Lists by document key, for one source. */
type ListsByDocument = Record<string, readonly string[]>;

/** Brings the indexes of link keys and targets up to what the saved documents say now: two statements a source for new documents. */
export function writeLinkIndexes(unit: CommitUnit, drafts: readonly DocumentDraft[]): void {
  const keysBySource = new Map<number, ListsByDocument>();
  const targetsBySource = new Map<number, ListsByDocument>();
  for (const draft of drafts) {
    const { content, row } = draft;
    if (content === null || row === null) continue;
    const before = storedLists(draft);
    const keys = renew(content.linkKeys, before.keys);
    const targets = renew(targetKeysOf(content.links), before.targets);
    if (keys.gone.length > 0)
      unit.scope.db.run(queries.DELETE_LINK_KEYS, row.source, draft.key, listParameter(keys.gone));
    if (targets.gone.length > 0) {
      unit.scope.db.run(
        queries.DELETE_LINK_TARGETS,
        row.source,
        draft.key,
        listParameter(targets.gone),
      );
    }
    put(keysBySource, row.source, draft.key, keys.added);
    put(targetsBySource, row.source, draft.key, targets.added);
  }
  for (const [source, lists] of keysBySource)
    unit.scope.db.run(queries.INSERT_LINK_KEYS, source, JSON.stringify(lists));
  for (const [source, lists] of targetsBySource)
    unit.scope.db.run(queries.INSERT_LINK_TARGETS, source, JSON.stringify(lists));
}

interface StoredLists {
  readonly keys: readonly string[];
  readonly targets: readonly string[];
}

function storedLists({ storedDetail }: DocumentDraft): StoredLists {
  if (storedDetail === null) return { keys: [], targets: [] };
  return {
    keys: parseJson<readonly string[]>(storedDetail.link_keys),
    targets: targetKeysOf(unpackLinks(storedDetail.links)),
  };
}

function renew(
  after: readonly string[],
  before: readonly string[],
): { readonly added: readonly string[]; readonly gone: readonly string[] } {
  if (before.length === 0) return { added: after, gone: [] };
  const afterSet = new Set(after);
  const beforeSet = new Set(before);
  return {
    added: after.filter((key) => !beforeSet.has(key)),
    gone: before.filter((key) => !afterSet.has(key)),
  };
}

function put(
  lists: Map<number, ListsByDocument>,
  source: number,
  document: number,
  added: readonly string[],
): void {
  if (added.length === 0) return;
  const ofSource = lists.get(source) ?? {};
  ofSource[String(document)] = added;
  lists.set(source, ofSource);
}
