import type { DocumentId, SourceId } from "../model/ids.ts";
import type { SourceRecord, StoreReader } from "../store/store.ts";
import type { MendLedger } from "./mend-ledger.ts";
import { SYSTEMIC } from "./profile.ts";

const PAGE_SIZE = 10_000;

/** Where one rule blames nearly all documents of a source alike, the cause is the source's: makes one cause of them in the ledger. */
export async function raiseSystemicCauses(
  reader: StoreReader,
  ledger: MendLedger,
  sources: readonly SourceRecord[],
): Promise<void> {
  const blamed = ledger.ownByBlame();
  for (const { id, documentCount } of sources) {
    const least = Math.max(SYSTEMIC.documentCount, documentCount * SYSTEMIC.shareRatio);
    const candidates = blamed.filter(({ documentIds }) => documentIds.length >= least);
    if (candidates.length === 0) continue;
    const members = sources.length === 1 ? null : await readMembers(reader, id);
    for (const { blame, documentIds } of candidates) {
      const ofSource =
        members === null
          ? documentIds
          : documentIds.filter((documentId) => members.has(documentId));
      if (ofSource.length >= least) ledger.raiseToSource({ blame, documentIds: ofSource }, id);
    }
  }
}

async function readMembers(
  reader: StoreReader,
  sourceId: SourceId,
): Promise<ReadonlySet<DocumentId>> {
  const members = new Set<DocumentId>();
  let after: string | null = null;
  for (;;) {
    const refs = await reader.listRefs(sourceId, { after, limit: PAGE_SIZE });
    for (const ref of refs) members.add(ref.id);
    const last = refs.at(-1);
    if (last === undefined || refs.length < PAGE_SIZE) return members;
    after = last.locator;
  }
}
