import type { DateEvidence, TextSpan } from "./dates.ts";
import type { EpochMs } from "./ids.ts";
import type { Link } from "./link.ts";
import type { OwnerRef } from "./owner.ts";

/** Why a document has no usable text. A typed reason for every failure: there is no `other`. */
export const UNREADABLE_REASONS = [
  "unsupported", // a type that no extractor reads
  "encrypted", // needs a password
  "scanned", // pages without a text layer
  "corrupt", // the parser refused it
  "oversized", // larger than limits.document_bytes, or its text is larger than limits.text_bytes
  "timeout", // the extractor ran past limits.extract_ms
  "memory", // the extractor ran past limits.extract_bytes
  "crashed", // the extractor process died
  "lfs-pointer", // git: the content is in LFS and not here
  "submodule", // git: the content is another repository
  "unreadable", // the store refused to hand it out
  "vanished", // it was listed and was gone when it was fetched
  "name-not-utf8", // the store's name for it is no valid text
] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

/** What became of reading one document. */
export type Ingestion =
  | { readonly kind: "read"; readonly wordCount: number }
  | { readonly kind: "failed"; readonly reason: UnreadableReason; readonly detail: string };

/** A heading of the extracted text. Its section runs to the next heading of the same or a higher level. */
export interface Heading {
  /** 1..6 */
  readonly level: number;
  readonly text: string;
  readonly span: TextSpan;
  /** 1-based line of the source file; null where the format has no lines. */
  readonly line: number | null;
}

/** Stands among a document's anchors for those that only its build makes (an include, a generator, a component): nobody can say which. */
export const ANY_ANCHOR = "*";

/** An exception that the document itself states: `<!-- tidemark-waive RULE until=2026-12-31 reason="…" -->`. */
export interface InlineWaiver {
  readonly ruleId: string;
  readonly reason: string;
  readonly untilAt: EpochMs | null;
}

/** All that is read out of the bytes of one document. */
export interface Extraction {
  readonly mediaType: string;
  readonly title: string | null;
  /** BCP 47, lower case (`en`); null where the text is too short to tell. */
  readonly language: string | null;
  readonly text: string;
  readonly wordCount: number;
  readonly headings: readonly Heading[];
  /** Every fragment that a link may name in this document, without `#`, as written by the author or by a site generator's rule. */
  readonly anchors: readonly string[];
  readonly links: readonly Link[];
  readonly dates: readonly DateEvidence[];
  readonly owners: readonly OwnerRef[];
  readonly labels: readonly string[];
  readonly waivers: readonly InlineWaiver[];
  /** The document's own address where it states one (`permalink`, `slug`, `<link rel=canonical>`, aliases): other names it answers to. */
  readonly aliases: readonly string[];
}
