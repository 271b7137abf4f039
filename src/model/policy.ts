import type { FreshnessPolicy } from "./freshness.ts";
import type { EpochMs, SourceId } from "./ids.ts";
import type { Severity } from "./finding.ts";

/** Which documents a policy speaks of: every key given must match. Paths are globs on the locator. */
export interface DocumentMatch {
  readonly source: SourceId | null;
  readonly path: string | null;
  readonly label: string | null;
}

/** What the configuration says about judging documents, with all defaults filled in. */
export interface Policies {
  /** The first that matches holds; the last one matches everything. */
  readonly freshness: readonly {
    readonly match: DocumentMatch;
    readonly policy: FreshnessPolicy;
    readonly name: string;
  }[];
  readonly waivers: readonly ConfiguredWaiver[];
  /** By rule id; a rule that is not named runs with its defaults. */
  readonly rules: Readonly<Record<string, RuleSettings>>;
  /** Owners by path, for documents whose source and text name none; the first match holds. */
  readonly owners: readonly { readonly match: DocumentMatch; readonly owner: string }[];
  readonly suspect: SuspectPolicy;
}

export interface RuleSettings {
  readonly isEnabled: boolean;
  /** Options by rule schema, not yet parsed; the first entry whose match holds is used, `{}` where none does. */
  readonly options: readonly { readonly match: DocumentMatch; readonly options: unknown }[];
  /** Replaces the severity of all its messages; null: as the rule says. */
  readonly severity: Severity | null;
}

export interface ConfiguredWaiver {
  readonly ruleId: string;
  readonly match: DocumentMatch;
  readonly reason: string;
  readonly untilAt: EpochMs | null;
}

/** When a listing is too short to be believed. */
export interface SuspectPolicy {
  /** More than this share of the known documents missing … */
  readonly missingRatio: number;
  /** … and more than this many. */
  readonly missingCount: number;
  /** Agreeing full listings over at least this long, by a proved identity, are believed in the end. */
  readonly agreeForMs: number;
}
