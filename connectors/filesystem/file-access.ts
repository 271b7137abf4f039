import { lstatSync } from "node:fs";
import type { Stats } from "node:fs";
import type { DocumentRef } from "../../src/contract/connector.ts";
import type { Access, PlacedGate } from "../../src/model/access.ts";
import { accessFromDeclaration } from "../../src/model/declared-access.ts";
import { FolderGates } from "./folder-gates.ts";
import { errorCode, locatorWithin, parentPath, realPath } from "./folder-reader.ts";
import { joinChains, modeGate, unknownReason } from "./gates.ts";
import type { AclState, GateChain } from "./gates.ts";
import { isBelieved } from "./opened-tree.ts";
import type { OpenedTree } from "./opened-tree.ts";
import { systemPath } from "./path-text.ts";

/** So many files are looked at together: one run of the ACL program, and not much memory. */
const BATCH_COUNT = 4_096;

export interface AccessAnswered {
  readonly locator: string;
  readonly access: Access;
}

/** The access of files as it is now, whatever the listing saw. */
export async function* readAccess(
  tree: OpenedTree,
  refs: readonly DocumentRef[],
  signal: AbortSignal,
): AsyncGenerator<AccessAnswered> {
  const gates = new FolderGates(tree);
  for (let start = 0; start < refs.length; start += BATCH_COUNT) {
    signal.throwIfAborted();
    yield* await readBatch(tree, gates, refs.slice(start, start + BATCH_COUNT), signal);
  }
}

/** A file as found now, with the real folders that one passes on the way; null: it is not there, or not inside. */
type Look = {
  readonly real: string;
  readonly stats: Stats;
  readonly folders: readonly string[];
} | null;

async function readBatch(
  tree: OpenedTree,
  gates: FolderGates,
  refs: readonly DocumentRef[],
  signal: AbortSignal,
): Promise<readonly AccessAnswered[]> {
  const ways = new Map<string, readonly string[] | null>();
  const looks = refs.map((ref) => lookAt(tree, ref.locator, ways));
  const found = looks.filter((look) => look !== null);
  const folders = [...new Set(found.flatMap((look) => look.folders))];
  const [chains, states] = await Promise.all([
    gates.chainsOf(folders, signal),
    tree.acls.read(
      found.map(({ real }) => real),
      signal,
    ),
  ]);
  const chainByFolder = new Map(folders.map((folder, index) => [folder, chains[index]]));
  const aclByLook = new Map(found.map((look, index) => [look, states[index] ?? "unreadable"]));
  return refs.map(({ locator }, index) => {
    const look = looks[index] ?? null;
    const passed =
      look?.folders
        .map((folder) => chainByFolder.get(folder))
        .filter((chain) => chain !== undefined) ?? [];
    const [first, ...rest] = passed;
    if (look === null || first === undefined)
      return { locator, access: { kind: "unknown", reason: "unreadable" } };
    let chain = first;
    for (const next of rest) chain = joinChains(chain, next);
    return { locator, access: accessOf(tree, look, chain, aclByLook.get(look) ?? "unreadable") };
  });
}

function accessOf(
  tree: OpenedTree,
  look: NonNullable<Look>,
  chain: GateChain,
  acl: AclState,
): Access {
  if (tree.options.files_are_copies) return declaredAccess(tree);
  const reason = chain.unknown ?? unknownReason(isBelieved(tree, look.stats.dev, look.real), acl);
  if (reason === "file-system" && tree.options.access !== null)
    return accessFromDeclaration(tree.options.access, tree.realm.id);
  if (reason !== null) return { kind: "unknown", reason };
  const { uid, gid, mode } = look.stats;
  const own: PlacedGate = {
    origin: `${look.real} (file)`,
    gate: modeGate({ userId: uid, groupId: gid, mode }, "read", tree.realm),
  };
  const [first, ...rest] = chain.gates;
  return {
    kind: "known",
    realm: tree.realm.id,
    gates: first === undefined ? [own] : [first, ...rest, own],
  };
}

function declaredAccess({ options, realm }: OpenedTree): Access {
  if (options.access === null) return { kind: "unknown", reason: "not-declared" };
  return accessFromDeclaration(options.access, realm.id);
}

function lookAt(
  tree: OpenedTree,
  locator: string,
  ways: Map<string, readonly string[] | null>,
): Look {
  const path = tree.rootPath === "/" ? `/${locator}` : `${tree.rootPath}/${locator}`;
  try {
    const folders = wayTo(tree, parentPath(path), ways);
    const real =
      folders === null
        ? null
        : `${folders.at(-1) === "/" ? "" : folders.at(-1)}${path.slice(path.lastIndexOf("/"))}`;
    if (folders === null || real === null) return null;
    const stats = lstatSync(systemPath(real));
    if (!stats.isSymbolicLink()) return inside(tree, { real, stats, folders });
    const target = realPath(real);
    if (target === null) return null;
    return inside(tree, {
      real: target,
      stats: lstatSync(systemPath(target)),
      folders: [...folders, parentPath(target)],
    });
  } catch (error) {
    // Whatever kept it from being looked at: nobody can say who may read it.
    if (errorCode(error) === "UNKNOWN") throw error;
    return null;
  }
}

function inside(tree: OpenedTree, look: NonNullable<Look>): Look {
  return look.stats.isFile() && locatorWithin(tree.rootPath, look.real) !== null ? look : null;
}

/** Real folders on the way to a folder of the tree, itself last; one alone where no link lies on it. Null: it is not there. */
function wayTo(
  tree: OpenedTree,
  path: string,
  ways: Map<string, readonly string[] | null>,
): readonly string[] | null {
  const known = ways.get(path);
  if (known !== undefined) return known;
  const real = realPath(path);
  let way: readonly string[] | null = real === null ? null : [real];
  if (real !== null && real !== path && path !== tree.rootPath) {
    const above = wayTo(tree, parentPath(path), ways);
    way = above === null ? null : [...above, real];
  }
  ways.set(path, way);
  return way;
}
