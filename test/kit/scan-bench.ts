import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../rules/index.ts";
import type { Connector } from "../../src/contract/connector.ts";
import type { ExtractionPool } from "../../src/extract/extraction.ts";
import { createExtractionPool } from "../../src/extract/pool.ts";
import { DEFAULT_FRESHNESS_POLICY } from "../../src/model/freshness.ts";
import {
  documentId,
  epochMs,
  scanId,
  sourceId,
  workspaceId,
  type EpochMs,
} from "../../src/model/ids.ts";
import type { Policies } from "../../src/model/policy.ts";
import { runScan } from "../../src/scan/run-scan.ts";
import type { ScanOptions, ScanResult, ScanTools } from "../../src/scan/scan-tools.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import type { Store, StoredRef } from "../../src/store/store.ts";

export const SOURCE = sourceId("source");
const EVERYTHING = { source: null, path: null, label: null };

/** A store, a pool and a clock that is moved, to run scans of one source with. */
export interface ScanBench {
  readonly store: Store;
  readonly tools: ScanTools;
  readonly clock: { nowMs: number };
  scan(
    connector: Connector,
    options?: Partial<ScanOptions>,
    signal?: AbortSignal,
  ): Promise<ScanResult>;
  /** Present documents by locator. */
  documents(): Promise<ReadonlyMap<string, StoredRef>>;
  /** Open findings as `rule message key-or-locator`, sorted. */
  findings(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export const DEFAULT_POLICIES: Policies = {
  freshness: [{ match: EVERYTHING, policy: DEFAULT_FRESHNESS_POLICY, name: "default" }],
  waivers: [],
  rules: {},
  owners: [],
  suspect: { missingRatio: 0.5, missingCount: 10, agreeForMs: 86_400_000 },
};

let sharedPool: ExtractionPool | null = null;

/** One pool serves all benches of a test file: its processes take longer to start than a scan takes. */
function openSharedPool(): ExtractionPool {
  sharedPool ??= createExtractionPool({
    timeoutMs: 20_000,
    memoryBytes: 1e9,
    textLength: 1e7,
    workerCount: 1,
  });
  return sharedPool;
}

/** To be called when the last bench of a file is closed. */
export async function closeSharedPool(): Promise<void> {
  await sharedPool?.close();
  sharedPool = null;
}

export async function openScanBench(
  policies: Partial<Policies> = {},
  connectorOptions: unknown = {},
): Promise<ScanBench> {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-scan-"));
  const clock = { nowMs: Date.UTC(2026, 10, 1) };
  const now = (): EpochMs => epochMs(clock.nowMs);
  const store = await openSqliteStore({
    path: join(folder, "tidemark.db"),
    workspace: workspaceId("test"),
  });
  const pool = openSharedPool();
  let lastId = 0;
  const newId = (): string => String((lastId += 1)).padStart(6, "0");
  const tools: ScanTools = {
    store,
    rules,
    policies: { ...DEFAULT_POLICIES, ...policies },
    pool,
    now,
    newDocumentId: () => documentId(`d${newId()}`),
    newScanId: () => scanId(`s${newId()}`),
    holder: { host: "test", pid: process.pid },
    machineNow: now,
    hostFor: () => ({
      now,
      log: () => {},
      network: { proxyUrl: null, caFile: null },
      cacheDirectory: () => Promise.resolve(folder),
      resolveSecret: () => Promise.reject(new Error("no secrets here")),
    }),
    maxDocumentBytes: 1e7,
    onProgress: () => {},
  };

  async function documents(): Promise<ReadonlyMap<string, StoredRef>> {
    const refs = await store.listRefs(SOURCE, { after: null, limit: 10_000 });
    return new Map(refs.map((ref) => [ref.locator, ref]));
  }

  return {
    store,
    tools,
    clock,
    documents,
    scan(connector, options = {}, signal = new AbortController().signal) {
      const stewardship = {
        owner: "owner@example.com",
        sla: null,
        escalation: null,
        nextReview: null,
      };
      const source = { id: SOURCE, connector, options: connectorOptions, stewardship };
      return runScan(source, tools, { acceptSuspect: false, ...options }, signal);
    },
    async findings() {
      const names = new Map(
        [...(await documents()).values()].map(({ id, locator }) => [id, locator]),
      );
      const findings = await store.listFindings({ states: ["open"], limit: 1000 });
      return findings
        .map(({ ruleId, messageId, subject, key }) => {
          const about = subject.kind === "document" ? names.get(subject.documentId) : subject.kind;
          return [ruleId, messageId, about, key].filter(Boolean).join(" ");
        })
        .toSorted();
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
