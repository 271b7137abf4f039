import type { TextSpan } from "./dates.ts";
import type { DocumentId } from "./ids.ts";

/** A reference from one document to another place, as it is written. */
export interface Link {
  readonly kind: "link" | "image";
  /** As written, entities decoded, not percent-decoded. */
  readonly href: string;
  readonly text: string;
  readonly span: TextSpan;
  /** 1-based line of the source file; null where the format has no lines. */
  readonly line: number | null;
}

/**
 * What became of an internal link.
 * `not-examined`: it points outside the scanned documents, or to a place that this scan cannot judge.
 */
export type LinkOutcome =
  | { readonly kind: "ok"; readonly target: DocumentId | null }
  | { readonly kind: "missing-target"; readonly target: string; readonly suggestion: string | null }
  | {
      readonly kind: "missing-anchor";
      readonly target: DocumentId;
      readonly targetLocator: string;
      readonly fragment: string;
      readonly suggestion: string | null;
    }
  | {
      readonly kind: "not-examined";
      readonly reason: "external" | "other-scheme" | "outside" | "template" | "unread-target";
    };

export interface ResolvedLink extends Link {
  readonly outcome: LinkOutcome;
}
