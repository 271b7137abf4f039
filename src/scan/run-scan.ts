import type { Connector, ConnectorHost, ConnectorSession } from "../contract/connector.ts";
import type { Rule } from "../contract/rule.ts";
import type { ExtractionPool } from "../extract/extraction.ts";
import { ScanError, toScanError } from "../model/error.ts";
import type { DocumentId, EpochMs, ScanId, SourceId } from "../model/ids.ts";
import type { Policies } from "../model/policy.ts";
import type { SourceHealth, Stewardship } from "../model/source.ts";
import type { LeaseHolder, ScanCounts, ScanLease, ScanOutcome, Store } from "../store/store.ts";
import { endPass, failedPass, settingsOf, startPass } from "./pass.ts";
import { runPass } from "./run-pass.ts";

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
  readonly newDocumentId: () => DocumentId;
  readonly newScanId: () => ScanId;
  readonly holder: LeaseHolder;
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

/**
 * Scans one source: list, difference, fetch, read access, extract, save, judge.
 * Never throws for what a source or document does: that is in the result and the store. Throws SCAN_RUNNING and STORE_* errors.
 */
export async function runScan(
  source: ConfiguredSource,
  tools: ScanTools,
  options: ScanOptions,
  signal: AbortSignal,
): Promise<ScanResult> {
  await introduce(source, tools);
  const lease = await tools.store.acquireScanLease(source.id, tools.holder);
  try {
    return await scanUnderLease(source, tools, options, signal, lease);
  } finally {
    await lease.release();
  }
}

/** A lease is held on a source that the store knows. */
async function introduce(source: ConfiguredSource, tools: ScanTools): Promise<void> {
  if ((await tools.store.getSource(source.id)) !== null) return;
  await tools.store.commit({
    at: tools.now(),
    scanId: null,
    changes: [{ kind: "source-saved", source: settingsOf(source) }],
  });
}

async function scanUnderLease(
  source: ConfiguredSource,
  tools: ScanTools,
  options: ScanOptions,
  signal: AbortSignal,
  lease: ScanLease,
): Promise<ScanResult> {
  const pass = await startPass(source, tools);
  let renewedAt = tools.now();
  const onProgress = (step: ScanProgress["step"], done: number, total: number | null): void => {
    tools.onProgress({ sourceId: source.id, step, seen: pass.counts.seen, done, total });
  };
  const keepLease = async (): Promise<void> => {
    if (tools.now() - renewedAt < LEASE_RENEWAL_MS) return;
    renewedAt = tools.now();
    await lease.renew(renewedAt);
  };
  let session: ConnectorSession | null = null;
  try {
    signal.throwIfAborted();
    session = await source.connector.open(source.options, tools.hostFor(source.id), signal);
    const outcome = await runPass({ pass, session, options, onProgress, keepLease }, signal);
    return await endPass(pass, outcome);
  } catch (error) {
    if (isStoreError(error)) throw error;
    const reason = signal.aborted ? interrupted() : toScanError(error);
    return await endPass(pass, failedPass(pass, reason, signal.aborted));
  } finally {
    await session?.close();
  }
}

// A lease runs out after 60 s without a sign of life (src/store/store.ts).
const LEASE_RENEWAL_MS = 15_000;

function interrupted(): ScanError {
  return new ScanError(
    "SCAN_ABORTED",
    "The scan was interrupted; the next one carries on where it stopped",
  );
}

/** Errors of the store are nobody's but ours: nothing can be recorded, so they leave the scan. */
function isStoreError(error: unknown): boolean {
  return error instanceof ScanError && error.code.startsWith("STORE_");
}
