import type { Connector, ConnectorHost } from "../contract/connector.ts";
import type { Rule } from "../contract/rule.ts";
import type { ExtractionPool } from "../extract/extraction.ts";
import type { ScanError } from "../model/error.ts";
import type { DocumentId, EpochMs, ScanId, SourceId } from "../model/ids.ts";
import type { Policies } from "../model/policy.ts";
import type { SourceHealth, Stewardship } from "../model/source.ts";
import type { LeaseHolder, ScanCounts, ScanOutcome, Store } from "../store/store.ts";

/** A source as the configuration describes it, its options already parsed by the connector's schema. */
export interface ConfiguredSource {
  readonly id: SourceId;
  readonly connector: Connector;
  readonly options: unknown;
  readonly stewardship: Stewardship;
}

/** Everything a scan works with; nothing is reached for. */
export interface ScanTools {
  readonly store: Store;
  readonly rules: readonly Rule[];
  readonly policies: Policies;
  readonly pool: ExtractionPool;
  readonly now: () => EpochMs;
  /** The machine's clock, whatever `now` is set to: leases are about processes that live. */
  readonly machineNow: () => EpochMs;
  readonly newDocumentId: () => DocumentId;
  readonly newScanId: () => ScanId;
  readonly holder: Pick<LeaseHolder, "host" | "pid">;
  readonly hostFor: (sourceId: SourceId) => ConnectorHost;
  readonly maxDocumentBytes: number;
  readonly onProgress: (progress: ScanProgress) => void;
}

export interface ScanProgress {
  readonly sourceId: SourceId;
  readonly step: "listing" | "reading" | "judging" | "done";
  readonly seen: number;
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
}

export interface ScanResult {
  readonly scanId: ScanId;
  readonly sourceId: SourceId;
  readonly outcome: ScanOutcome;
  readonly counts: ScanCounts;
  readonly health: SourceHealth;
  /** Why it failed; null when it did not. */
  readonly error: ScanError | null;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
}

export interface ScanOptions {
  /** An operator accepts that most documents are gone. */
  readonly acceptSuspect: boolean;
}
