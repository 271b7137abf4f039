import type { z } from "zod";
import type { Access } from "../model/access.ts";
import type { DateEvidence } from "../model/dates.ts";
import type { Ingestion } from "../model/document.ts";
import type { Category, Finding, Severity } from "../model/finding.ts";
import type { Freshness } from "../model/freshness.ts";
import type { DocumentId, EpochMs, SourceId } from "../model/ids.ts";
import type { ResolvedLink } from "../model/link.ts";
import type { OwnerRef } from "../model/owner.ts";
import type { SourceHealth } from "../model/source.ts";

/** What a document rule may ask for. The runner hands over exactly what `meta.needs` names. */
export interface DocumentFacts {
  readonly document: {
    readonly id: DocumentId;
    readonly sourceId: SourceId;
    readonly locator: string;
    readonly title: string | null;
    readonly mediaType: string;
  };
  readonly ingestion: Ingestion;
  readonly freshness: Freshness;
  readonly dates: readonly DateEvidence[];
  readonly links: readonly ResolvedLink[];
  readonly owners: readonly OwnerRef[];
  readonly access: Access;
}
export type FactName = keyof DocumentFacts;

/** Facts about several documents at once, each a keyed group. */
export interface Groups {
  /** Documents whose normalised text is the same; in order of locator. */
  readonly copies: {
    readonly key: string;
    readonly wordCount: number;
    readonly members: readonly GroupMember[];
  };
  /** Documents of one source whose access is unknown for one reason. */
  readonly unknownAccess: {
    readonly key: string;
    readonly sourceId: SourceId;
    readonly reason: Extract<Access, { kind: "unknown" }>["reason"];
    readonly members: readonly GroupMember[];
  };
}
export type GroupName = keyof Groups;

export interface GroupMember {
  readonly documentId: DocumentId;
  readonly sourceId: SourceId;
  readonly locator: string;
  readonly title: string | null;
}

/** Figures about sources and the workspace, kept up as they change. */
export interface WorkspaceFacts {
  readonly sources: readonly SourceFigures[];
}
export type WorkspaceFactName = keyof WorkspaceFacts;

export interface SourceFigures {
  readonly sourceId: SourceId;
  readonly health: SourceHealth;
  readonly documentCount: number;
}

export interface RuleMeta<N extends string, M extends string> {
  /** kebab noun of the problem: `stale-document`; equals the folder name. */
  readonly id: string;
  readonly category: Category;
  /** When all is well: "Documents are reviewed in time". */
  readonly title: string;
  /** When not: "Documents are past their review age". */
  readonly failureTitle: string;
  /** One sentence: what a retriever does wrong because of this. */
  readonly why: string;
  /** One sentence: what the owner does about it. */
  readonly remedy: string;
  /** Grows when the rule's judgement changes: every subject is then judged again. */
  readonly version: number;
  readonly needs: readonly N[];
  readonly messages: Readonly<Record<M, { readonly severity: Severity; readonly text: string }>>;
}

export interface RuleContext<S extends z.ZodType> {
  /** Already resolved for this subject. */
  readonly options: z.output<S>;
  readonly now: EpochMs;
}

/** Three answers: looked (no findings means it is fine), not applicable, and (when `check` throws) failed. `holdsUntilAt` null: until something changes. */
export type Verdict<M extends string> =
  | {
      readonly kind: "looked";
      readonly findings: readonly Finding<M>[];
      readonly holdsUntilAt: EpochMs | null;
    }
  | {
      readonly kind: "not-applicable";
      readonly reason: string;
      readonly holdsUntilAt: EpochMs | null;
    };

/** A rule as the runner sees it: the registries hold these. */
export type Rule = DocumentRule | GroupRule | WorkspaceRule;
export interface DocumentRule extends RuleShape<FactName> {
  readonly scope: "document";
  check(facts: DocumentFacts, context: AnyContext): Verdict<string>;
}
export interface GroupRule extends RuleShape<GroupName> {
  readonly scope: "group";
  check(group: Groups[GroupName], context: AnyContext): Verdict<string>;
}
export interface WorkspaceRule extends RuleShape<WorkspaceFactName> {
  readonly scope: "workspace";
  check(facts: WorkspaceFacts, context: AnyContext): Verdict<string>;
}
interface RuleShape<N extends string> {
  readonly meta: RuleMeta<N, string>;
  readonly Options: z.ZodType;
}
interface AnyContext {
  readonly options: unknown;
  readonly now: EpochMs;
}

/** Checks a document rule's types: `check` gets exactly the facts that `needs` names and reports only ids in `messages`. */
export function defineDocumentRule<
  const N extends FactName,
  const M extends string,
  S extends z.ZodType,
>(spec: DocumentRuleSpec<N, M, S>): DocumentRule {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the runner parses options with this rule's own schema before it calls check
  return { scope: "document", ...spec } as unknown as DocumentRule;
}
/** Looks at one document. Judged again when the document, the options or the rule's own version changed, or when its answer comes due. */
export interface DocumentRuleSpec<N extends FactName, M extends string, S extends z.ZodType> {
  readonly meta: RuleMeta<N, M>;
  /** z.strictObject, every key with .default() and .describe(). */
  readonly Options: S;
  check(facts: Pick<DocumentFacts, N>, context: RuleContext<S>): Verdict<NoInfer<M>>;
}

/** As defineDocumentRule, for a rule over one kind of group. */
export function defineGroupRule<
  const G extends GroupName,
  const M extends string,
  S extends z.ZodType,
>(spec: GroupRuleSpec<G, M, S>): GroupRule {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the runner hands a group of the kind that `needs` names
  return { scope: "group", ...spec } as unknown as GroupRule;
}
/** Looks at one keyed group of facts. Judged again only when a member changed. */
export interface GroupRuleSpec<G extends GroupName, M extends string, S extends z.ZodType> {
  readonly meta: Omit<RuleMeta<G, M>, "needs"> & { readonly needs: readonly [G] };
  readonly Options: S;
  check(group: Groups[G], context: RuleContext<S>): Verdict<NoInfer<M>>;
}

/** As defineDocumentRule, for a rule over figures of sources and the workspace. */
export function defineWorkspaceRule<
  const W extends WorkspaceFactName,
  const M extends string,
  S extends z.ZodType,
>(spec: WorkspaceRuleSpec<W, M, S>): WorkspaceRule {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the runner hands the figures that `needs` names
  return { scope: "workspace", ...spec } as unknown as WorkspaceRule;
}
/** Looks at a source or the whole workspace through figures that are kept up as it changes (never by reading every document). */
export interface WorkspaceRuleSpec<
  W extends WorkspaceFactName,
  M extends string,
  S extends z.ZodType,
> {
  readonly meta: RuleMeta<W, M>;
  readonly Options: S;
  check(facts: Pick<WorkspaceFacts, W>, context: RuleContext<S>): Verdict<NoInfer<M>>;
}

/** The rule looked, and this is all it found. */
export function looked<M extends string = never>(
  findings: readonly Finding<M>[],
  holdsUntilAt: EpochMs | null = null,
): Verdict<M> {
  return { kind: "looked", findings, holdsUntilAt };
}

/** The rule could not look, for a reason that is no failure. */
export function notApplicable(reason: string, holdsUntilAt: EpochMs | null = null): Verdict<never> {
  return { kind: "not-applicable", reason, holdsUntilAt };
}
