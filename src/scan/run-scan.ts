import type { ConnectorSession } from "../contract/connector.ts";
import { ScanError, toScanError } from "../model/error.ts";
import type { ScanLease } from "../store/store.ts";
import { endPass, failedPass, settingsOf, startPass } from "./pass.ts";
import { runPass } from "./run-pass.ts";
import type {
  ConfiguredSource,
  ScanOptions,
  ScanProgress,
  ScanResult,
  ScanTools,
} from "./scan-tools.ts";

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
  const lease = await tools.store.acquireScanLease(source.id, {
    ...tools.holder,
    at: tools.machineNow(),
  });
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
  let renewedAt = tools.machineNow();
  const onProgress = (step: ScanProgress["step"], done: number, total: number | null): void => {
    tools.onProgress({ sourceId: source.id, step, seen: pass.counts.seen, done, total });
  };
  const keepLease = async (): Promise<void> => {
    if (tools.machineNow() - renewedAt < LEASE_RENEWAL_MS) return;
    renewedAt = tools.machineNow();
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
