import { isDeepStrictEqual } from "node:util";

import type { DocumentFacts, Rule, Verdict } from "../../src/contract/rule.ts";
import { fillMessage, fingerprintText, type Finding } from "../../src/model/finding.ts";
import { epochMs, type EpochMs } from "../../src/model/ids.ts";
import { documentsOf, groupOf, sourcesOf, type RuleCase } from "./rule-case.ts";

/** What a rule said of a case, in the case's own words, beside what the case expects. */
export interface JudgedCase {
  readonly seen: CaseAnswer;
  readonly expected: CaseAnswer;
  /** Laws of every rule that the answer breaks, in words. */
  readonly breaches: readonly string[];
}

interface CaseAnswer {
  readonly answer:
    | { readonly findings: readonly ExpectedFinding[] }
    | { readonly notApplicable: string }
    | "mixed";
  /** Left out where the case does not look at it. */
  readonly holdsUntil?: EpochMs | null;
}

/** Judges a case twice over frozen facts, of which the rule sees only those that it names. */
export function judgeCase(rule: Rule, ruleCase: RuleCase): JudgedCase {
  const context = deepFreeze({ options: rule.Options.parse(ruleCase.options), now: ruleCase.now });
  const verdicts = judge(rule, ruleCase, context);
  const { expect: expected, holdsUntil } = ruleCase;
  const looksAtHold = holdsUntil !== undefined;
  return {
    seen: {
      answer: answerOf(rule, verdicts, ruleCase),
      ...(looksAtHold ? { holdsUntil: soonest(verdicts) } : {}),
    },
    expected: { answer: expected, ...(looksAtHold ? { holdsUntil } : {}) },
    breaches: listBreaches(rule, verdicts, judge(rule, ruleCase, context), ruleCase.now),
  };
}

function answerOf(
  rule: Rule,
  verdicts: readonly Verdict<string>[],
  ruleCase: RuleCase,
): CaseAnswer["answer"] {
  const reasons = new Set(verdicts.map((verdict) => ("reason" in verdict ? verdict.reason : null)));
  const [reason = null, ...others] = reasons;
  if (others.length > 0) return "mixed";
  if (reason !== null) return { notApplicable: reason };
  const expected = "findings" in ruleCase.expect ? ruleCase.expect.findings : [];
  const findings = findingsOf(verdicts);
  return {
    findings: findings.map((finding, index) =>
      describeFinding(rule, finding, ruleCase, expected[index]),
    ),
  };
}

interface Context {
  readonly options: unknown;
  readonly now: EpochMs;
}

function judge(rule: Rule, ruleCase: RuleCase, context: Context): readonly Verdict<string>[] {
  switch (rule.scope) {
    case "document":
      return documentsOf(ruleCase).map(({ facts }) => {
        const needed = rule.meta.needs.map((name) => [name, facts[name]]);
        return rule.check(deepFreeze(Object.fromEntries(needed)) as DocumentFacts, context);
      });
    case "group":
      return [rule.check(deepFreeze(groupOf(ruleCase)), context)];
    case "workspace":
      return [rule.check(deepFreeze(sourcesOf(ruleCase)), context)];
  }
}

/** What holds of every rule's answer and does not of this one. */
function listBreaches(
  rule: Rule,
  verdicts: readonly Verdict<string>[],
  again: readonly Verdict<string>[],
  now: EpochMs,
): readonly string[] {
  const findings = findingsOf(verdicts);
  const breaches = findings.flatMap((finding) => breachesOf(rule, finding));
  const fingerprints = findings.map((finding) => fingerprintText(rule.meta.id, finding));
  if (new Set(fingerprints).size < findings.length)
    breaches.push("two findings share a fingerprint");
  if (!isDeepStrictEqual(verdicts, again))
    breaches.push("the second answer differs from the first");
  if (verdicts.some(({ holdsUntilAt }) => holdsUntilAt !== null && holdsUntilAt <= now)) {
    breaches.push("an answer does not hold beyond now");
  }
  return breaches;
}

function breachesOf(rule: Rule, finding: Finding): string[] {
  const { messageId, confidenceRatio } = finding;
  const breaches: string[] = [];
  if (!Object.hasOwn(rule.meta.messages, messageId))
    breaches.push(`there is no message ${messageId}`);
  const [unfilled] = /\{\w+\}/.exec(textOf(rule, finding)) ?? [];
  if (unfilled !== undefined) breaches.push(`${messageId}: nothing fills ${unfilled}`);
  if (!(confidenceRatio > 0 && confidenceRatio <= 1)) {
    breaches.push(`${messageId}: ${confidenceRatio} is no confidence`);
  }
  return breaches;
}

function findingsOf(verdicts: readonly Verdict<string>[]): readonly Finding[] {
  return verdicts.flatMap((verdict) => (verdict.kind === "looked" ? verdict.findings : []));
}

function textOf(rule: Rule, finding: Finding): string {
  return fillMessage(rule.meta.messages[finding.messageId]?.text ?? "", finding.data);
}

type ExpectedFinding = Extract<RuleCase["expect"], { findings: unknown }>["findings"][number];

/** The finding in the words of a case: only the keys that the expectation names, and always the marks. */
function describeFinding(
  rule: Rule,
  finding: Finding,
  ruleCase: RuleCase,
  expected: ExpectedFinding | undefined,
): ExpectedFinding {
  return {
    message: finding.messageId,
    ...(expected?.on === undefined ? {} : { on: nameOf(finding.subject) }),
    ...(expected?.text === undefined ? {} : { text: textOf(rule, finding) }),
    ...(expected?.key === undefined ? {} : { key: finding.key }),
    marks: marksOf(finding, ruleCase),
  };
}

function nameOf(subject: Finding["subject"]): string {
  if (subject.kind === "document") return subject.documentId;
  return subject.kind === "source" ? subject.sourceId : JSON.stringify(subject);
}

/** The numbers of the marks that the evidence covers; -1 for evidence that covers none. Evidence without a length stands for a whole document. */
function marksOf(finding: Finding, ruleCase: RuleCase): number[] {
  const subjects = documentsOf(ruleCase);
  return finding.evidence
    .filter(({ startOffset, endOffset }) => endOffset > startOffset)
    .map(({ documentId, startOffset, endOffset }) => {
      const subject = subjects.find(({ facts }) => facts.document.id === documentId);
      return (subject?.spans ?? []).findIndex(
        (span) => span.startOffset === startOffset && span.endOffset === endOffset,
      );
    });
}

function soonest(verdicts: readonly Verdict<string>[]): EpochMs | null {
  const dueAts = verdicts.flatMap(({ holdsUntilAt }) => holdsUntilAt ?? []);
  return dueAts.length === 0 ? null : epochMs(Math.min(...dueAts));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
