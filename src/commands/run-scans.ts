import { nearestName } from "../lib/nearest.ts";
import { ScanError, toScanError } from "../model/error.ts";
import type { SourceId } from "../model/ids.ts";
import { runScan } from "../scan/run-scan.ts";
import type { ConfiguredSource, ScanResult, ScanTools } from "../scan/scan-tools.ts";
import type { Workspace } from "./workspace.ts";

export interface ScanRequest {
  /** Null: all sources. */
  readonly sourceIds: readonly string[] | null;
  readonly acceptSuspect: boolean;
}

/** How one source fared: its scan's result, or why no scan could begin. */
export type SourceOutcome =
  | { readonly kind: "scanned"; readonly sourceId: SourceId; readonly result: ScanResult }
  | { readonly kind: "refused"; readonly sourceId: SourceId; readonly error: ScanError };

/**
 * Scans sources one after the other, then applies the retention. The first run sets the baseline, so that later ones can say what is new.
 * A source that cannot be scanned does not hold the others up. Throws UNKNOWN_SOURCE, STORE_* and, once aborted, SCAN_ABORTED.
 */
export async function runScans(
  workspace: Workspace,
  tools: ScanTools,
  request: ScanRequest,
  signal: AbortSignal,
): Promise<readonly SourceOutcome[]> {
  await rememberConfigFile(workspace);
  const outcomes: SourceOutcome[] = [];
  for (const source of selectSources(workspace.sources, request.sourceIds)) {
    outcomes.push(await scanOne(source, tools, request, signal));
    if (signal.aborted)
      throw new ScanError("SCAN_ABORTED", "the scan was interrupted; the next one carries on");
  }
  await setFirstBaseline(workspace, outcomes);
  await workspace.store.applyRetention(workspace.retention, workspace.now());
  return outcomes;
}

async function scanOne(
  source: ConfiguredSource,
  tools: ScanTools,
  { acceptSuspect }: ScanRequest,
  signal: AbortSignal,
): Promise<SourceOutcome> {
  try {
    return {
      kind: "scanned",
      sourceId: source.id,
      result: await runScan(source, tools, { acceptSuspect }, signal),
    };
  } catch (thrown) {
    const error = toScanError(thrown);
    if (error.code !== "SCAN_RUNNING") throw error;
    return { kind: "refused", sourceId: source.id, error };
  }
}

/** The sources with these ids, in the order asked for; all where none is named. Throws UNKNOWN_SOURCE. */
export function selectSources(
  sources: readonly ConfiguredSource[],
  ids: readonly string[] | null,
): readonly ConfiguredSource[] {
  if (ids === null) return sources;
  return ids.map((id) => {
    const source = sources.find((candidate) => candidate.id === id);
    if (source !== undefined) return source;
    const names = sources.map((candidate) => candidate.id);
    const near = nearestName(id, names);
    const hint = near === null ? `Known are: ${names.join(", ")}.` : `Did you mean "${near}"?`;
    throw new ScanError("UNKNOWN_SOURCE", `there is no source "${id}". ${hint}`, {
      detail: { source: id },
    });
  });
}

async function setFirstBaseline(
  workspace: Workspace,
  outcomes: readonly SourceOutcome[],
): Promise<void> {
  const { store } = workspace;
  const isAnyScanned = outcomes.some(
    (outcome) =>
      outcome.kind === "scanned" && ["complete", "partial"].includes(outcome.result.outcome),
  );
  if (!isAnyScanned || (await store.getBaseline()) !== null) return;
  await store.commit({
    at: workspace.now(),
    scanId: null,
    changes: [{ kind: "baseline-set", name: "first scan" }],
  });
}

/** The policy under which the database keeps the path of the configuration that its workspace was scanned with. */
export const CONFIG_FILE_POLICY = "configuration-file";

async function rememberConfigFile({ store, configFile, now }: Workspace): Promise<void> {
  const json = JSON.stringify(configFile);
  if ((await store.getPolicy(CONFIG_FILE_POLICY)) === json) return;
  await store.commit({
    at: now(),
    scanId: null,
    changes: [{ kind: "policy-saved", policy: CONFIG_FILE_POLICY, json }],
  });
}
