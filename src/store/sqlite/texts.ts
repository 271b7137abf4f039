import type { DocumentContent } from "../store.ts";
import { hashPrefix, packHash } from "./hash-column.ts";
import * as queries from "./queries/documents.ts";
import type { Scope } from "./scope.ts";

type PackedText = NonNullable<DocumentContent["text"]>;

interface TextRow {
  readonly key: number;
  readonly hash: Buffer;
  readonly copy_hash: Buffer;
  readonly is_purged: number;
}

interface WantedText {
  readonly text: PackedText;
  readonly hash: Buffer;
  readonly copyHash: Buffer;
}

/** Keys of these texts by textName of their packed hash. Each is written once per workspace; a purged one gets its body back. */
export function internTexts(
  scope: Scope,
  texts: readonly PackedText[],
): ReadonlyMap<string, number> {
  const wanted = new Map<string, WantedText>();
  for (const text of texts) {
    const hash = packHash(text.hash);
    const name = textName(hash);
    if (!wanted.has(name)) wanted.set(name, { text, hash, copyHash: packHash(text.copyHash) });
  }
  const keys = new Map<string, number>();
  for (const row of findTexts(scope, [...wanted.values()])) {
    const name = textName(row.hash);
    const found = wanted.get(name);
    if (found === undefined || !found.copyHash.equals(row.copy_hash)) continue;
    keys.set(name, row.key);
    if (row.is_purged === 1) scope.db.run(queries.RESTORE_TEXT, found.text.deflated, row.key);
  }
  for (const [name, { text, hash, copyHash }] of wanted) {
    if (keys.has(name)) continue;
    const { key } = scope.db.run(
      queries.INSERT_TEXT,
      scope.workspace,
      hashPrefix(copyHash),
      hashPrefix(hash),
      text.length,
      hash,
      copyHash,
      text.deflated,
    );
    keys.set(name, key);
  }
  return keys;
}

/** The name of a packed hash in a Map. */
export function textName(hash: Buffer): string {
  return hash.toString("latin1");
}

function findTexts(scope: Scope, wanted: readonly WantedText[]): readonly TextRow[] {
  if (wanted.length === 0) return [];
  const prefixes = wanted.map(({ hash, copyHash }) => [hashPrefix(copyHash), hashPrefix(hash)]);
  return scope.db.all<TextRow>(queries.SELECT_TEXTS, scope.workspace, JSON.stringify(prefixes));
}
