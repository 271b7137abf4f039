import { z } from "zod";

import type { WorkspaceFacts, DocumentFacts, Groups } from "../../src/contract/rule.ts";
import { UNKNOWN_ACCESS_REASONS, type Access } from "../../src/model/access.ts";
import { DATE_KINDS, type DateEvidence, type TextSpan } from "../../src/model/dates.ts";
import { UNREADABLE_REASONS } from "../../src/model/document.ts";
import {
  DEFAULT_FRESHNESS_POLICY,
  freshnessStatus,
  type FreshnessPolicy,
} from "../../src/model/freshness.ts";
import { DAY_MS, documentId, epochMs, sourceId, type EpochMs } from "../../src/model/ids.ts";
import type { LinkOutcome } from "../../src/model/link.ts";
import type { SourceHealth } from "../../src/model/source.ts";
import { readMarkedText } from "./marked-text.ts";

const Instant = z.iso.datetime().transform((text) => epochMs(Date.parse(text)));
const Days = z.number().min(0).nullable();
const Mark = z.int().min(0).optional();

/** `2024`, `2024-05`, `2024-Q2`, `2024-05-03` and instants; null is a text that is no date. */
const CaseDate = z.strictObject({
  kind: z.enum(DATE_KINDS),
  at: z.string().nullable(),
  readFrom: z.string().default("front matter"),
  text: z.string().optional(),
  trustRatio: z.number().min(0).max(1).default(1),
  mark: Mark,
});

const CaseLink = z.strictObject({
  href: z.string(),
  kind: z.enum(["link", "image"]).default("link"),
  line: z.int().nullable().default(null),
  outcome: z.looseObject({ kind: z.string() }),
  mark: Mark,
});

const CaseDocument = z.strictObject({
  locator: z.string().default("guide.md"),
  title: z.string().nullable().default(null),
  mediaType: z.string().default("text/markdown"),
  /** With its marks: date and link number n stands at mark `n`. */
  text: z.string().default(""),
  wordCount: z.int().optional(),
  failed: z
    .strictObject({ reason: z.enum(UNREADABLE_REASONS), detail: z.string().default("") })
    .optional(),
  dates: z.array(CaseDate).default([]),
  links: z.array(CaseLink).default([]),
  owners: z
    .array(
      z.strictObject({
        name: z.string(),
        email: z.string().nullable().default(null),
        readFrom: z.string(),
      }),
    )
    .default([]),
  access: z.looseObject({ kind: z.string() }).default({ kind: "unknown", reason: "not-declared" }),
});

const CaseGroup = z.strictObject({
  source: z.string().default("handbook"),
  locators: z.array(z.string()),
  wordCount: z.int().default(100),
  reason: z.enum(UNKNOWN_ACCESS_REASONS).default("not-declared"),
});

const CaseSource = z.strictObject({
  id: z.string(),
  documentCount: z.int().default(0),
  health: z.looseObject({ kind: z.string(), lastCompleteAt: Instant.nullable().optional() }),
});

const ExpectedFinding = z.strictObject({
  message: z.string(),
  /** The locator of the document or the id of the source that it is about; left out where there is one document. */
  on: z.string().optional(),
  /** The whole message as a person reads it. */
  text: z.string().optional(),
  key: z.string().optional(),
  /** Numbers of the marks that its evidence covers, in this order. */
  marks: z.array(z.int()).default([]),
});

/** One situation and what the rule says of it. */
export const RuleCase = z.strictObject({
  now: Instant,
  options: z.record(z.string(), z.unknown()).default({}),
  policy: z
    .strictObject({
      basis: z.array(z.enum(DATE_KINDS)).optional(),
      warn_after_days: Days.optional(),
      error_after_days: Days.optional(),
    })
    .default({}),
  documents: z.array(CaseDocument).optional(),
  group: CaseGroup.optional(),
  sources: z.array(CaseSource).optional(),
  expect: z.union([
    z.strictObject({ findings: z.array(ExpectedFinding) }),
    z.strictObject({ notApplicable: z.string() }),
  ]),
  /** When the answer is to be given again; left out where it is not looked at. */
  holdsUntil: Instant.nullable().optional(),
});
export type RuleCase = z.output<typeof RuleCase>;

/** A document of a case: its facts, its text and the spans of its marks. */
export interface CaseSubject {
  readonly facts: DocumentFacts;
  readonly text: string;
  readonly spans: readonly TextSpan[];
}

export function documentsOf({ documents = [], policy, now }: RuleCase): readonly CaseSubject[] {
  const used: FreshnessPolicy = {
    basis: policy.basis ?? DEFAULT_FRESHNESS_POLICY.basis,
    warnAfterMs: limitOf(policy.warn_after_days, DEFAULT_FRESHNESS_POLICY.warnAfterMs),
    errorAfterMs: limitOf(policy.error_after_days, DEFAULT_FRESHNESS_POLICY.errorAfterMs),
  };
  return documents.map((document) => subjectOf(document, used, now));
}

function limitOf(days: number | null | undefined, byDefault: number | null): number | null {
  if (days === undefined) return byDefault;
  return days === null ? null : days * DAY_MS;
}

function subjectOf(
  document: z.output<typeof CaseDocument>,
  policy: FreshnessPolicy,
  now: EpochMs,
): CaseSubject {
  const { text, spans } = readMarkedText(document.text);
  const spanOf = (mark: number | undefined): TextSpan | null => {
    if (mark === undefined) return null;
    const span = spans[mark];
    if (span === undefined) throw new Error(`there is no mark ${mark} in: ${document.text}`);
    return span;
  };
  const dates = document.dates.map((date) => dateOf(date, spanOf(date.mark)));
  const { locator, title, mediaType, owners, failed } = document;
  const facts: DocumentFacts = {
    document: {
      id: documentId(locator),
      sourceId: sourceId("handbook"),
      locator,
      title,
      mediaType,
    },
    ingestion: failed
      ? { kind: "failed", ...failed }
      : { kind: "read", wordCount: document.wordCount ?? text.match(/\S+/g)?.length ?? 0 },
    dates,
    freshness: freshnessStatus(dates, policy, now),
    links: document.links.map(({ mark, outcome, ...link }) => {
      const span = spanOf(mark) ?? { startOffset: 0, endOffset: 0 };
      const linkText = text.slice(span.startOffset, span.endOffset);
      return { ...link, text: linkText, span, outcome: outcome as LinkOutcome };
    }),
    owners,
    access: document.access as unknown as Access,
  };
  return { facts, text, spans };
}

function dateOf(date: z.output<typeof CaseDate>, span: TextSpan | null): DateEvidence {
  const { kind, readFrom, trustRatio } = date;
  const text = date.text ?? date.at ?? "";
  if (date.at === null) {
    return { kind, at: null, precision: "day", readFrom, text, trustRatio, span };
  }
  const { at, precision } = readPeriod(date.at);
  return { kind, at, precision, readFrom, text, trustRatio, span };
}

function readPeriod(text: string): { at: EpochMs; precision: DateEvidence["precision"] } {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(text);
  if (quarter) {
    const at = Date.UTC(Number(quarter[1]), (Number(quarter[2]) - 1) * 3);
    return { at: epochMs(at), precision: "quarter" };
  }
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`the case's date cannot be read: ${text}`);
  const byLength = { 4: "year", 7: "month", 10: "day" } as const;
  const precision = byLength[text.length as keyof typeof byLength] ?? "instant";
  return { at: epochMs(at), precision };
}

export function groupOf({ group }: RuleCase): Groups["copies"] & Groups["unknownAccess"] {
  if (group === undefined) throw new Error("a case of a group rule needs a group");
  const { source, locators, wordCount, reason } = group;
  const members = locators.map((locator) => ({
    documentId: documentId(locator),
    sourceId: sourceId(source),
    locator,
    title: null,
  }));
  return { key: "group", sourceId: sourceId(source), wordCount, reason, members };
}

export function sourcesOf({ sources = [] }: RuleCase): WorkspaceFacts {
  return {
    sources: sources.map(({ id, documentCount, health }) => ({
      sourceId: sourceId(id),
      documentCount,
      health: health as unknown as SourceHealth,
    })),
  };
}
