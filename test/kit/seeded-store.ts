import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import type { Access } from "../../src/model/access.ts";
import type { Evidence, Severity } from "../../src/model/finding.ts";
import { fingerprintText, type Subject } from "../../src/model/finding.ts";
import {
  documentId,
  epochMs,
  fingerprint,
  realmId,
  scanId,
  sourceId,
  workspaceId,
  type EpochMs,
} from "../../src/model/ids.ts";
import type { Freshness, FreshnessStatus } from "../../src/model/freshness.ts";
import type { Change, JudgedFinding, RuleJudgement, Store } from "../../src/store/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { sha256Hex } from "../../src/lib/hash.ts";

const DAY_MS = 86_400_000;

export const SEED_NOW: EpochMs = epochMs(Date.UTC(2026, 10, 23, 9, 30));

/** A real store in a folder of its own. */
export interface SeededStore {
  readonly store: Store;
  /** Closes the store and removes the folder. */
  remove(): Promise<void>;
}

export async function openSeededStore(): Promise<SeededStore> {
  const folder = await mkdtemp(join(tmpdir(), "tidemark-report-"));
  const store = await openSqliteStore({
    path: join(folder, "tidemark.db"),
    workspace: workspaceId("northwind"),
    workspaceName: "Northwind Handbook",
    now: () => SEED_NOW,
  });
  return {
    store,
    remove: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

const PUBLIC: Access = {
  kind: "known",
  realm: realmId("local"),
  gates: [
    { origin: "/", gate: { entries: [{ effect: "allow", principals: [{ kind: "anyone" }] }] } },
  ],
};

export interface SeedDocument {
  readonly id: string;
  readonly source?: string;
  readonly title?: string | null;
  /** Locators of the same source that it links to. */
  readonly linksTo?: readonly string[];
  readonly status?: FreshnessStatus;
  readonly access?: Access;
  readonly hasOwner?: boolean;
  readonly unread?: "scanned" | "encrypted";
}

/** The changes that save one document whose locator is `<id>.md`. */
export function saveDocument(seed: SeedDocument): readonly Change[] {
  const {
    id,
    source = "handbook",
    title = `Title of ${id}`,
    linksTo = [],
    status = "fresh",
    unread,
  } = seed;
  const locator = `${id}.md`;
  const text = `Text of ${id}.`;
  return [
    {
      kind: "document-saved",
      id: documentId(id),
      place: {
        sourceId: sourceId(source),
        locator,
        page: "",
        uri: `https://example.com/${locator}`,
        revision: "1",
        identity: null,
      },
      content: {
        ingestion:
          unread === undefined
            ? { kind: "read", wordCount: 3 }
            : { kind: "failed", reason: unread, detail: "" },
        mediaType: "text/markdown",
        title,
        language: "en",
        text:
          unread === undefined
            ? {
                hash: sha256Hex(text),
                copyHash: sha256Hex(text),
                length: text.length,
                deflated: deflateRawSync(text),
              }
            : null,
        headings: [],
        anchors: [],
        links: linksTo.map((target, index) => ({
          kind: "link",
          href: target,
          text: target,
          span: { startOffset: index, endOffset: index + 1 },
          line: null,
          targetKey: target,
        })),
        linkKeys: [locator],
        dates: [],
        owners:
          seed.hasOwner === false
            ? []
            : [{ name: "Ines Falk", email: null, readFrom: "CODEOWNERS" }],
        labels: [],
        waivers: [],
      },
      access: seed.access ?? PUBLIC,
      accessRevision: "1",
    },
    {
      kind: "judged",
      subject: { kind: "document", documentId: documentId(id) },
      rules: [],
      freshness: freshnessOf(status),
    },
  ];
}

function freshnessOf(status: FreshnessStatus): Freshness {
  const at = (days: number): EpochMs => epochMs(SEED_NOW + days * DAY_MS);
  return {
    status,
    decidedBy: null,
    basisAt: status === "unknown" ? null : at(-10),
    ageDays: status === "unknown" ? null : 10,
    limitDays: null,
    agingAt: status === "unknown" ? null : at(status === "fresh" ? 10 : -5),
    staleAt: status === "unknown" ? null : at(status === "stale" ? -1 : 100),
    expiresAt: status === "expired" ? at(-1) : null,
    changesAt: null,
    suspects: [],
  };
}

export interface SeedFinding {
  readonly rule: string;
  readonly category: RuleJudgement["category"];
  readonly severity: Severity;
  readonly subject: Subject;
  readonly messageId?: string;
  readonly key?: string;
  readonly text?: string;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly evidence?: readonly Evidence[];
  readonly isWaived?: boolean;
}

/** The change by which one rule says this, and no more, of the subject. */
export function judgeSubject(...findings: readonly [SeedFinding, ...SeedFinding[]]): Change {
  const [{ subject, rule, category }] = findings;
  return {
    kind: "judged",
    subject,
    rules: [
      {
        ruleId: rule,
        category,
        outcome: "looked",
        reason: "",
        findings: findings.map((finding) => toJudged(finding)),
      },
    ],
  };
}

function toJudged(seed: SeedFinding): JudgedFinding {
  const { rule, subject, messageId = "found", key = "", text = `${rule} says so.` } = seed;
  return {
    fingerprint: fingerprint(sha256Hex(fingerprintText(rule, { subject, messageId, key }))),
    severity: seed.severity,
    text,
    waiver: seed.isWaived === true ? { reason: "known", untilAt: null, by: "configuration" } : null,
    subject,
    messageId,
    key,
    data: seed.data ?? {},
    evidence: seed.evidence ?? [],
    confidenceRatio: 1,
  };
}

/** A source that was scanned completely five hours ago. */
export function saveSource(id: string, connector = "filesystem"): readonly Change[] {
  const lastCompleteAt = epochMs(SEED_NOW - 5 * 3_600_000);
  return [
    {
      kind: "source-saved",
      source: {
        id: sourceId(id),
        connector,
        optionsJson: "{}",
        stewardship: {
          owner: "Ines Falk",
          sla: "daily",
          escalation: "ops@example.com",
          nextReview: "2027-03-01",
        },
      },
    },
    { kind: "scan-started", scanId: scanId(`scan-of-${id}`), sourceId: sourceId(id) },
    {
      kind: "scan-ended",
      scanId: scanId(`scan-of-${id}`),
      sourceId: sourceId(id),
      outcome: "complete",
      counts: {
        seen: 0,
        unchanged: 0,
        created: 0,
        changed: 0,
        moved: 0,
        deleted: 0,
        unreadable: 0,
        accessRead: 0,
        fetched: 0,
      },
      health: { kind: "healthy", lastCompleteAt },
    },
  ];
}

/** Commits it all at once, five hours before SEED_NOW. */
export async function commitAll(store: Store, changes: readonly Change[]): Promise<void> {
  await store.commit({ at: epochMs(SEED_NOW - 5 * 3_600_000), scanId: null, changes });
}
