import { readFileSync } from "node:fs";
import { hash } from "node:crypto";

/** Names of this host's users and groups by number. */
export interface Accounts {
  /** The name, or the number where the host has none. */
  readonly userName: (userId: number) => string;
  readonly groupName: (groupId: number) => string;
  /** Changes when a number gets another name. */
  readonly hash: string;
}

/** Reads `/etc/passwd` and `/etc/group` (or files like them); a file that is not there names nobody. */
export function readAccounts(etcFolder = "/etc"): Accounts {
  const users = namesByNumber(readIfThere(`${etcFolder}/passwd`));
  const groups = namesByNumber(readIfThere(`${etcFolder}/group`));
  return {
    userName: (userId) => users.get(userId) ?? String(userId),
    groupName: (groupId) => groups.get(groupId) ?? String(groupId),
    hash: hash("sha256", JSON.stringify([[...users], [...groups]]), "base64url"),
  };
}

/** Both files have the name first and the number third; the first line of a number wins, as in getpwuid. */
function namesByNumber(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [name, , number] = line.split(":");
    if (name === undefined || name === "" || number === undefined || !/^\d+$/u.test(number))
      continue;
    if (!names.has(Number(number))) names.set(Number(number), name);
  }
  return names;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
