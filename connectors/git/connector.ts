import { hash } from "node:crypto";
import { FetchFailure } from "../../src/contract/connector.ts";
import type {
  Connector,
  ConnectorSession,
  DocumentRef,
  RawDocument,
} from "../../src/contract/connector.ts";
import type { Access } from "../../src/model/access.ts";
import { accessFromDeclaration } from "../../src/model/declared-access.ts";
import { realmId } from "../../src/model/ids.ts";
import { BlobReader } from "./blob-reader.ts";
import { listRepository } from "./listing.ts";
import { openRepository } from "./opened-repository.ts";
import type { OpenedRepository } from "./opened-repository.ts";
import { GitOptions } from "./schema.ts";

/** The state of one ref of a git repository. */
export const git: Connector<typeof GitOptions> = {
  meta: {
    id: "git",
    title: "Git repository",
    capabilities: {
      access: "none",
      changes: "full-listing",
      deletions: "inferred",
      dates: ["modified"],
      notes: [
        "Who may read a repository is not in it: access is what the configuration declares, else unknown.",
        "Content in Git LFS and in submodules is not read.",
        "Author dates are what authors' machines said.",
        "In a shallow clone, files older than its end have no date.",
      ],
    },
  },
  Options: GitOptions,
  async open(options, host, signal) {
    return openSession(await openRepository(options, host, signal), options);
  },
};

function openSession(repository: OpenedRepository, options: GitOptions): ConnectorSession {
  const closing = new AbortController();
  const blobs = new BlobReader(repository);
  const access: Access =
    options.access === null
      ? { kind: "unknown", reason: "not-declared" }
      : accessFromDeclaration(options.access, realmId(options.realm));
  const accessRevision = hash("sha256", JSON.stringify(access), "base64url").slice(0, 12);
  return {
    async whoAmI() {
      return {
        name: `${repository.ref.name} (${repository.commit.slice(0, 12)}) of ${repository.place}`,
        isProved: true,
      };
    },
    list(from, signal) {
      return listRepository(
        { repository, options, blobs, accessRevision },
        from,
        AbortSignal.any([signal, closing.signal]),
      );
    },
    async fetch(ref, limits, signal) {
      signal.throwIfAborted();
      return fetchBlob(blobs, ref, limits.maxBytes);
    },
    async *readAccess(refs) {
      for (const { locator } of refs) yield { locator, access };
    },
    async close() {
      closing.abort();
      blobs.close();
    },
  };
}

const LFS_SIGNATURE = "version https://git-lfs.github.com/spec/";
const LFS_POINTER_BYTES = 1_024;

async function fetchBlob(
  blobs: BlobReader,
  ref: DocumentRef,
  maxBytes: number,
): Promise<RawDocument> {
  if (ref.unreadable !== null) throw new FetchFailure(ref.unreadable.reason, ref.unreadable.detail);
  const id = /^(?:[0-9a-f]{64}|[0-9a-f]{40})/u.exec(ref.revision)?.[0];
  if (id === undefined)
    throw new FetchFailure("vanished", `${ref.locator} has no revision of this repository`);
  const body = await blobs.read(id, maxBytes);
  if (
    body.length < LFS_POINTER_BYTES &&
    Buffer.from(body.subarray(0, LFS_SIGNATURE.length)).toString("latin1") === LFS_SIGNATURE
  ) {
    throw new FetchFailure(
      "lfs-pointer",
      "The content is in Git LFS. Point the filesystem connector at a checkout that has it.",
    );
  }
  return { mediaType: null, body, revision: ref.revision, dates: ref.dates };
}
