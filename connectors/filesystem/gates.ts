import { hash } from "node:crypto";
import type { AccessEntry, Gate, PlacedGate, UnknownAccessReason } from "../../src/model/access.ts";
import { groupPrincipal, userPrincipal } from "../../src/model/ids.ts";
import type { RealmId } from "../../src/model/ids.ts";
import type { Accounts } from "./accounts.ts";
import type { Ownership } from "./folder-reader.ts";

const CAN_READ = 4;
const CAN_TRAVERSE = 1;

/** Whether a file or folder carries more than its mode bits say; `unreadable`: nobody could tell. */
export type AclState = "none" | "extended" | "unreadable";

/** All that stands between a reader and what a folder holds. Folders that let everyone through add nothing. */
export interface GateChain {
  readonly gates: readonly PlacedGate[];
  /** Not null: nobody can say. */
  readonly unknown: UnknownAccessReason | null;
  /** Equal for equal gates. */
  readonly hash: string;
}

export interface Realm {
  readonly id: RealmId;
  readonly accounts: Accounts;
}

/** The gate that a file's read bits make, or a folder's traverse bits: the most specific class decides. Root is left out. */
export function modeGate(ownership: Ownership, what: "read" | "traverse", realm: Realm): Gate {
  const bit = what === "read" ? CAN_READ : CAN_TRAVERSE;
  const [owner, group, others] = [6, 3, 0].map((shift) => ((ownership.mode >> shift) & bit) !== 0);
  const entries: AccessEntry[] = [];
  // An entry that says what a later one says of everybody is left out, so that gates stay few.
  const restDiffers = (is: boolean | undefined): boolean => is !== group || is !== others;
  if (owner === true ? restDiffers(true) : group === true || others === true) {
    entries.push({
      effect: owner === true ? "allow" : "deny",
      principals: [
        { kind: "user", id: userPrincipal(realm.id, realm.accounts.userName(ownership.userId)) },
      ],
    });
  }
  if (group !== others) {
    entries.push({
      effect: group === true ? "allow" : "deny",
      principals: [
        {
          kind: "group",
          id: groupPrincipal(realm.id, realm.accounts.groupName(ownership.groupId)),
        },
      ],
    });
  }
  if (others === true)
    entries.push({ effect: "allow", principals: [{ kind: "everyone", realm: realm.id }] });
  return { entries };
}

/** The chain above everything: `seed` is what its hash starts from. */
export function emptyChain(seed: string): GateChain {
  return { gates: [], unknown: null, hash: shortHash(seed) };
}

export interface FolderFacts {
  /** What a person would look at. */
  readonly origin: string;
  readonly ownership: Ownership;
  readonly isLocal: boolean;
  readonly acl: AclState;
}

/** The chain inside a folder. */
export function extendChain(above: GateChain, folder: FolderFacts, realm: Realm): GateChain {
  if (above.unknown !== null) return above;
  const unknown = unknownReason(folder.isLocal, folder.acl);
  if (unknown !== null) return unknownChain(above, unknown);
  if ((folder.ownership.mode & 0o111) === 0o111) return above;
  const gate = modeGate(folder.ownership, "traverse", realm);
  return {
    gates: [...above.gates, { origin: folder.origin, gate }],
    unknown: null,
    hash: shortHash(JSON.stringify([above.hash, gate.entries])),
  };
}

/** The chain below something that nobody can say the gates of. */
export function unknownChain(above: GateChain, unknown: UnknownAccessReason): GateChain {
  return { gates: [], unknown, hash: shortHash(JSON.stringify([above.hash, unknown])) };
}

/** Both chains must let the reader through (the folder of a link, and where it leads). */
export function joinChains(first: GateChain, second: GateChain): GateChain {
  const seen = new Set(first.gates.map(({ gate }) => JSON.stringify(gate)));
  return {
    gates: [...first.gates, ...second.gates.filter(({ gate }) => !seen.has(JSON.stringify(gate)))],
    unknown: first.unknown ?? second.unknown,
    hash: shortHash(JSON.stringify([first.hash, second.hash])),
  };
}

export function unknownReason(isLocal: boolean, acl: AclState): UnknownAccessReason | null {
  if (!isLocal) return "file-system";
  if (acl === "extended") return "extended-acl";
  return acl === "unreadable" ? "unreadable" : null;
}

function shortHash(text: string): string {
  return hash("sha256", text, "base64url").slice(0, 12);
}
