import type { DocumentFacts, DocumentRule, FactName, Rule, Verdict } from "../contract/rule.ts";
import { sha256Hex } from "../lib/hash.ts";
import type { Access } from "../model/access.ts";
import type { DateEvidence } from "../model/dates.ts";
import type { Ingestion, InlineWaiver } from "../model/document.ts";
import {
  fillMessage,
  fingerprintText,
  type Finding,
  type Subject,
  type Waiver,
} from "../model/finding.ts";
import { freshnessStatus } from "../model/freshness.ts";
import { epochMs, fingerprint, type DocumentId, type EpochMs } from "../model/ids.ts";
import type { ResolvedLink } from "../model/link.ts";
import type { OwnerRef } from "../model/owner.ts";
import type { JudgedFinding, Judged, RuleJudgement } from "../store/store.ts";
import type { PolicyBook, PolicySubject } from "./policy-book.ts";

/** All that the document rules may ask of one document. */
export interface JudgedDocument {
  readonly id: DocumentId;
  readonly subject: PolicySubject;
  readonly title: string | null;
  readonly mediaType: string | null;
  readonly ingestion: Ingestion;
  readonly dates: readonly DateEvidence[];
  readonly owners: readonly OwnerRef[];
  readonly access: Access;
  readonly waivers: readonly InlineWaiver[];
  /** Null: not resolved yet; rules that need links are then left for later. */
  readonly links: readonly ResolvedLink[] | null;
}

/** Judges one document by the document rules whose facts are at hand, at `now`. */
export function judgeDocument(
  document: JudgedDocument,
  rules: readonly DocumentRule[],
  book: PolicyBook,
  now: EpochMs,
): Judged {
  const { policy } = book.freshnessPolicy(document.subject);
  const freshness = freshnessStatus(document.dates, policy, now);
  const facts: Omit<DocumentFacts, "links"> = {
    document: {
      id: document.id,
      sourceId: document.subject.sourceId,
      locator: document.subject.locator,
      title: document.title,
      mediaType: document.mediaType ?? "application/octet-stream",
    },
    ingestion: document.ingestion,
    freshness,
    dates: document.dates,
    owners: document.owners,
    access: document.access,
  };
  const known: Partial<DocumentFacts> =
    document.links === null ? facts : { ...facts, links: document.links };
  const waiverOf = (ruleId: string): Waiver | null =>
    book.waiver(ruleId, document.subject, document.waivers, now);
  const judgements: RuleJudgement[] = [];
  let dueAt: EpochMs | null = freshness.changesAt;
  for (const rule of rules) {
    const input = pickFacts(known, rule.meta.needs);
    if (input === null) continue;
    const judged = runRule(
      rule,
      (context) => rule.check(input, context),
      book.options(rule, document.subject),
      book,
      now,
      waiverOf,
    );
    judgements.push(judged.judgement);
    dueAt = soonestOf([dueAt, judged.holdsUntilAt]);
  }
  const subject: Subject = { kind: "document", documentId: document.id };
  return { kind: "judged", subject, rules: judgements, dueAt, freshness };
}

/** Exactly the facts that a rule names; null when one of them is not at hand. */
function pickFacts(
  known: Partial<DocumentFacts>,
  needs: readonly FactName[],
): DocumentFacts | null {
  const picked: Partial<Record<FactName, unknown>> = {};
  for (const name of needs) {
    const fact = known[name];
    if (fact === undefined) return null;
    picked[name] = fact;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rule's own type lets it see the named facts only
  return picked as DocumentFacts;
}

/** Runs one rule on one subject: its verdict as a judgement. A rule that throws has failed on this subject, and nothing else. */
export function runRule(
  rule: Rule,
  check: (context: { readonly options: unknown; readonly now: EpochMs }) => Verdict<string>,
  options: unknown,
  book: PolicyBook,
  now: EpochMs,
  waiverOf: (ruleId: string, finding: Finding) => Waiver | null,
): { readonly judgement: RuleJudgement; readonly holdsUntilAt: EpochMs | null } {
  const { id: ruleId, category } = rule.meta;
  let verdict: Verdict<string>;
  try {
    verdict = check({ options, now });
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      judgement: { ruleId, category, outcome: "failed", reason, findings: [] },
      holdsUntilAt: null,
    };
  }
  if (verdict.kind === "not-applicable") {
    return {
      judgement: {
        ruleId,
        category,
        outcome: "not-applicable",
        reason: verdict.reason,
        findings: [],
      },
      holdsUntilAt: verdict.holdsUntilAt,
    };
  }
  const findings = verdict.findings.map((finding) =>
    completeFinding(rule, finding, book, waiverOf(ruleId, finding)),
  );
  let { holdsUntilAt } = verdict;
  for (const { waiver } of findings) {
    if (waiver?.untilAt) holdsUntilAt = soonestOf([holdsUntilAt, epochMs(waiver.untilAt + 1)]);
  }
  return { judgement: { ruleId, category, outcome: "looked", reason: "", findings }, holdsUntilAt };
}

function completeFinding(
  rule: Rule,
  finding: Finding,
  book: PolicyBook,
  waiver: Waiver | null,
): JudgedFinding {
  const { id: ruleId, messages } = rule.meta;
  const message = messages[finding.messageId];
  if (message === undefined) throw new Error(`rule ${ruleId} has no message ${finding.messageId}`);
  return {
    ...finding,
    fingerprint: fingerprint(sha256Hex(fingerprintText(ruleId, finding)).slice(0, 32)),
    severity: book.severity(ruleId, message.severity),
    text: fillMessage(message.text, finding.data),
    waiver,
  };
}

/** The earliest of these instants; null means never. */
export function soonestOf(instants: readonly (EpochMs | null)[]): EpochMs | null {
  let earliest: EpochMs | null = null;
  for (const at of instants) {
    if (at !== null && (earliest === null || at < earliest)) earliest = at;
  }
  return earliest;
}
