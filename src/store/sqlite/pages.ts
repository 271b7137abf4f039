import type { SourceId } from "../../model/ids.ts";
import type { RecordedPage } from "../store.ts";
import * as queries from "./queries/pages.ts";
import { findSourceKey, listParameter, type Scope } from "./scope.ts";
import { internPage, knownSource, type CommitUnit } from "./unit.ts";

export function getPageDigests(scope: Scope, source: SourceId): ReadonlyMap<string, string> {
  const key = findSourceKey(scope, source);
  if (key === null) return new Map();
  const rows = scope.db.all<{ prefix: string; digest: string }>(queries.SELECT_DIGESTS, key);
  return new Map(rows.map(({ prefix, digest }) => [prefix, digest]));
}

export function listPageAssetKeys(
  scope: Scope,
  source: SourceId,
  prefixes: readonly string[],
): readonly string[] {
  const key = findSourceKey(scope, source);
  if (key === null) return [];
  return scope.db
    .all<{ link_key: string }>(queries.LIST_ASSET_KEYS, key, listParameter(prefixes))
    .map((row) => row.link_key);
}

export function findFolders(
  scope: Scope,
  source: SourceId,
  prefixes: readonly string[],
): ReadonlySet<string> {
  const key = findSourceKey(scope, source);
  if (key === null) return new Set();
  const rows = scope.db.all<{ prefix: string }>(
    queries.FIND_FOLDERS,
    key,
    listParameter([...new Set(prefixes)]),
  );
  return new Set(rows.map((row) => row.prefix));
}

/** Call when every document of the commit is written: a page that lost its word gets it back only by being recorded after that. */
export function forgetTouchedPages(unit: CommitUnit): void {
  const { touchedPages, filledPages } = unit;
  if (touchedPages.size > 0)
    unit.scope.db.run(queries.EMPTY_DIGESTS, listParameter([...touchedPages]));
  if (filledPages.size > 0)
    unit.scope.db.run(queries.REVIVE_DIGESTS, listParameter([...filledPages]));
}

export function recordPages(
  unit: CommitUnit,
  sourceId: SourceId,
  pages: readonly RecordedPage[],
): void {
  const source = knownSource(unit, sourceId);
  for (const { prefix, digest, assets } of pages) {
    const page = internPage(unit, source, prefix);
    unit.scope.db.run(queries.UPDATE_DIGEST, digest, page);
    replaceAssets(unit, source, page, assets);
  }
}

export function dropPages(unit: CommitUnit, sourceId: SourceId, prefixes: readonly string[]): void {
  const source = knownSource(unit, sourceId);
  for (const prefix of prefixes) {
    const page = internPage(unit, source, prefix);
    unit.scope.db.run(queries.UPDATE_DIGEST, null, page);
    unit.scope.db.run(queries.DELETE_ASSETS, page);
  }
}

function replaceAssets(
  unit: CommitUnit,
  source: number,
  page: number,
  assets: RecordedPage["assets"],
): void {
  const { db, workspace } = unit.scope;
  const after = new Set(
    assets.flatMap(({ locator, linkKeys }) =>
      linkKeys.map((key) => JSON.stringify([key, locator])),
    ),
  );
  const rows = db.all<{ link_key: string; locator: string }>(queries.SELECT_ASSETS, page);
  const isSame =
    rows.length === after.size &&
    rows.every((row) => after.has(JSON.stringify([row.link_key, row.locator])));
  if (isSame) return;
  if (rows.length > 0) db.run(queries.DELETE_ASSETS, page);
  if (after.size > 0)
    db.run(queries.INSERT_ASSETS, workspace, source, page, `[${[...after].join(",")}]`);
}
