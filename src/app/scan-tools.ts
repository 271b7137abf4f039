import { randomFillSync } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { availableParallelism, hostname } from "node:os";
import { dirname, join } from "node:path";
import type { Logger } from "pino";
import type { ConnectorHost } from "../contract/connector.ts";
import { createExtractionPool } from "../extract/pool.ts";
import { toBase32 } from "../lib/base32.ts";
import { ScanError } from "../model/error.ts";
import { documentId, epochMs, scanId, type SourceId } from "../model/ids.ts";
import type { ScanProgress, ScanTools } from "../scan/scan-tools.ts";
import { resolveSecret, type ResolvedConfig } from "./config.ts";
import type { OpenedWorkspace } from "./open-workspace.ts";

export type { ScanProgress };

// Time first, so that documents stored together lie together in the store's indexes; then 72 random bits: a clash among a
// million documents of one second is one in ten billion.
const TIME_BYTES = 6;
const RANDOM_BYTES = 9;
const MAX_DEFAULT_WORKERS = 4;

/** Everything a scan of this workspace works with. Close the pool when the scans are over. */
export async function createScanTools(
  workspace: OpenedWorkspace,
  log: Logger,
  onProgress: (progress: ScanProgress) => void,
): Promise<ScanTools> {
  const { config, store, rules, policies, now } = workspace;
  const { limits } = config;
  return {
    store,
    rules,
    policies,
    now,
    pool: createExtractionPool({
      timeoutMs: limits.extract_ms,
      memoryBytes: limits.extract_bytes,
      textLength: limits.text_bytes,
      workerCount: limits.workers ?? Math.min(availableParallelism(), MAX_DEFAULT_WORKERS),
    }),
    newDocumentId: () => documentId(newId()),
    newScanId: () => scanId(newId()),
    holder: { host: hostname(), pid: process.pid },
    machineNow: () => epochMs(Date.now()),
    hostFor: await createHosts(workspace, log),
    maxDocumentBytes: limits.document_bytes,
    onProgress,
  };
}

function newId(): string {
  const bytes = Buffer.allocUnsafe(TIME_BYTES + RANDOM_BYTES);
  bytes.writeUIntBE(Date.now(), 0, TIME_BYTES);
  randomFillSync(bytes, TIME_BYTES);
  return toBase32(bytes);
}

/** What each source's connector is lent: its log, its own cache folder beside the database, the way to the network and to secrets. */
export async function createHosts(
  { config, databaseFile, now }: Pick<OpenedWorkspace, "config" | "databaseFile" | "now">,
  log: Logger,
): Promise<(sourceId: SourceId) => ConnectorHost> {
  const network = await resolveNetwork(config.network);
  return (sourceId) => {
    const sourceLog = log.child({ source: sourceId });
    return {
      now,
      log: (event, data) => sourceLog.info(data ?? {}, event),
      network,
      cacheDirectory: async () => {
        const folder = join(dirname(databaseFile), "cache", config.workspace.id, sourceId);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return folder;
      },
      resolveSecret: async (ref) => (await resolveSecret(ref)).reveal(),
    };
  };
}

/** Throws CONFIG_INVALID when the proxy's secret or the certificates' file is not there. */
export async function resolveNetwork({
  proxy,
  caFile,
}: ResolvedConfig["network"]): Promise<ConnectorHost["network"]> {
  if (caFile !== null && !existsSync(caFile)) {
    throw new ScanError("CONFIG_INVALID", `network.ca_file: there is no file ${caFile}`, {
      detail: { file: caFile },
    });
  }
  return { proxyUrl: proxy === null ? null : (await resolveSecret(proxy)).reveal(), caFile };
}
