import { nearestName } from "../lib/nearest.ts";
import { ANY_ANCHOR } from "../model/document.ts";
import { readHref, type Href } from "../model/href.ts";
import type { DocumentId, SourceId } from "../model/ids.ts";
import { linkKey } from "../model/link-key.ts";
import type { LinkOutcome, ResolvedLink } from "../model/link.ts";
import type { LinkTarget, StoredLink, StoreReader } from "../store/store.ts";
import {
  candidatePaths,
  hasAnchor,
  isFragmentOfItsOwn,
  matchTarget,
  namesFile,
} from "./link-targets.ts";

/** A document whose links are to be resolved. */
export interface LinkingDocument {
  readonly id: DocumentId;
  readonly locator: string;
  readonly links: readonly StoredLink[];
}

const ANCHORED_TYPES: ReadonlySet<string | null> = new Set(["text/markdown", "text/html"]);

/**
 * What became of every link of these documents of one source: its target looked up among the source's documents, assets,
 * folders and anchors, without the network. Four look-ups for the whole batch, however many links it holds.
 */
export async function resolveLinks(
  reader: StoreReader,
  sourceId: SourceId,
  documents: readonly LinkingDocument[],
): Promise<ReadonlyMap<DocumentId, readonly ResolvedLink[]>> {
  const pending = documents.flatMap((document) =>
    document.links.map((link) => pend(document, link)),
  );
  await findTargets(reader, sourceId, pending);
  await findFoldersOf(reader, sourceId, pending);
  const anchors = await findAnchors(reader, pending);
  const resolved = new Map<DocumentId, ResolvedLink[]>(
    documents.map((document) => [document.id, []]),
  );
  for (const link of pending) {
    const { targetKey: _, ...written } = link.link;
    resolved.get(link.documentId)?.push({ ...written, outcome: outcomeOf(link, anchors) });
  }
  return resolved;
}

/** A link on its way to an outcome. */
interface PendingLink {
  readonly documentId: DocumentId;
  readonly link: StoredLink;
  readonly href: Href;
  readonly paths: readonly string[];
  target: LinkTarget | null;
  /** A document that bears the link's key but not its name. */
  nearTarget: LinkTarget | null;
  /** It is written as files are named here; a build may make other pages. */
  readonly isNamingFile: boolean;
  isFolder: boolean;
  isParentKnown: boolean;
}

function pend(document: LinkingDocument, link: StoredLink): PendingLink {
  const href = readHref(document.locator, link.href);
  return {
    documentId: document.id,
    link,
    href,
    paths: href.kind === "internal" ? candidatePaths(document.locator, href) : [],
    target: null,
    nearTarget: null,
    isNamingFile: href.kind === "internal" && namesFile(document.locator, href.path ?? ""),
    isFolder: false,
    isParentKnown: false,
  };
}

async function findTargets(
  reader: StoreReader,
  sourceId: SourceId,
  pending: readonly PendingLink[],
): Promise<void> {
  const keys = new Set(pending.flatMap(({ paths }) => paths.map(linkKey)));
  if (keys.size === 0) return;
  const byKey = new Map<string, LinkTarget[]>();
  for (const target of await reader.findLinkTargets(sourceId, [...keys])) {
    const known = byKey.get(target.linkKey);
    if (known) known.push(target);
    else byKey.set(target.linkKey, [target]);
  }
  for (const link of pending) {
    for (const path of link.paths) {
      const targets = byKey.get(linkKey(path)) ?? [];
      link.target ??= matchTarget(path, targets);
      link.nearTarget ??= targets.find((target) => target.documentId !== null) ?? null;
    }
  }
}

/** A link to a folder is good where a file lies below it; a link from a site's root is believed to be ours where its folder is. */
async function findFoldersOf(
  reader: StoreReader,
  sourceId: SourceId,
  pending: readonly PendingLink[],
): Promise<void> {
  const lost = pending.filter((link) => link.target === null && link.paths.length > 0);
  if (lost.length === 0) return;
  const wanted = new Set(
    lost.flatMap(({ paths }) => paths.flatMap((path) => [asFolder(path), parentOf(path)])),
  );
  wanted.delete("");
  const known = await reader.findFolders(sourceId, [...wanted]);
  for (const link of lost) {
    link.isFolder = link.paths.some((path) => path === "" || known.has(asFolder(path)));
    link.isParentKnown = link.paths.some((path) => known.has(parentOf(path)));
  }
}

function asFolder(path: string): string {
  return path === "" || path.endsWith("/") ? path : `${path}/`;
}

function parentOf(path: string): string {
  return path.replace(/[^/]*\/?$/, "");
}

async function findAnchors(
  reader: StoreReader,
  pending: readonly PendingLink[],
): Promise<ReadonlyMap<DocumentId, readonly string[]>> {
  const ids = new Set<DocumentId>();
  for (const { href, target } of pending) {
    if (href.kind !== "internal" || href.fragment === null || isFragmentOfItsOwn(href.fragment))
      continue;
    if (target?.documentId && ANCHORED_TYPES.has(target.mediaType)) ids.add(target.documentId);
  }
  return ids.size === 0 ? new Map() : reader.getAnchors([...ids]);
}

function outcomeOf(
  link: PendingLink,
  anchors: ReadonlyMap<DocumentId, readonly string[]>,
): LinkOutcome {
  const { href, target } = link;
  if (href.kind !== "internal") return { kind: "not-examined", reason: href.kind };
  if (target === null) {
    if (link.isFolder) return { kind: "ok", target: null };
    if (href.isFromRoot && !(link.isParentKnown && link.isNamingFile))
      return { kind: "not-examined", reason: "outside" };
    return {
      kind: "missing-target",
      target: link.paths[0] ?? "",
      suggestion: link.nearTarget?.locator ?? null,
    };
  }
  const { fragment } = href;
  if (fragment === null || isFragmentOfItsOwn(fragment) || target.documentId === null) {
    return { kind: "ok", target: target.documentId };
  }
  if (!target.isRead) return { kind: "not-examined", reason: "unread-target" };
  if (!ANCHORED_TYPES.has(target.mediaType)) return { kind: "ok", target: target.documentId };
  const known = anchors.get(target.documentId) ?? [];
  if (hasAnchor(known, fragment, target.mediaType))
    return { kind: "ok", target: target.documentId };
  if (known.includes(ANY_ANCHOR)) return { kind: "not-examined", reason: "template" };
  return {
    kind: "missing-anchor",
    target: target.documentId,
    targetLocator: target.locator,
    fragment,
    suggestion: nearestName(fragment, known),
  };
}
