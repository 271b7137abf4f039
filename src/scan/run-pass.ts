import { keysOfLinksTo } from "../facts/link-targets.ts";
import { ScanError } from "../model/error.ts";
import type { DocumentId, EpochMs } from "../model/ids.ts";
import { linkKey } from "../model/link-key.ts";
import type { SourceHealth } from "../model/source.ts";
import type { Change, StoredRef } from "../store/store.ts";
import { openDifference, type ListingSummary, type Work } from "./difference.ts";
import { openMoveFinder, type MoveFinder } from "./find-moves.ts";
import { judgeCopies, judgeStoredDocuments, judgeUnknownAccess } from "./judge-corpus.ts";
import type { Pass, PassOutcome, PassRun } from "./pass.ts";
import { openSaver, type Saver, type Touched } from "./saver.ts";
import { isBelievedMissing } from "./suspect-listing.ts";
import { sweepDue } from "./sweep-due.ts";

/** The pass itself: list and read, find what moved and what is gone, then judge what all that touched. */
export async function runPass(run: PassRun, signal: AbortSignal): Promise<PassOutcome> {
  const { pass, session } = run;
  const { store } = pass.tools;
  const identity = await session.whoAmI(signal);
  const knownCount = await store.countDocuments(pass.source.id);
  const difference = await openDifference(
    {
      session,
      reader: store,
      sourceId: pass.source.id,
      cursor: pass.hasNewOptions || pass.isReadingAgain ? null : (pass.before?.cursor ?? null),
      isReadingAgain: pass.isReadingAgain,
      onSeen: (count) => {
        pass.counts.seen = count;
      },
    },
    signal,
  );
  const saver = openSaver(run, knownCount === 0, signal);
  try {
    const waiting = await saveListed(run, difference.work, knownCount === 0, saver);
    const summary = difference.summary();
    const moves = openMoveFinder(summary.missing);
    await saveMoved(waiting, moves, saver);
    await saver.flush();
    pass.counts.unchanged = summary.unchangedCount;
    const missing = moves.unclaimed();
    const isBelieved = await isBelievedMissing(run, {
      knownCount,
      missingCount: missing.length,
      seenCount: summary.seenCount,
      failedScopeCount: summary.failedScopes.length,
      identity,
    });
    if (isBelieved) await deleteDocuments(run, missing, saver.touched);
    const withheld = isBelieved ? [] : missing.map(({ page }) => page);
    await recordPages(pass, summary, saver, new Set([...summary.withheldPages, ...withheld]));
    await judgeTouched(run, saver.touched, knownCount === 0, signal);
    return outcomeOf(pass, summary, saver, {
      isBelieved,
      missingCount: missing.length,
      knownCount,
    });
  } finally {
    await saver.settle();
  }
}

/** Reads what the listing shows. On a source that is known, new documents wait: until all is listed, nobody can tell which of them moved. */
async function saveListed(
  run: PassRun,
  work: AsyncIterable<readonly Work[]>,
  isFirst: boolean,
  saver: Saver,
): Promise<readonly Work[]> {
  const waiting: Work[] = [];
  for await (const items of work) {
    for (const item of items) {
      if (item.kind === "new" && !isFirst) waiting.push(item);
      else await saver.push(item, null);
    }
    await run.keepLease();
    if (saver.savedCount() === 0) run.onProgress("listing", 0, null);
  }
  return waiting;
}

async function saveMoved(waiting: readonly Work[], moves: MoveFinder, saver: Saver): Promise<void> {
  const unclaimed: Work[] = [];
  for (const item of waiting) {
    const before = moves.claimListed(item.ref);
    if (before === null) unclaimed.push(item);
    else await saver.push({ ...item, kind: "changed", stored: before }, null);
  }
  for (const item of unclaimed) await saver.push(item, moves);
}

async function deleteDocuments(
  run: PassRun,
  missing: readonly StoredRef[],
  touched: Touched,
): Promise<void> {
  const { store, now } = run.pass.tools;
  for (let start = 0; start < missing.length; start += DELETION_COUNT) {
    const refs = missing.slice(start, start + DELETION_COUNT);
    for (const state of await store.getDocuments(refs.map(({ id }) => id))) {
      for (const key of state.linkKeys) touched.keys.add(key);
      if (state.copyHash !== null) touched.copyHashes.add(state.copyHash);
    }
    const changes: Change[] = refs.map(({ id }) => ({ kind: "document-deleted", id }));
    await store.commit({ at: now(), scanId: run.pass.scanId, changes });
    run.pass.counts.deleted += refs.length;
    touched.isAccessTouched = true;
    await run.keepLease();
  }
}

const DELETION_COUNT = 500;
const PAGE_COUNT = 500;

/** Records the pages whose every document is now stored as listed; the others keep an empty digest and are looked at again. */
async function recordPages(
  pass: Pass,
  summary: ListingSummary,
  saver: Saver,
  withheld: ReadonlySet<string>,
): Promise<void> {
  const { store, now } = pass.tools;
  const sourceId = pass.source.id;
  const { changedPages, looseAssets } = summary;
  const vanishedPages = summary.vanishedPages.filter((prefix) => !withheld.has(prefix));
  const isFinished = (prefix: string): boolean =>
    !saver.unfinishedPages.has(prefix) && !withheld.has(prefix);
  for (let start = 0; start < changedPages.length; start += PAGE_COUNT) {
    const listed = changedPages.slice(start, start + PAGE_COUNT);
    if (pass.before !== null) {
      for (const key of await store.listPageAssetKeys(
        sourceId,
        listed.map(({ prefix }) => prefix),
      ))
        saver.touched.keys.add(key);
    }
    const pages = listed.map((page) => ({
      prefix: page.prefix,
      digest: isFinished(page.prefix) ? page.digest : "",
      assets: page.assets().map((locator) => assetOf(locator, saver.touched)),
    }));
    await store.commit({
      at: now(),
      scanId: pass.scanId,
      changes: [{ kind: "pages-recorded", sourceId, pages }],
    });
  }
  if (vanishedPages.length > 0) {
    for (const key of await store.listPageAssetKeys(sourceId, vanishedPages))
      saver.touched.keys.add(key);
    await store.commit({
      at: now(),
      scanId: pass.scanId,
      changes: [{ kind: "pages-dropped", sourceId, prefixes: vanishedPages }],
    });
  }
  if (summary.listing === "full" && looseAssets.length > 0) {
    const assets = looseAssets.map((locator) => assetOf(locator, saver.touched));
    const page = { prefix: UNPAGED_ASSETS, digest: "", assets };
    await store.commit({
      at: now(),
      scanId: pass.scanId,
      changes: [{ kind: "pages-recorded", sourceId, pages: [page] }],
    });
  }
}

/** The page of assets of a connector that lists without pages; it never has documents. */
const UNPAGED_ASSETS = "./";

function assetOf(
  locator: string,
  touched: Touched,
): { readonly locator: string; readonly linkKeys: readonly string[] } {
  const key = linkKey(locator);
  touched.keys.add(key);
  return { locator, linkKeys: [key] };
}

/** Judges what the pass touched: documents whose links or targets changed, copies, unknown access; then whatever came due. */
async function judgeTouched(
  run: PassRun,
  touched: Touched,
  isFirst: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { pass } = run;
  const { judge, source } = pass;
  const { store } = pass.tools;
  const documents = pass.isJudgingAll ? await allDocuments(run) : touched.linking;
  if (!isFirst && !pass.isJudgingAll) {
    const keys = new Set([...touched.keys].flatMap((key) => keysOfLinksTo(key)));
    for (const id of await store.findLinkers(source.id, [...keys])) documents.add(id);
    for (const id of touched.accessChanged) documents.add(id);
  }
  await judgeStoredDocuments(judge, [...documents], signal, async (doneCount) => {
    run.onProgress("judging", doneCount, documents.size);
    await run.keepLease();
  });
  await judgeCopies(judge, await touchedCopies(run, touched, isFirst), signal);
  if (touched.isAccessTouched || pass.isJudgingAll)
    await judgeUnknownAccess(judge, source.id, signal);
  await sweepDue(judge, signal);
}

async function allDocuments(run: PassRun): Promise<Set<DocumentId>> {
  const { store } = run.pass.tools;
  const sourceId = run.pass.source.id;
  const ids = new Set<DocumentId>();
  let after: string | null = null;
  for (;;) {
    const refs = await store.listRefs(sourceId, { after, limit: 10_000 });
    for (const { id } of refs) ids.add(id);
    const last = refs.at(-1);
    if (last === undefined) return ids;
    after = last.locator;
  }
}

/** On a first pass, and after one that broke off, every shared hash is asked for, and every group that was reported before. */
async function touchedCopies(
  run: PassRun,
  touched: Touched,
  isFirst: boolean,
): Promise<readonly string[]> {
  const { pass } = run;
  if (!isFirst && !pass.isJudgingAll) return [...touched.copyHashes];
  const hashes = new Set(await pass.tools.store.listSharedCopyHashes());
  for (const rule of pass.rules) {
    if (rule.scope !== "group") continue;
    for (const subject of await pass.tools.store.listJudgedSubjects(rule.meta.id)) {
      if (subject.kind === "group" && subject.group === "copies") hashes.add(subject.key);
    }
  }
  return [...hashes];
}

function outcomeOf(
  pass: Pass,
  summary: ListingSummary,
  saver: Saver,
  missing: {
    readonly isBelieved: boolean;
    readonly missingCount: number;
    readonly knownCount: number;
  },
): PassOutcome {
  const lastCompleteAt: EpochMs | null = pass.before?.lastCompleteAt ?? null;
  if (!missing.isBelieved) {
    const { missingCount, knownCount } = missing;
    const health: SourceHealth = { kind: "suspect", missingCount, knownCount, lastCompleteAt };
    const message = `${missingCount} of ${knownCount} documents are suddenly missing; nothing was deleted. If they are really gone: tidemark sources accept ${pass.source.id}`;
    return {
      outcome: "suspect",
      health,
      error: new ScanError("SOURCE_SUSPECT", message),
      cursor: null,
    };
  }
  if (summary.failedScopes.length > 0 || summary.listing === "partial") {
    const failedScopes = summary.failedScopes
      .slice(0, KEPT_SCOPE_COUNT)
      .map(({ scope, error }) => ({
        scope: scope.kind === "document" ? scope.locator : scope.prefix,
        code: error.code,
        message: error.message,
      }));
    const health: SourceHealth = {
      kind: "partial",
      failedScopes,
      failedScopeCount: summary.failedScopes.length,
      lastCompleteAt,
    };
    return {
      outcome: "partial",
      health,
      error: summary.failedScopes[0]?.error ?? null,
      cursor: null,
    };
  }
  if (summary.listing === "full" && summary.seenCount === 0) {
    const message =
      "Nothing in it is a document: check its path, its include and exclude globs, and our rights there";
    return {
      outcome: "failed",
      health: { kind: "empty", lastCompleteAt },
      error: new ScanError("SOURCE_EMPTY", message),
      cursor: null,
    };
  }
  const health: SourceHealth = { kind: "healthy", lastCompleteAt: pass.tools.now() };
  // A document that is to be tried again needs a listing that shows it again.
  return {
    outcome: "complete",
    health,
    error: null,
    cursor: saver.hasRetries() ? null : summary.cursor,
  };
}

const KEPT_SCOPE_COUNT = 20;
