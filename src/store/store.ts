import type { Access, UnknownAccessReason } from "../model/access.ts";
import type { DateEvidence } from "../model/dates.ts";
import type { Heading, Ingestion, InlineWaiver } from "../model/document.ts";
import type {
  BaselineState,
  Category,
  Finding,
  FindingState,
  Severity,
  StoredFinding,
  Subject,
  Waiver,
} from "../model/finding.ts";
import type { Freshness, FreshnessStatus } from "../model/freshness.ts";
import type {
  DocumentId,
  EpochMs,
  Fingerprint,
  KbVersion,
  PrincipalId,
  RealmId,
  ScanId,
  SourceId,
} from "../model/ids.ts";
import type { Link } from "../model/link.ts";
import type { OwnerRef } from "../model/owner.ts";
import type { SourceHealth, Stewardship } from "../model/source.ts";

/**
 * Where Tidemark keeps what it knows. Every call is bound to one workspace and sees no other.
 * Reads see whole commits only. Errors: STORE_LOCKED, STORE_FULL, STORE_CORRUPT, STORE_NEWER, STORE_UNUSABLE.
 * Lists are in a promised order and paged by key. Strings are compared byte for byte.
 */
export interface Store extends StoreReader {
  /**
   * Writes the batch whole or not at all, as the workspace's next KB version, with one journal row for each thing that changed.
   * A change that changes nothing (the same access again, a finding that is already open) writes nothing and no journal row;
   * a batch that changes nothing takes no version and answers the current one.
   * Bookkeeping is written without a journal row and takes no version by itself: revisions, identities, page records, due
   * times, cursors, records of rules that failed, and the new text, data and evidence of a finding that is still true.
   * An id that is not known is NOT_FOUND, a source UNKNOWN_SOURCE; deleting what is gone and judging what is gone change nothing.
   */
  commit(batch: CommitBatch): Promise<KbVersion>;
  /** Keeps what was worked out from the state at a version, until that may have changed. No version, no journal row. */
  remember(fact: RememberedFact): Promise<void>;
  /** Takes the sole right to scan a source. SCAN_RUNNING when a living process holds it; a dead holder's or expired lease is taken over. */
  acquireScanLease(sourceId: SourceId, holder: LeaseHolder): Promise<ScanLease>;
  /** Purges texts of deleted documents and closed history older than the retention; answers what went. History before the oldest version kept answers HISTORY_GONE. */
  applyRetention(retention: Retention, now: EpochMs): Promise<RetentionOutcome>;
  /** Erases a source with its documents, texts, findings and history. The journal keeps one row that says so. */
  removeSource(sourceId: SourceId, at: EpochMs): Promise<KbVersion>;
  /** Erases everything of this workspace, the workspace itself included. */
  eraseWorkspace(): Promise<void>;
  /** Engine's own check; answers the problems found, empty when sound. */
  checkIntegrity(): Promise<readonly string[]>;
  /** SQL statements executed since open, for budgets. */
  statementCount(): number;
  close(): Promise<void>;
}

export interface StoreReader {
  currentVersion(): Promise<KbVersion>;
  oldestVersion(): Promise<KbVersion>;

  getSource(sourceId: SourceId): Promise<SourceRecord | null>;
  /** In order of id. */
  listSources(): Promise<readonly SourceRecord[]>;
  /** Newest first. `sourceId` null: of all. */
  listScans(query: {
    readonly sourceId: SourceId | null;
    readonly limit: number;
  }): Promise<readonly ScanRecord[]>;

  /** Digest by page prefix, of the pages whose every document is stored as listed. */
  getPageDigests(sourceId: SourceId): Promise<ReadonlyMap<string, string>>;
  /** Present documents of these pages, in no order. */
  listPageRefs(sourceId: SourceId, prefixes: readonly string[]): Promise<readonly StoredRef[]>;
  /** Present documents with these locators; missing ones are left out. */
  findRefs(sourceId: SourceId, locators: readonly string[]): Promise<readonly StoredRef[]>;
  /** Present documents of a source in order of locator, after the given one. */
  listRefs(
    sourceId: SourceId,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly StoredRef[]>;
  /** How many present documents a source has. */
  countDocuments(sourceId: SourceId): Promise<number>;

  /** Present documents, in no order; unknown and deleted ids are left out. */
  getDocuments(ids: readonly DocumentId[]): Promise<readonly DocumentState[]>;
  /** The document as it was at a KB version; null: it was not there. HISTORY_GONE past the retention. */
  getDocumentAt(id: DocumentId, version: KbVersion): Promise<DocumentState | null>;
  /** By id, URI or locator, exactly; several where sources share a locator. */
  findDocuments(reference: string): Promise<readonly DocumentState[]>;
  /** Present documents in order of id, after the given one. */
  listDocuments(page: {
    readonly after: DocumentId | null;
    readonly limit: number;
    readonly sourceId?: SourceId;
  }): Promise<readonly DocumentState[]>;
  /** The text of the current version; null: it has none (unreadable, or purged). */
  getText(id: DocumentId): Promise<string | null>;
  /** The versions of a document's content, oldest first. */
  listVersions(id: DocumentId): Promise<readonly VersionRecord[]>;

  /** In order of document and ordinal. */
  getLinks(ids: readonly DocumentId[]): Promise<ReadonlyMap<DocumentId, readonly StoredLink[]>>;
  /** Present documents and assets of a source whose `linkKeys` hold one of these; the candidates that a link may resolve to. */
  findLinkTargets(sourceId: SourceId, linkKeys: readonly string[]): Promise<readonly LinkTarget[]>;
  /** Those of the prefixes (each ends in `/`) under which at least one present document or asset lies; case counts. */
  findFolders(sourceId: SourceId, prefixes: readonly string[]): Promise<ReadonlySet<string>>;
  /** The link keys of the assets that are recorded with these pages. */
  listPageAssetKeys(sourceId: SourceId, prefixes: readonly string[]): Promise<readonly string[]>;
  /** Anchors of these documents. */
  getAnchors(ids: readonly DocumentId[]): Promise<ReadonlyMap<DocumentId, readonly string[]>>;
  /** Present documents of a source that hold a link whose targetKey is one of these, each once, in no order. */
  findLinkers(sourceId: SourceId, targetKeys: readonly string[]): Promise<readonly DocumentId[]>;

  /** Present documents sharing one of these copy hashes, grouped, each group in order of locator. Groups of one are included. */
  findCopies(copyHashes: readonly string[]): Promise<ReadonlyMap<string, readonly DocumentId[]>>;
  /** Copy hashes that two or more present documents share, in order of hash. */
  listSharedCopyHashes(): Promise<readonly string[]>;
  /** Subjects under which this rule has findings that are not resolved, in no order. */
  listJudgedSubjects(ruleId: string): Promise<readonly Subject[]>;
  /** Present documents of a source whose access is unknown for this reason, in order of locator. */
  listUnknownAccess(
    sourceId: SourceId,
    reason: UnknownAccessReason,
  ): Promise<readonly DocumentId[]>;

  /** Subjects whose judgement comes due at or before `now`, soonest first. */
  listDue(now: EpochMs, limit: number): Promise<readonly DueSubject[]>;
  /** When the soonest judgement comes due; null: none waits. */
  nextDueAt(): Promise<EpochMs | null>;

  getFinding(fingerprint: Fingerprint): Promise<StoredFinding | null>;
  /** In order of severity (errors first), rule and fingerprint; `after` continues behind that fingerprint. */
  listFindings(query: FindingQuery): Promise<readonly StoredFinding[]>;

  getAccess(id: DocumentId): Promise<AccessReading | null>;
  /** The access of present documents, many at once; unknown and deleted ids are left out. */
  getAccesses(ids: readonly DocumentId[]): Promise<ReadonlyMap<DocumentId, AccessReading>>;
  getAccessAt(id: DocumentId, version: KbVersion): Promise<AccessReading | null>;
  /** The members of a realm as last published; null: never. */
  getDirectory(realm: RealmId, version?: KbVersion): Promise<DirectorySnapshot | null>;
  getPolicy(kind: string, version?: KbVersion): Promise<string | null>;

  getBaseline(): Promise<BaselineRecord | null>;

  /** Rows after `since`, oldest first, whole versions only: a version's rows are never cut by the limit's end unless it alone is larger. HISTORY_GONE past the retention. */
  listJournal(since: KbVersion, limit: number): Promise<readonly JournalRow[]>;

  /** What was remembered under this name; null: nothing, or something but scans' starts and ends was committed or came due since. */
  recall(name: string, now: EpochMs): Promise<string | null>;

  /** All figures of the readiness report, as of `now`. */
  readinessFigures(now: EpochMs): Promise<ReadinessFigures>;
}

export interface CommitBatch {
  readonly at: EpochMs;
  readonly scanId: ScanId | null;
  readonly changes: readonly Change[];
}

export type Change =
  | { readonly kind: "source-saved"; readonly source: SourceSettings }
  | { readonly kind: "source-health"; readonly sourceId: SourceId; readonly health: SourceHealth }
  | { readonly kind: "scan-started"; readonly scanId: ScanId; readonly sourceId: SourceId }
  | ScanEnded
  | DocumentSaved
  /** It is still what it was, under another revision or locator: no new version. */
  | { readonly kind: "document-touched"; readonly id: DocumentId; readonly place: DocumentPlace }
  /** It could not be read this time: it keeps its last good state. */
  | {
      readonly kind: "document-unread";
      readonly id: DocumentId;
      readonly place: DocumentPlace;
      readonly ingestion: Ingestion & { readonly kind: "failed" };
    }
  /** Findings whose subject is, or includes, the document are resolved with it. */
  | { readonly kind: "document-deleted"; readonly id: DocumentId }
  | {
      readonly kind: "access-read";
      readonly id: DocumentId;
      readonly access: Access;
      readonly accessRevision: string | null;
    }
  /** Replaces what is known of these pages. Recorded only when every document of the page is stored as listed. */
  | {
      readonly kind: "pages-recorded";
      readonly sourceId: SourceId;
      readonly pages: readonly RecordedPage[];
    }
  | {
      readonly kind: "pages-dropped";
      readonly sourceId: SourceId;
      readonly prefixes: readonly string[];
    }
  | Judged
  | {
      readonly kind: "finding-marked";
      readonly fingerprint: Fingerprint;
      readonly state: "open" | "acknowledged" | "waived";
      readonly waiver: Waiver | null;
      readonly by: string;
    }
  | { readonly kind: "directory-published"; readonly snapshot: DirectorySnapshot }
  | { readonly kind: "policy-saved"; readonly policy: string; readonly json: string }
  | {
      readonly kind: "verified";
      readonly id: DocumentId;
      readonly by: string;
      readonly until: EpochMs | null;
    }
  | { readonly kind: "baseline-set"; readonly name: string };

export interface ScanEnded {
  readonly kind: "scan-ended";
  readonly scanId: ScanId;
  readonly sourceId: SourceId;
  readonly outcome: ScanOutcome;
  readonly counts: ScanCounts;
  readonly health: SourceHealth;
  /** What the next list starts from; undefined keeps the old one. */
  readonly cursor?: string | null;
}

export type ScanOutcome = "complete" | "partial" | "suspect" | "failed" | "interrupted";

export interface ScanCounts {
  readonly seen: number;
  readonly unchanged: number;
  readonly created: number;
  readonly changed: number;
  readonly moved: number;
  readonly deleted: number;
  readonly unreadable: number;
  readonly accessRead: number;
  readonly fetched: number;
}

/** Where a document is and what the store says of it. */
export interface DocumentPlace {
  readonly sourceId: SourceId;
  readonly locator: string;
  /** Prefix of its page; empty where the connector lists without pages. */
  readonly page: string;
  readonly uri: string;
  readonly revision: string;
  readonly identity: string | null;
}

/** A new or changed document, whole. The store makes a version when `text.hash` differs from the stored one. */
export interface DocumentSaved {
  readonly kind: "document-saved";
  readonly id: DocumentId;
  readonly place: DocumentPlace;
  readonly content: DocumentContent;
  /** The access as read after the content; it is stored in the same transaction. */
  readonly access: Access;
  readonly accessRevision: string | null;
}

export interface DocumentContent {
  readonly ingestion: Ingestion;
  readonly mediaType: string | null;
  readonly title: string | null;
  readonly language: string | null;
  /** Null where it could not be read. */
  readonly text: {
    readonly hash: string;
    readonly copyHash: string;
    readonly length: number;
    readonly deflated: Uint8Array;
  } | null;
  readonly headings: readonly Heading[];
  readonly anchors: readonly string[];
  readonly links: readonly StoredLink[];
  /** The keys under which links find this document. */
  readonly linkKeys: readonly string[];
  readonly dates: readonly DateEvidence[];
  readonly owners: readonly OwnerRef[];
  readonly labels: readonly string[];
  readonly waivers: readonly InlineWaiver[];
}

export interface StoredLink extends Link {
  /** The key of the place in the same source that it points to; null: it points outside the source. */
  readonly targetKey: string | null;
}

/**
 * What the rules said of one subject: replaces all that these rules said of it before. Findings are kept under the judged
 * subject, even where their own subject is another one (a group that reports each of its members).
 * A page of a document that is saved and not yet known is recorded with an empty digest.
 */
export interface Judged {
  readonly kind: "judged";
  readonly subject: Subject;
  readonly rules: readonly RuleJudgement[];
  /** The soonest `holdsUntilAt` of all rules for this subject, waivers' ends included; null: none. Undefined keeps the old one. */
  readonly dueAt?: EpochMs | null;
  /** For a document: its freshness as just judged, kept as columns for figures and decisions. */
  readonly freshness?: Freshness;
}

export interface RuleJudgement {
  readonly ruleId: string;
  readonly category: Category;
  readonly outcome: "looked" | "not-applicable" | "failed";
  /** Why it could not look, or how it failed; empty when it looked. */
  readonly reason: string;
  readonly findings: readonly JudgedFinding[];
}

export interface JudgedFinding extends Finding {
  readonly fingerprint: Fingerprint;
  readonly severity: Severity;
  readonly text: string;
  /** From the document or the configuration. A person's waiver is kept beside it until it ends. */
  readonly waiver: Waiver | null;
}

export interface SourceSettings {
  readonly id: SourceId;
  readonly connector: string;
  /** As configured, references to secrets and never secrets; JSON. */
  readonly optionsJson: string;
  readonly stewardship: Stewardship;
}

export interface SourceRecord extends SourceSettings {
  readonly health: SourceHealth;
  readonly cursor: string | null;
  readonly documentCount: number;
  /** End of the last complete pass: the crawl age and access age of every document without an exception of its own. */
  readonly lastCompleteAt: EpochMs | null;
}

export interface ScanRecord {
  readonly id: ScanId;
  readonly sourceId: SourceId;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly outcome: ScanOutcome | null;
  readonly counts: ScanCounts | null;
  readonly startedVersion: KbVersion;
  readonly endedVersion: KbVersion | null;
}

export interface RecordedPage {
  readonly prefix: string;
  readonly digest: string;
  /** Names of files that are no documents: links may point at them. Locators. */
  readonly assets: readonly { readonly locator: string; readonly linkKeys: readonly string[] }[];
}

export interface StoredRef {
  readonly id: DocumentId;
  readonly locator: string;
  readonly page: string;
  readonly revision: string;
  readonly accessRevision: string | null;
  readonly identity: string | null;
  readonly textHash: string | null;
}

export interface DocumentState {
  readonly id: DocumentId;
  readonly place: DocumentPlace;
  readonly ingestion: Ingestion;
  readonly mediaType: string | null;
  readonly title: string | null;
  readonly language: string | null;
  readonly textHash: string | null;
  readonly copyHash: string | null;
  readonly textLength: number;
  readonly headings: readonly Heading[];
  readonly dates: readonly DateEvidence[];
  readonly owners: readonly OwnerRef[];
  readonly labels: readonly string[];
  readonly waivers: readonly InlineWaiver[];
  readonly linkKeys: readonly string[];
  readonly verification: {
    readonly by: string;
    readonly at: EpochMs;
    readonly untilAt: EpochMs | null;
  } | null;
  readonly createdAt: EpochMs;
  /** When its content last differed, by our own versions. */
  readonly contentChangedAt: EpochMs;
  readonly validFrom: KbVersion;
}

export interface VersionRecord {
  readonly version: KbVersion;
  readonly at: EpochMs;
  readonly textHash: string | null;
  readonly textLength: number;
}

export interface LinkTarget {
  readonly linkKey: string;
  readonly locator: string;
  /** Null for an asset. */
  readonly documentId: DocumentId | null;
  readonly isRead: boolean;
  readonly mediaType: string | null;
}

export interface DueSubject {
  readonly subject: Subject;
  readonly dueAt: EpochMs;
}

export interface FindingQuery {
  readonly states?: readonly FindingState[];
  readonly ruleIds?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly documentId?: DocumentId;
  readonly sourceId?: SourceId;
  readonly after?: Fingerprint;
  /** At most 10,000. */
  readonly limit: number;
}

export interface AccessReading {
  readonly access: Access;
  readonly accessRevision: string | null;
  /** KB version from which it held. */
  readonly validFrom: KbVersion;
}

/** A realm's users, groups and memberships, complete. */
export interface DirectorySnapshot {
  readonly realm: RealmId;
  readonly takenAt: EpochMs;
  readonly principals: readonly {
    readonly id: PrincipalId;
    readonly name: string;
    readonly email: string | null;
    readonly isActive: boolean;
  }[];
  /** Direct memberships. */
  readonly edges: readonly { readonly group: PrincipalId; readonly member: PrincipalId }[];
}

export interface BaselineRecord {
  readonly name: string;
  readonly version: KbVersion;
  readonly at: EpochMs;
}

export const JOURNAL_KINDS = [
  "scan-started",
  "scan-ended",
  "source-saved",
  "source-removed",
  "source-health",
  "document-created",
  "content-changed",
  "metadata-changed",
  "access-changed",
  "document-moved",
  "document-deleted",
  "document-unread",
  "freshness-turned",
  "finding-opened",
  "finding-closed",
  "finding-marked",
  "directory-changed",
  "policy-changed",
  "verified",
  "baseline-set",
] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];

export interface JournalRow {
  readonly version: KbVersion;
  /** From 0 within the version. */
  readonly ordinal: number;
  readonly kind: JournalKind;
  readonly at: EpochMs;
  readonly sourceId: SourceId | null;
  readonly documentId: DocumentId | null;
  /** JSON; what is needed to follow the change without looking anything up (old and new locator, text hash, fingerprint, status). */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Something that is dear to work out and holds as long as nothing changes. */
export interface RememberedFact {
  readonly name: string;
  readonly json: string;
  /** The clock it was worked out by. */
  readonly at: EpochMs;
  readonly version: KbVersion;
}

export interface LeaseHolder {
  readonly host: string;
  readonly pid: number;
  readonly at: EpochMs;
}

export interface ScanLease {
  /** Keeps it alive; call at least every 30 s of a long scan. */
  renew(at: EpochMs): Promise<void>;
  release(): Promise<void>;
}

export interface Retention {
  readonly deletedTextMs: number;
  readonly historyMs: number;
}

export interface RetentionOutcome {
  readonly purgedTexts: number;
  readonly purgedStates: number;
  readonly oldestVersion: KbVersion;
}

export interface ReadinessFigures {
  readonly kbVersion: KbVersion;
  readonly documents: {
    readonly total: number;
    readonly read: number;
    readonly unreadByReason: Readonly<Record<string, number>>;
    readonly bySource: Readonly<Record<string, number>>;
    /** As of `now`, whatever was judged last. */
    readonly byStatus: Readonly<Record<FreshnessStatus, number>>;
    /** With an owner who is not merely its author. */
    readonly withOwner: number;
  };
  readonly access: {
    readonly known: number;
    readonly unknownByReason: Readonly<Record<string, number>>;
  };
  readonly links: {
    readonly internal: number;
    readonly external: number;
    readonly documentsWithInternal: number;
  };
  /** Documents with at least one finding that counts (open or acknowledged), by category and their worst severity there. */
  readonly damaged: readonly {
    readonly category: Category;
    readonly severity: Severity;
    readonly documents: number;
  }[];
  readonly findings: {
    /** True now: open, acknowledged or waived. */
    readonly total: number;
    readonly open: number;
    /** Of those that count (open or acknowledged), like `bySeverity`, and `new` and `unchanged` of `byBaseline`. */
    readonly byRule: Readonly<Record<string, number>>;
    readonly bySeverity: Readonly<Record<Severity, number>>;
    readonly byState: Readonly<Record<FindingState, number>>;
    readonly byBaseline: Readonly<Record<BaselineState, number>>;
  };
  /** Rules that failed on some subject: the category's score is then null. */
  readonly failedRules: readonly {
    readonly ruleId: string;
    readonly category: Category;
    readonly subjects: number;
    readonly reason: string;
  }[];
}
