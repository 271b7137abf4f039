import type { ErrorCode } from "./error.ts";
import type { EpochMs } from "./ids.ts";

/** How truly a connector sees its store: its truth card, shown in its README, the report and the API. */
export interface Capabilities {
  /** How truly it sees who may read. */
  readonly access: "exact" | "approximate" | "none";
  readonly changes: "delta" | "full-listing";
  readonly deletions: "reported" | "inferred";
  /** Which kinds of date evidence it brings. */
  readonly dates: readonly string[];
  /** What it cannot see, in plain words. */
  readonly notes: readonly string[];
}

/** How a source's last pass went. */
export type SourceHealth =
  | { readonly kind: "never-scanned" }
  | { readonly kind: "healthy"; readonly lastCompleteAt: EpochMs }
  | {
      readonly kind: "partial"; // scopes could not be read; nothing inside them was dropped
      readonly failedScopes: readonly {
        readonly scope: string;
        readonly code: ErrorCode;
        readonly message: string;
      }[];
      readonly failedScopeCount: number;
      readonly lastCompleteAt: EpochMs | null;
    }
  | {
      readonly kind: "suspect"; // most documents suddenly missing: held back until accepted
      readonly missingCount: number;
      readonly knownCount: number;
      readonly lastCompleteAt: EpochMs | null;
    }
  | {
      readonly kind: "failed";
      readonly code: ErrorCode;
      readonly message: string;
      readonly lastCompleteAt: EpochMs | null;
    }
  | { readonly kind: "empty"; readonly lastCompleteAt: EpochMs | null };

/** Who answers for a source, and by when it is looked at again: four things on one page. */
export interface Stewardship {
  readonly owner: string | null;
  /** How fresh its documents must be and how old a crawl may be, in the owner's words. */
  readonly sla: string | null;
  readonly escalation: string | null;
  /** ISO date. */
  readonly nextReview: string | null;
}
