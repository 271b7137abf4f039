/** Who wrote a text last may have left, or corrected a comma: an author is known, but need not be an owner. */
export function isAuthorOnly({ readFrom }: OwnerRef): boolean {
  return /\bauthors?\b/i.test(readFrom);
}

/** Somebody who answers for a document, and where that was read. */
export interface OwnerRef {
  /** As the source writes it: an e-mail, an account, a team handle, a name. */
  readonly name: string;
  readonly email: string | null;
  /** `front matter owner`, `CODEOWNERS`, `source`, `git author`: the order of belief is the resolution chain's, not this field's. */
  readonly readFrom: string;
}
