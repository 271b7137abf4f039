import { keysOfLinksTo } from "../facts/link-targets.ts";
import type { DocumentId } from "../model/ids.ts";
import { judgeStoredDocuments } from "./judge-corpus.ts";
import { judgeCopies, judgeUnknownAccess } from "./judge-groups.ts";
import type { PassRun } from "./pass.ts";
import type { Touched } from "./saver.ts";
import { sweepDue } from "./sweep-due.ts";

/** Judges what the pass touched: documents whose links or targets changed, copies, unknown access; then whatever came due. */
export async function judgeTouched(
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
