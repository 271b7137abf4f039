// Run by hand: npx tsx test/perf/store-bench.ts [documents] [links per document]
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { deflateRawSync } from "node:zlib";
import Database from "better-sqlite3";
import {
  documentId,
  epochMs,
  fingerprint,
  scanId,
  sourceId,
  workspaceId,
} from "../../src/model/ids.ts";
import { realmId, type EpochMs } from "../../src/model/ids.ts";
import type { Access } from "../../src/model/access.ts";
import type { Freshness } from "../../src/model/freshness.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import type { Change, Store } from "../../src/store/store.ts";

const DOCUMENT_COUNT = Number(process.argv[2] ?? 100_000);
const LINK_COUNT = Number(process.argv[3] ?? 10);
const BATCH_COUNT = 500;
const PAGE_SIZE = 50;
const FINDING_EVERY = 20;
const SOURCE = sourceId("bench");
const NOW = epochMs(Date.UTC(2026, 10, 1));
const DAY_MS = 86_400_000;
const BODIES = Array.from({ length: 64 }, () =>
  deflateRawSync(randomBytes(220).toString("base64").repeat(3)),
);

function locatorOf(index: number): string {
  const page = Math.floor(index / PAGE_SIZE);
  return `section-${Math.floor(page / 100)}/folder-${page % 100}/document-${index % PAGE_SIZE}.md`;
}

function accessOf(page: number): Access {
  const realm = realmId("corp");
  const gate = {
    entries: [{ effect: "allow", principals: [{ kind: "everyone", realm }] }],
  } as const;
  return { kind: "known", realm, gates: [{ origin: `folder ${page}`, gate }] };
}

function freshnessAt(at: EpochMs): Freshness {
  const staleAt = epochMs(at + 365 * DAY_MS);
  const agingAt = epochMs(at + 180 * DAY_MS);
  return {
    status: "fresh",
    decidedBy: null,
    basisAt: at,
    ageDays: 1,
    limitDays: 180,
    agingAt,
    staleAt,
    expiresAt: null,
    changesAt: agingAt,
    suspects: [],
  };
}

/** A document as a scan saves and judges it: one commit holds both. */
function changesOf(index: number): readonly Change[] {
  const locator = locatorOf(index);
  const page = locator.slice(0, locator.lastIndexOf("/") + 1);
  const hash = createHash("sha256").update(locator).digest("hex");
  const copyHash = createHash("sha256").update(hash).digest("hex");
  const id = documentId(createHash("md5").update(locator).digest("hex"));
  const at = epochMs(NOW - (index % 300) * DAY_MS);
  const span = { startOffset: 100, endOffset: 140 };
  const saved: Change = {
    kind: "document-saved",
    id,
    place: {
      sourceId: SOURCE,
      locator,
      page,
      uri: `file:///srv/kb/${locator}`,
      revision: `${index}`,
      identity: `${index}`,
    },
    content: {
      ingestion: { kind: "read", wordCount: 120 },
      mediaType: "text/markdown",
      title: `Document ${index}`,
      language: "en",
      text: {
        hash,
        copyHash,
        length: 900,
        deflated: BODIES[index % BODIES.length] ?? Buffer.alloc(0),
      },
      headings: [1, 2, 3, 4, 5].map((level) => ({
        level,
        text: `Heading number ${level}`,
        span,
        line: level,
      })),
      anchors: [1, 2, 3, 4, 5].map((level) => `heading-number-${level}`),
      links: Array.from({ length: LINK_COUNT }, (_, link) => {
        const target = locatorOf(Math.max(0, index - link * 7));
        return {
          kind: "link",
          href: `../${target}`,
          text: `see ${link}`,
          span,
          line: link,
          targetKey: target,
        } as const;
      }),
      linkKeys: [locator, locator.replace(".md", "")],
      dates: [0, 1, 2].map((kind) => ({
        kind: (["published", "modified", "source_modified"] as const)[kind] ?? "modified",
        at,
        precision: "day" as const,
        readFrom: "front matter last_reviewed_on",
        text: "2026-10-01",
        trustRatio: 0.9,
        span: null,
      })),
      owners: [{ name: "team@example.com", email: "team@example.com", readFrom: "CODEOWNERS" }],
      labels: ["guide"],
      waivers: [],
    },
    access: accessOf(Math.floor(index / PAGE_SIZE)),
    accessRevision: `${index}`,
  };
  const findings =
    index % FINDING_EVERY === 0
      ? [
          {
            subject: { kind: "document", documentId: id } as const,
            messageId: "missing",
            key: "",
            data: { name: "x" },
            evidence: [
              { documentId: id, startOffset: 1, endOffset: 9, quote: "see here", line: 3 },
            ],
            confidenceRatio: 1,
            fingerprint: fingerprint(hash),
            severity: "warning" as const,
            text: "The link leads nowhere.",
            waiver: null,
          },
        ]
      : [];
  const judged: Change = {
    kind: "judged",
    subject: { kind: "document", documentId: id },
    rules: [{ ruleId: "broken-link", category: "links", outcome: "looked", reason: "", findings }],
    dueAt: epochMs(at + 180 * DAY_MS),
    freshness: freshnessAt(at),
  };
  return [saved, judged];
}

/** Processor time, which a busy machine stretches less than the clock. */
async function timedCpu(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** What the engine can do at most here and now: rows of two columns, same batches, same settings. */
function bareInsertMs(path: string, rowCount: number): number {
  const db = new Database(path);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = NORMAL");
  db.exec("CREATE TABLE bare (key INTEGER PRIMARY KEY, locator TEXT NOT NULL) STRICT");
  const insert = db.prepare("INSERT INTO bare (locator) VALUES (?)");
  const startedAt = performance.now();
  for (let start = 0; start < rowCount; start += BATCH_COUNT) {
    db.transaction(() => {
      for (let index = start; index < start + BATCH_COUNT; index += 1) insert.run(locatorOf(index));
    })();
  }
  const elapsedMs = performance.now() - startedAt;
  db.close();
  return elapsedMs;
}

async function fill(
  store: Store,
): Promise<{ readonly commitMs: readonly number[]; readonly cpuMs: readonly number[] }> {
  const stewardship = { owner: null, sla: null, escalation: null, nextReview: null };
  await store.commit({
    at: NOW,
    scanId: null,
    changes: [
      {
        kind: "source-saved",
        source: { id: SOURCE, connector: "filesystem", optionsJson: "{}", stewardship },
      },
      { kind: "scan-started", scanId: scanId("one"), sourceId: SOURCE },
    ],
  });
  const commitMs: number[] = [];
  const cpuMs: number[] = [];
  for (let start = 0; start < DOCUMENT_COUNT; start += BATCH_COUNT) {
    const changes = Array.from({ length: BATCH_COUNT }, (_, index) =>
      changesOf(start + index),
    ).flat();
    const commit = (): Promise<unknown> =>
      store.commit({ at: NOW, scanId: scanId("one"), changes });
    let elapsedMs = 0;
    cpuMs.push(
      await timedCpu(async () => {
        elapsedMs = await timed(commit);
      }),
    );
    commitMs.push(elapsedMs);
  }
  return { commitMs, cpuMs };
}

async function recordPages(store: Store): Promise<void> {
  const prefixes = new Set<string>();
  for (let index = 0; index < DOCUMENT_COUNT; index += PAGE_SIZE) {
    const locator = locatorOf(index);
    prefixes.add(locator.slice(0, locator.lastIndexOf("/") + 1));
  }
  const pages = [...prefixes].map((prefix) => ({ prefix, digest: "digest", assets: [] }));
  await store.commit({
    at: NOW,
    scanId: null,
    changes: [{ kind: "pages-recorded", sourceId: SOURCE, pages }],
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function print(name: string, value: number, unit: string): void {
  process.stdout.write(
    `${name.padEnd(44)} ${value.toFixed(value < 100 ? 2 : 0).padStart(10)} ${unit}\n`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "tidemark-bench-"));
const path = join(folder, "store.db");
const bareMs = bareInsertMs(join(folder, "bare.db"), DOCUMENT_COUNT);
const store = await openSqliteStore({ path, workspace: workspaceId("bench") });
const before = store.statementCount();
const { commitMs, cpuMs } = await fill(store);
const statements = store.statementCount() - before;
const totalMs = commitMs.reduce((sum, ms) => sum + ms, 0);
const lateMs = commitMs.slice(-20);
print("bare two-column insert", (DOCUMENT_COUNT / bareMs) * 1000, "rows/s");
print("documents", (DOCUMENT_COUNT / totalMs) * 1000, "documents/s");
print("bare insert against documents", totalMs / bareMs, "x");
print("commit of 500, median", median(commitMs), "ms");
print("commit of 500, median processor time", median(cpuMs), "ms");
print(
  "commit of 500, mean processor time",
  cpuMs.reduce((sum, ms) => sum + ms, 0) / cpuMs.length,
  "ms",
);
print("commit of 500, median of the last 20", median(lateMs), "ms");
print("statements a document", statements / DOCUMENT_COUNT, "");
print("pages recorded", await timed(() => recordPages(store)), "ms");
print("page digests", await timed(() => store.getPageDigests(SOURCE)), "ms");
print("readiness figures", await timed(() => store.readinessFigures(NOW)), "ms");
print("readiness figures, processor time", await timedCpu(() => store.readinessFigures(NOW)), "ms");
print("readiness figures again", await timed(() => store.readinessFigures(NOW)), "ms");
print("shared copy hashes", await timed(() => store.listSharedCopyHashes()), "ms");
const keys = Array.from({ length: 5000 }, (_, index) => locatorOf((index * 7919) % DOCUMENT_COUNT));
print(
  "findLinkTargets of 5,000 keys",
  await timed(() => store.findLinkTargets(SOURCE, keys)),
  "ms",
);
print("findRefs of 5,000 locators", await timed(() => store.findRefs(SOURCE, keys)), "ms");
print(
  "findLinkers of 500 keys",
  await timed(() => store.findLinkers(SOURCE, keys.slice(0, 500))),
  "ms",
);
print("listDue of 500", await timed(() => store.listDue(epochMs(NOW + 400 * DAY_MS), 500)), "ms");
print("listFindings of 1,000", await timed(() => store.listFindings({ limit: 1000 })), "ms");
print("peak resident memory", process.resourceUsage().maxRSS / 1024, "MB");
await store.close();
print("bytes a document", statSync(path).size / DOCUMENT_COUNT, "");
rmSync(folder, { recursive: true });
