import type { DocumentRef } from "../contract/connector.ts";
import type { StoredRef } from "../store/store.ts";

/**
 * Tells which new documents are old ones under another locator, so that their ids, verifications, waivers and history go
 * along. Each missing document is claimed once.
 */
export interface MoveFinder {
  /** By what the listing says: the store's own rename, or the same object with the same content. */
  claimListed(ref: DocumentRef): StoredRef | null;
  /** By content: the same text, that no other missing document has unless it also kept its name. */
  claimContent(ref: DocumentRef, textHash: string): StoredRef | null;
  /** What nobody claimed. */
  unclaimed(): readonly StoredRef[];
}

export function openMoveFinder(missing: readonly StoredRef[]): MoveFinder {
  const left = new Map(missing.map((ref) => [ref.id, ref]));
  const byLocator = new Map(missing.map((ref) => [ref.locator, ref]));
  const byIdentity = groupBy(missing, (ref) => ref.identity);
  const byText = groupBy(missing, (ref) => ref.textHash);

  function claim(ref: StoredRef | undefined): StoredRef | null {
    if (ref === undefined || !left.has(ref.id)) return null;
    left.delete(ref.id);
    return ref;
  }

  return {
    claimListed(ref) {
      if (ref.movedFrom !== null) {
        const renamed = claim(byLocator.get(ref.movedFrom));
        if (renamed) return renamed;
      }
      if (ref.identity === null) return null;
      // An identity alone is not enough: a file system hands out the inode of a deleted file again.
      return claim(byIdentity.get(ref.identity)?.find((known) => known.revision === ref.revision));
    },
    claimContent(ref, textHash) {
      const same = (byText.get(textHash) ?? []).filter((known) => left.has(known.id));
      if (same.length === 1) return claim(same[0]);
      return claim(same.find((known) => nameOf(known.locator) === nameOf(ref.locator)));
    },
    unclaimed() {
      return [...left.values()];
    },
  };
}

function nameOf(locator: string): string {
  return locator.slice(locator.lastIndexOf("/") + 1);
}

function groupBy(
  refs: readonly StoredRef[],
  keyOf: (ref: StoredRef) => string | null,
): ReadonlyMap<string, StoredRef[]> {
  const groups = new Map<string, StoredRef[]>();
  for (const ref of refs) {
    const key = keyOf(ref);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(ref);
    else groups.set(key, [ref]);
  }
  return groups;
}
