import { ScanError } from "../model/error.ts";
import type { EpochMs } from "../model/ids.ts";
import type { SourceHealth } from "../model/source.ts";
import type { Change, StoredRef } from "../store/store.ts";
import { openDifference, type ListingSummary, type Work } from "./difference.ts";
import { openMoveFinder, type MoveFinder } from "./find-moves.ts";
import { judgeTouched } from "./judge-touched.ts";
import type { Pass, PassOutcome, PassRun } from "./pass.ts";
import { recordPages } from "./record-pages.ts";
import { openSaver, type Saver, type Touched } from "./saver.ts";
import { isBelievedMissing } from "./suspect-listing.ts";

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
