import type { Rule } from "../contract/rule.ts";
import { compileGlobs } from "../lib/glob.ts";
import type { InlineWaiver } from "../model/document.ts";
import { ScanError } from "../model/error.ts";
import type { Severity, Waiver } from "../model/finding.ts";
import { DEFAULT_FRESHNESS_POLICY, type FreshnessPolicy } from "../model/freshness.ts";
import type { EpochMs, SourceId } from "../model/ids.ts";
import type { OwnerRef } from "../model/owner.ts";
import type { DocumentMatch, Policies } from "../model/policy.ts";

/** What policies look at to see whether they speak of a document. */
export interface PolicySubject {
  readonly sourceId: SourceId;
  readonly locator: string;
  readonly labels: readonly string[];
}

/** The policies with their globs compiled and their rule options parsed: made once a scan, asked for every document. */
export interface PolicyBook {
  readonly freshnessPolicy: (subject: PolicySubject) => {
    readonly policy: FreshnessPolicy;
    readonly name: string;
  };
  /** The rule's options for a subject, parsed by its schema. Null subject: what holds without a match. */
  readonly options: (rule: Rule, subject: PolicySubject | null) => unknown;
  readonly severity: (ruleId: string, asWritten: Severity) => Severity;
  /** The waiver that holds now for this rule and document; the document's own word first. */
  readonly waiver: (
    ruleId: string,
    subject: PolicySubject,
    own: readonly InlineWaiver[],
    now: EpochMs,
  ) => Waiver | null;
  readonly pathOwner: (subject: PolicySubject) => OwnerRef | null;
  readonly enabledRules: (rules: readonly Rule[]) => readonly Rule[];
}

/** Throws CONFIG_INVALID when options do not fit their rule. */
export function openPolicyBook(policies: Policies): PolicyBook {
  const freshness = policies.freshness.map((entry) => ({
    ...entry,
    holds: compileMatch(entry.match),
  }));
  const waivers = policies.waivers.map((waiver) => ({
    ...waiver,
    holds: compileMatch(waiver.match),
  }));
  const owners = policies.owners.map((entry) => ({ ...entry, holds: compileMatch(entry.match) }));
  const rules = new Map(
    Object.entries(policies.rules).map(([id, settings]) => [
      id,
      {
        ...settings,
        options: settings.options.map((entry) => ({ ...entry, holds: compileMatch(entry.match) })),
      },
    ]),
  );
  const parsed = new Map<Rule, Map<unknown, unknown>>();

  function parseOptions(rule: Rule, raw: unknown): unknown {
    const known = parsed.get(rule) ?? new Map<unknown, unknown>();
    parsed.set(rule, known);
    if (known.has(raw)) return known.get(raw);
    const result = rule.Options.safeParse(raw);
    if (!result.success) {
      throw new ScanError(
        "CONFIG_INVALID",
        `The options of rule ${rule.meta.id} do not fit: ${result.error.message}`,
      );
    }
    known.set(raw, result.data);
    return result.data;
  }

  return {
    freshnessPolicy(subject) {
      return (
        freshness.find(({ holds }) => holds(subject)) ?? {
          policy: DEFAULT_FRESHNESS_POLICY,
          name: "default",
        }
      );
    },
    options(rule, subject) {
      const entries = rules.get(rule.meta.id)?.options ?? [];
      const entry = entries.find(({ holds, match }) =>
        subject ? holds(subject) : isForAll(match),
      );
      return parseOptions(rule, entry?.options ?? NO_OPTIONS);
    },
    severity(ruleId, asWritten) {
      return rules.get(ruleId)?.severity ?? asWritten;
    },
    waiver(ruleId, subject, own, now) {
      const inline = own.find((waiver) => waiver.ruleId === ruleId && isLive(waiver.untilAt, now));
      if (inline) return { reason: inline.reason, untilAt: inline.untilAt, by: "document" };
      const configured = waivers.find(
        (waiver) =>
          waiver.ruleId === ruleId && isLive(waiver.untilAt, now) && waiver.holds(subject),
      );
      if (!configured) return null;
      return { reason: configured.reason, untilAt: configured.untilAt, by: "configuration" };
    },
    pathOwner(subject) {
      const entry = owners.find(({ holds }) => holds(subject));
      return entry ? { name: entry.owner, email: null, readFrom: "path rule" } : null;
    },
    enabledRules(all) {
      return all.filter((rule) => rules.get(rule.meta.id)?.isEnabled ?? true);
    },
  };
}

const NO_OPTIONS: Readonly<Record<string, never>> = {};

function isLive(untilAt: EpochMs | null, now: EpochMs): boolean {
  return untilAt === null || now <= untilAt;
}

function isForAll(match: DocumentMatch): boolean {
  return match.source === null && match.path === null && match.label === null;
}

function compileMatch(match: DocumentMatch): (subject: PolicySubject) => boolean {
  const isPath = match.path === null ? null : compileGlobs([match.path]);
  return (subject) =>
    (match.source === null || match.source === subject.sourceId) &&
    (match.label === null || subject.labels.includes(match.label)) &&
    (isPath === null || isPath(subject.locator));
}
