import type { z } from "zod";
import type { Access } from "../model/access.ts";
import type { DateEvidence } from "../model/dates.ts";
import type { UnreadableReason } from "../model/document.ts";
import type { ScanError } from "../model/error.ts";
import type { EpochMs, RealmId } from "../model/ids.ts";
import type { OwnerRef } from "../model/owner.ts";
import type { Capabilities } from "../model/source.ts";

/** The code that speaks to one kind of document store. */
export interface Connector<S extends z.ZodType = z.ZodType> {
  readonly meta: {
    /** Equals the folder name. */
    readonly id: string;
    readonly title: string;
    readonly capabilities: Capabilities;
  };
  /** Strict; every key with .describe(); secrets are references. */
  readonly Options: S;
  /** Reaches the store. Throws a ScanError (SOURCE_*) when it is not there, is refused, or is not what the options say. */
  open(options: z.output<S>, host: ConnectorHost, signal: AbortSignal): Promise<ConnectorSession>;
}

export interface ConnectorSession {
  /** Proves who we are at the source; a listing by an unproved identity never deletes. */
  whoAmI(signal: AbortSignal): Promise<SourceIdentity>;
  /**
   * All documents, or what changed since the cursor. Order is not promised. Ends with exactly one `done`.
   * An expired or foreign cursor falls back to a full listing. Throws only for the whole source (SOURCE_*); everything smaller is a `failed` event.
   */
  list(from: string | null, signal: AbortSignal): AsyncIterable<ListEvent>;
  /** The bytes of one document. Throws a FetchFailure. */
  fetch(
    ref: DocumentRef,
    limits: { readonly maxBytes: number },
    signal: AbortSignal,
  ): Promise<RawDocument>;
  /** For documents whose accessRevision differs from the stored one. Each ref is answered exactly once. */
  readAccess(
    refs: readonly DocumentRef[],
    signal: AbortSignal,
  ): AsyncIterable<{ readonly locator: string; readonly access: Access }>;
  /** Users and groups that the source knows itself, with membership. Left out where it has none. */
  directory?(signal: AbortSignal): AsyncIterable<DirectoryRecord>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Who the store takes us for. `isProved`: it said so itself, so that a listing may be believed to be all there is. */
export interface SourceIdentity {
  readonly name: string;
  readonly isProved: boolean;
}

export type ListEvent =
  | { readonly kind: "seen"; readonly ref: DocumentRef }
  /** A whole folder at once: the cheap way for a connector that lists folder by folder. No document of the folder is also `seen`. */
  | { readonly kind: "page"; readonly page: ListedPage }
  /** A file that is no document (an image, a script): links may point at it. */
  | { readonly kind: "asset"; readonly locator: string }
  | { readonly kind: "gone"; readonly locator: string }
  | { readonly kind: "failed"; readonly scope: FailedScope; readonly error: ScanError }
  /** From here on a restart with this cursor gives the rest. */
  | { readonly kind: "checkpoint"; readonly cursor: string }
  /** `full`: everything was listed but the failed scopes. `partial`: a scope that cannot be named is missing. `cursor`: what the next list starts from. */
  | {
      readonly kind: "done";
      readonly listing: "full" | "delta" | "partial";
      readonly cursor: string | null;
    };

/** `subtree`: everything whose locator starts with the prefix (which ends in `/`, or is empty for all). */
export type FailedScope =
  | { readonly kind: "document"; readonly locator: string }
  | { readonly kind: "subtree"; readonly prefix: string };

/**
 * One folder's own documents and assets (not those of its sub-folders).
 * Equal digests promise equal refs (locators, revisions, access revisions) and assets, so an unchanged page costs nothing further.
 */
export interface ListedPage {
  /** Stable name of the page within the source: the folder's locator with a trailing `/`, empty for the root. */
  readonly prefix: string;
  readonly digest: string;
  readonly documentCount: number;
  /** Made only when asked: a page whose digest is known is never opened. */
  refs(): readonly DocumentRef[];
  assets(): readonly string[];
}

export interface DocumentRef {
  /** The source's own stable key (path, object id); the store maps it to an opaque DocumentId. */
  readonly locator: string;
  /** Where a person opens it. */
  readonly uri: string;
  /** Changes when the content may have changed, or what this ref says of it (etag, blob id, mtime+size+inode); same revision: nothing is fetched. */
  readonly revision: string;
  /** Changes when access may have changed (ctime, ACL etag); null: cannot tell, read access every time. */
  readonly accessRevision: string | null;
  /** The store's own identity of the object, which survives a rename (inode, object id); null: it has none beside the locator. */
  readonly identity: string | null;
  /** The locator it had before, where the store reports renames; null: not known. */
  readonly movedFrom: string | null;
  readonly title: string | null;
  /** What the store itself says: source_modified, published, … */
  readonly dates: readonly DateEvidence[];
  /** What the store itself says; may be empty. */
  readonly owners: readonly OwnerRef[];
  readonly labels: readonly string[];
  /** Set where listing shows already that there is nothing to fetch (an LFS pointer, a submodule, a name that is no text). */
  readonly unreadable: { readonly reason: UnreadableReason; readonly detail: string } | null;
}

export interface RawDocument {
  /** What the store says it is; null: nothing. Extraction sniffs the bytes and believes them first. */
  readonly mediaType: string | null;
  readonly body: Uint8Array;
  /** Of these bytes: differs from the ref's when the content changed since it was listed. */
  readonly revision: string;
  readonly dates: readonly DateEvidence[];
}

/** A document that could not be fetched: an expected failure of this one document. */
export class FetchFailure extends Error {
  override readonly name = "FetchFailure";
  readonly reason: UnreadableReason;

  constructor(
    reason: UnreadableReason,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.reason = reason;
  }
}

/** One user or group of a source's own directory. */
export interface DirectoryRecord {
  readonly realm: RealmId;
  readonly kind: "user" | "group";
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly isActive: boolean;
  /** Ids of its direct members, users and groups, for a group. */
  readonly members: readonly { readonly kind: "user" | "group"; readonly id: string }[];
}

/** What the house lends a connector. */
export interface ConnectorHost {
  readonly now: () => EpochMs;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>) => void;
  /** For connectors that run a program which opens connections itself (git). */
  readonly network: { readonly proxyUrl: string | null; readonly caFile: string | null };
  /** A folder that is this source's alone, kept from scan to scan (a clone); made when asked for. */
  readonly cacheDirectory: () => Promise<string>;
  /** The secret that a reference of the options names. Throws CONFIG_INVALID when it is not there. */
  readonly resolveSecret: (
    ref: { readonly env: string } | { readonly file: string },
  ) => Promise<string>;
}
