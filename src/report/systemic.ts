import type { DocumentId, SourceId } from "../model/ids.ts";
import type { SourceRecord, StoreReader } from "../store/store.ts";
import type { MendLedger } from "./mend-ledger.ts";
import { SYSTEMIC } from "./profile.ts";

const PAGE_SIZE = 10_000;

/** Where one rule blames most documents of a source, the cause is the source's: makes one cause of them in the ledger. */
export async function raiseSystemicCauses(
  reader: StoreReader,
  ledger: MendLedger,
  sources: readonly SourceRecord[],
): Promise<void> {
  const byRule = [...ledger.ownByRule()].filter(
    ([, documentIds]) => documentIds.length >= SYSTEMIC.documentCount,
  );
  const most = Math.max(0, ...byRule.map(([, documentIds]) => documentIds.length));
  for (const { id, documentCount } of sources) {
    if (documentCount < SYSTEMIC.documentCount || most < documentCount * SYSTEMIC.shareRatio)
      continue;
    const members = sources.length === 1 ? null : await readMembers(reader, id);
    for (const [ruleId, documentIds] of byRule) {
      const ofSource =
        members === null
          ? documentIds
          : documentIds.filter((documentId) => members.has(documentId));
      if (
        ofSource.length < SYSTEMIC.documentCount ||
        ofSource.length < documentCount * SYSTEMIC.shareRatio
      )
        continue;
      ledger.raiseToSource(ruleId, id, ofSource);
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
