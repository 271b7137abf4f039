import { ScanError } from "../../src/model/error.ts";

/** What a repository's refs point to. */
export interface RefTable {
  /** Commit or tag id by full name (`refs/heads/main`). */
  readonly ids: ReadonlyMap<string, string>;
  /** Full name that HEAD stands for; null: it is detached or not there. */
  readonly headName: string | null;
  /** Null where HEAD leads nowhere. */
  readonly headId: string | null;
}

export interface ChosenRef {
  /** As a person would write it: `main`. */
  readonly name: string;
  /** Full name; null where a commit id was asked for, or HEAD is detached. */
  readonly fullName: string | null;
  readonly id: string;
}

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u;
const NAMED_COUNT = 10;

export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}

/** The ref that was asked for, else HEAD, else the only branch. SOURCE_EMPTY, SOURCE_INVALID or SOURCE_NOT_FOUND say what there is instead. */
export function chooseRef(table: RefTable, wanted: string | null, place: string): ChosenRef {
  if (wanted !== null) return findWanted(table, wanted, place);
  if (table.headId !== null) {
    return {
      name: table.headName === null ? table.headId : shortName(table.headName),
      fullName: table.headName,
      id: table.headId,
    };
  }
  const branches = branchesOf(table);
  const [only] = branches;
  if (only === undefined) {
    throw new ScanError(
      "SOURCE_EMPTY",
      `${place} has no commits yet. Commit something, or name a ref.`,
      { detail: { place } },
    );
  }
  if (branches.length > 1) {
    throw new ScanError(
      "SOURCE_INVALID",
      `${place} has no HEAD and several branches: ${nameSome(branches)}. Set \`ref\` to one of them.`,
      {
        detail: { place },
      },
    );
  }
  return { name: shortName(only), fullName: only, id: table.ids.get(only) ?? "" };
}

function findWanted(table: RefTable, wanted: string, place: string): ChosenRef {
  if (wanted === "HEAD" && table.headId !== null)
    return { name: "HEAD", fullName: table.headName, id: table.headId };
  for (const fullName of [
    wanted,
    `refs/${wanted}`,
    `refs/heads/${wanted}`,
    `refs/tags/${wanted}`,
    `refs/remotes/${wanted}`,
    `refs/remotes/origin/${wanted}`,
  ]) {
    const id = table.ids.get(fullName);
    if (id !== undefined) return { name: wanted, fullName, id };
  }
  if (isObjectId(wanted)) return { name: wanted, fullName: null, id: wanted };
  if (table.ids.size === 0)
    throw new ScanError("SOURCE_EMPTY", `${place} has no commits yet, so no ref ${wanted}.`, {
      detail: { place },
    });
  const names = [
    ...branchesOf(table),
    ...[...table.ids.keys()].filter((name) => name.startsWith("refs/tags/")),
  ];
  throw new ScanError(
    "SOURCE_NOT_FOUND",
    `${place} has no ref ${wanted}. It has: ${nameSome(names.length === 0 ? [...table.ids.keys()] : names)}.`,
    {
      detail: { place, ref: wanted },
    },
  );
}

function branchesOf(table: RefTable): readonly string[] {
  return [...table.ids.keys()].filter((name) => name.startsWith("refs/heads/")).toSorted();
}

function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, NAMED_COUNT).map(shortName).join(", ");
  return names.length > NAMED_COUNT ? `${shown} and ${names.length - NAMED_COUNT} more` : shown;
}

function shortName(fullName: string): string {
  return fullName.replace(/^refs\/(?:heads|tags|remotes)\//u, "");
}

/** Lines of `ls-remote --symref` and `bundle list-heads`: an id, white space, a name. */
export function parseRefLines(text: string): RefTable {
  const ids = new Map<string, string>();
  let headName: string | null = null;
  for (const line of text.split("\n")) {
    const symbolic = /^ref: (\S+)\tHEAD$/u.exec(line);
    if (symbolic?.[1] !== undefined) headName = symbolic[1];
    const [id, name] = line.split(/[\t ]/u);
    if (id !== undefined && name !== undefined && isObjectId(id)) ids.set(name, id);
  }
  const headId = ids.get("HEAD") ?? null;
  ids.delete("HEAD");
  return { ids, headName, headId };
}
