import type { DocumentId, EpochMs, Fingerprint, KbVersion, SourceId } from "./ids.ts";

export const CATEGORIES = [
  "freshness",
  "links",
  "consistency",
  "coverage",
  "access",
  "ownership",
  "ingestion",
] as const;
export type Category = (typeof CATEGORIES)[number];

export const SEVERITIES = ["note", "warning", "error"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding is about. */
export type Subject =
  | { readonly kind: "document"; readonly documentId: DocumentId }
  | { readonly kind: "pair"; readonly documentIds: readonly [DocumentId, DocumentId] }
  | { readonly kind: "source"; readonly sourceId: SourceId }
  | { readonly kind: "group"; readonly group: string; readonly key: string }
  | { readonly kind: "question"; readonly key: string }
  | { readonly kind: "workspace" };

export interface Evidence {
  readonly documentId: DocumentId;
  /** UTF-16 code units of the extracted text. */
  readonly startOffset: number;
  /** Exclusive. */
  readonly endOffset: number;
  /** Shown only to readers of that document. */
  readonly quote: string;
  /** 1-based line of the source file; null where the format has no lines. */
  readonly line: number | null;
}

/** What a rule says of one subject. */
export interface Finding<M extends string = string> {
  readonly subject: Subject;
  readonly messageId: M;
  /** Tells two findings of one message on one subject apart: the link target, the claim's attribute; empty where there can be only one. */
  readonly key: string;
  /** Fills the message's `{names}`. */
  readonly data: Readonly<Record<string, string | number>>;
  readonly evidence: readonly Evidence[];
  /** 0..1; a proof is 1. */
  readonly confidenceRatio: number;
}

export type FindingState = "open" | "acknowledged" | "waived" | "resolved";

export type BaselineState = "new" | "unchanged" | "absent";

/** Why a finding does not count although it is true. */
export interface Waiver {
  readonly reason: string;
  /** Null: until somebody takes it back. */
  readonly untilAt: EpochMs | null;
  readonly by: "document" | "configuration" | "person";
}

/** A finding as it lives in the store. */
export interface StoredFinding {
  readonly fingerprint: Fingerprint;
  readonly ruleId: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly messageId: string;
  readonly key: string;
  /** The message with its data filled in. */
  readonly text: string;
  readonly data: Readonly<Record<string, string | number>>;
  readonly evidence: readonly Evidence[];
  readonly confidenceRatio: number;
  readonly state: FindingState;
  readonly waiver: Waiver | null;
  readonly openedAt: EpochMs;
  readonly openedVersion: KbVersion;
  /** Null while it is true. */
  readonly closedAt: EpochMs | null;
  readonly baselineState: BaselineState;
}

/** The subject as one string; equal subjects, and only they, have equal strings. A pair's two ids are put in order. */
export function canonicalSubject(subject: Subject): string {
  switch (subject.kind) {
    case "document":
      return JSON.stringify([subject.kind, subject.documentId]);
    case "pair":
      return JSON.stringify([subject.kind, ...subject.documentIds.toSorted()]);
    case "source":
      return JSON.stringify([subject.kind, subject.sourceId]);
    case "group":
      return JSON.stringify([subject.kind, subject.group, subject.key]);
    case "question":
      return JSON.stringify([subject.kind, subject.key]);
    case "workspace":
      return JSON.stringify([subject.kind]);
  }
}

/** What a finding's fingerprint is the hash of: rule, subject, message and key. Evidence may move without making a new finding. */
export function fingerprintText(
  ruleId: string,
  finding: Pick<Finding, "subject" | "messageId" | "key">,
): string {
  return JSON.stringify([
    ruleId,
    canonicalSubject(finding.subject),
    finding.messageId,
    finding.key,
  ]);
}

/** The message's text with `{name}` replaced by `data.name`; an unknown name stays as it is written. */
export function fillMessage(text: string, data: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(data[name] ?? whole));
}
