import type { DateEvidence } from "../model/dates.ts";
import type { EpochMs } from "../model/ids.ts";
import type { OwnerRef } from "../model/owner.ts";
import type { DocumentState } from "../store/store.ts";

/** What our own history says of a document's dates. */
export interface OwnHistory {
  readonly verification: DocumentState["verification"];
  readonly createdAt: EpochMs;
  readonly contentChangedAt: EpochMs;
}

/**
 * All date evidence of a document: what was read from it and its store, then what Tidemark saw itself.
 * The first version is no change: seeing a document for the first time says nothing of its age. A verification that is older
 * than the content is void.
 */
export function allEvidence(
  read: readonly DateEvidence[],
  history: OwnHistory | null,
): readonly DateEvidence[] {
  if (history === null) return read;
  const { verification, createdAt, contentChangedAt } = history;
  const own: DateEvidence[] = [];
  if (contentChangedAt > createdAt) {
    own.push(
      observed(
        "content_changed",
        contentChangedAt,
        "content seen to change between two scans",
        0.6,
      ),
    );
  }
  if (verification !== null && verification.at >= contentChangedAt) {
    own.push(observed("reviewed", verification.at, `verified by ${verification.by}`, 1));
    if (verification.untilAt !== null) {
      own.push(
        observed("review_due", verification.untilAt, `verified by ${verification.by}, until`, 1),
      );
    }
  }
  return [...read, ...own];
}

/** `Ada Example <ada@example.com>` as a name and an address; anything else is a name. */
function readAddress(text: string): Pick<OwnerRef, "name" | "email"> {
  const parts = /^(?<name>[^<]*\S)\s*<(?<email>[^<>\s]+@[^<>\s]+)>$/.exec(text)?.groups;
  return { name: parts?.["name"] ?? text, email: parts?.["email"] ?? null };
}

function observed(
  kind: DateEvidence["kind"],
  at: EpochMs,
  readFrom: string,
  trustRatio: number,
): DateEvidence {
  return {
    kind,
    at,
    precision: "instant",
    readFrom,
    text: new Date(at).toISOString(),
    trustRatio,
    span: null,
  };
}

/**
 * Who answers for a document, in the order of the resolution chain: the document itself, CODEOWNERS, the source's own owner,
 * the last author of its content, a path rule of the configuration.
 */
export function resolveOwners(
  stated: readonly OwnerRef[],
  listed: readonly OwnerRef[],
  sourceOwner: string | null,
  pathOwner: OwnerRef | null,
): readonly OwnerRef[] {
  const isAuthor = (owner: OwnerRef): boolean => owner.readFrom === "git author";
  const chain = [
    ...stated,
    ...listed.filter((owner) => !isAuthor(owner)),
    ...(sourceOwner === null ? [] : [{ ...readAddress(sourceOwner), readFrom: "source" }]),
    ...listed.filter(isAuthor),
    ...(pathOwner === null ? [] : [pathOwner]),
  ];
  const seen = new Set<string>();
  return chain.filter((owner) => {
    const key = JSON.stringify([owner.name, owner.email]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
