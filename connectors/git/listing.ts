import { hash } from "node:crypto";
import type { DocumentRef, ListEvent } from "../../src/contract/connector.ts";
import type { DateEvidence } from "../../src/model/dates.ts";
import { ScanError } from "../../src/model/error.ts";
import { epochMs } from "../../src/model/ids.ts";
import type { OwnerRef } from "../../src/model/owner.ts";
import type { BlobReader } from "./blob-reader.ts";
import { CODE_OWNERS_PLACES, parseCodeOwners } from "./code-owners.ts";
import type { CodeOwners } from "./code-owners.ts";
import { fileAddress } from "./file-address.ts";
import { FolderPage } from "./folder-page.ts";
import { readHistory } from "./history.ts";
import type { FileHistory, LastChange } from "./history.ts";
import { resolveLinks } from "./links.ts";
import type { OpenedRepository } from "./opened-repository.ts";
import type { GitOptions } from "./schema.ts";
import { compileSelect } from "./selection.ts";
import { readTree } from "./tree.ts";
import type { TreeEntry } from "./tree.ts";

const CODE_OWNERS_BYTES = 3_000_000;

interface ListingContext {
  readonly repository: OpenedRepository;
  readonly options: GitOptions;
  readonly blobs: BlobReader;
  readonly accessRevision: string;
}

/** One entry of the tree that is scanned. */
interface ListedFile {
  readonly locator: string;
  readonly entry: TreeEntry;
  readonly isSubmodule: boolean;
  /** The file whose content is read: the entry itself, or where a link leads; null: it is no document. */
  readonly target: TreeEntry | null;
}

/** Everything that one state of the repository holds, folder by folder; nothing where the cursor says it was listed. */
export async function* listRepository(
  context: ListingContext,
  from: string | null,
  signal: AbortSignal,
): AsyncGenerator<ListEvent> {
  const { repository, options } = context;
  const cursor = writeCursor(repository.commit, options);
  if (from === cursor) {
    yield { kind: "done", listing: "delta", cursor };
    return;
  }
  const entries = await readTree(repository, signal);
  const links = await resolveLinks(entries, context.blobs);
  const files = selectFiles(context, entries, links);
  const blobIds = new Map(
    files.flatMap(({ target }) => (target === null ? [] : [[target.path, target.id]])),
  );
  const [history, codeOwners] = await Promise.all([
    readHistory(repository, blobIds, commitOf(from), signal),
    readCodeOwners(entries, context.blobs),
  ]);
  for (const page of pagesOf(context, files, { history, codeOwners })) {
    signal.throwIfAborted();
    yield page;
  }
  yield { kind: "done", listing: "full", cursor };
}

interface Facts {
  readonly history: FileHistory;
  readonly codeOwners: CodeOwners;
}

/** What of the tree is scanned. SOURCE_NOT_FOUND where the folder that was asked for is not there. */
function selectFiles(
  context: ListingContext,
  entries: readonly TreeEntry[],
  links: ReadonlyMap<string, TreeEntry>,
): readonly ListedFile[] {
  const { options, repository } = context;
  const prefix = folderPrefix(options);
  const below = entries.filter(({ path }) => path.startsWith(prefix));
  if (below.length === 0 && prefix !== "") {
    throw new ScanError(
      "SOURCE_NOT_FOUND",
      `${repository.place} has no folder ${prefix} at ${repository.ref.name}.`,
      {
        detail: { place: repository.place, path: prefix },
      },
    );
  }
  const select = compileSelect(options);
  return below.flatMap((entry) => {
    const locator = entry.path.slice(prefix.length);
    const kind = select(locator);
    if (kind === null) return [];
    const isSubmodule =
      entry.kind === "submodule" && (kind === "document" || options.include.length === 0);
    const target = entry.kind === "link" ? (links.get(entry.path) ?? null) : entry;
    return [
      {
        locator,
        entry,
        isSubmodule,
        target: kind === "document" && entry.kind !== "submodule" ? target : null,
      },
    ];
  });
}

function* pagesOf(
  context: ListingContext,
  files: readonly ListedFile[],
  facts: Facts,
): Iterable<ListEvent> {
  const address = fileAddress(context.options.uri, context.repository);
  const folders = new Map<string, { refs: DocumentRef[]; assets: string[] }>();
  for (const file of files) {
    const prefix = file.locator.slice(0, file.locator.lastIndexOf("/") + 1);
    const folder = folders.get(prefix) ?? { refs: [], assets: [] };
    folders.set(prefix, folder);
    const uri = address(file.entry.path);
    if (file.isSubmodule) folder.refs.push(submoduleRef(file, uri, context));
    else if (file.target === null) folder.assets.push(file.locator);
    else folder.refs.push(documentRef(file, file.target, facts, uri, context));
  }
  for (const [prefix, { refs, assets }] of folders) {
    yield { kind: "page", page: new FolderPage(prefix, refs, assets) };
  }
}

function documentRef(
  { locator, entry }: ListedFile,
  target: TreeEntry,
  facts: Facts,
  uri: string,
  context: ListingContext,
): DocumentRef {
  const lastChange = facts.history.lastChanges.get(target.path) ?? null;
  const dates = datesOf(lastChange);
  const owners = [...facts.codeOwners(entry.path), ...authorOf(lastChange)];
  return {
    locator,
    uri,
    revision: `${target.id}-${shortHash([dates, owners])}`,
    accessRevision: context.accessRevision,
    identity: null,
    movedFrom: locatorBefore(
      facts.history.movedFrom.get(entry.path),
      folderPrefix(context.options),
    ),
    title: null,
    dates,
    owners,
    labels: [],
    unreadable: entry.isNameUtf8
      ? null
      : { reason: "name-not-utf8", detail: "The file's name is not valid UTF-8. Rename the file." },
  };
}

/** A submodule stands for content that this repository does not hold. */
function submoduleRef(
  { locator, entry }: ListedFile,
  uri: string,
  context: ListingContext,
): DocumentRef {
  return {
    locator,
    uri,
    revision: entry.id,
    accessRevision: context.accessRevision,
    identity: null,
    movedFrom: null,
    title: null,
    dates: [],
    owners: [],
    labels: [],
    unreadable: {
      reason: "submodule",
      detail:
        "The content is in another repository. Add that repository as a source, or exclude the folder.",
    },
  };
}

function datesOf(last: LastChange | null): readonly DateEvidence[] {
  if (last === null) return [];
  const date = new Date(last.authoredAtSecs * 1_000);
  if (Number.isNaN(date.getTime())) return [];
  return [
    {
      kind: "modified",
      at: epochMs(date.getTime()),
      precision: "instant",
      readFrom: "git author date",
      text: `${date.toISOString()} in ${last.commit.slice(0, 12)}`,
      trustRatio: 0.8,
      span: null,
    },
  ];
}

function authorOf(last: LastChange | null): readonly OwnerRef[] {
  if (last === null || (last.authorName === "" && last.authorEmail === "")) return [];
  return [
    {
      name: last.authorName === "" ? last.authorEmail : last.authorName,
      email: last.authorEmail === "" ? null : last.authorEmail,
      readFrom: "git author",
    },
  ];
}

function locatorBefore(path: string | undefined, prefix: string): string | null {
  return path?.startsWith(prefix) === true ? path.slice(prefix.length) : null;
}

/** The scanned folder with a trailing slash; empty for the whole repository. */
function folderPrefix({ path }: GitOptions): string {
  const folder = path.replace(/^(?:\.?\/)+|\/+$/gu, "");
  return folder === "" ? "" : `${folder}/`;
}

async function readCodeOwners(
  entries: readonly TreeEntry[],
  blobs: BlobReader,
): Promise<CodeOwners> {
  const idByPlace = new Map(
    entries
      .filter(({ path, kind }) => kind === "file" && CODE_OWNERS_PLACES.includes(path))
      .map(({ path, id }) => [path, id]),
  );
  const place = CODE_OWNERS_PLACES.find((path) => idByPlace.has(path));
  const id = place === undefined ? undefined : idByPlace.get(place);
  if (id === undefined) return () => [];
  const body = await blobs.read(id, CODE_OWNERS_BYTES).catch(() => null);
  return body === null ? () => [] : parseCodeOwners(Buffer.from(body).toString("utf8"));
}

/** Grows with every change of what a reference says at an unchanged commit. */
const REFERENCE_VERSION = 1;

function writeCursor(commit: string, options: GitOptions): string {
  return JSON.stringify({ commit, options: shortHash([REFERENCE_VERSION, options]) });
}

/** Null: it is no cursor of ours. */
function commitOf(cursor: string | null): string | null {
  return cursor === null ? null : (/^\{"commit":"([0-9a-f]{40,64})"/u.exec(cursor)?.[1] ?? null);
}

function shortHash(value: unknown): string {
  return hash("sha256", JSON.stringify(value), "base64url").slice(0, 12);
}
