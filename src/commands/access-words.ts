import {
  exposureOf,
  type Access,
  type AccessEntry,
  type Exposure,
  type PrincipalRef,
  type UnknownAccessReason,
} from "../model/access.ts";

/** A document's access as a person reads it. */
export interface AccessInWords {
  readonly access: Access;
  readonly exposure: Exposure | "unknown";
  /** One sentence for the whole. */
  readonly summary: string;
  readonly gates: readonly { readonly origin: string; readonly lines: readonly string[] }[];
}

const REASONS: Readonly<Record<UnknownAccessReason, string>> = {
  "not-declared": "its connector sees no access and the configuration declares none",
  "file-system": "its file system is not one whose answer is known",
  "extended-acl": "an access list lies on it or on a folder above it",
  unreadable: "its access could not be read",
  changed: "its content changed after its access was read",
};

const EXPOSURES: Readonly<Record<Exposure, string>> = {
  anyone: "Anyone can read it, anonymous readers too.",
  everyone: "Every account of its realm can read it.",
  named: "Only named users and groups can read it.",
};

/** Says who can read a document and why. Unknown means that nobody is shown it. */
export function describeAccess(access: Access): AccessInWords {
  if (access.kind === "unknown") {
    const summary = `Nobody can say who may read it, so nobody is shown it: ${REASONS[access.reason]}.`;
    return { access, exposure: "unknown", summary, gates: [] };
  }
  const exposure = exposureOf(access);
  const gates = access.gates.map(({ origin, gate }) => ({
    origin,
    lines: [
      ...gate.entries.map(describeEntry),
      gate.entries.length === 0 ? "lets nobody in" : "denies all others",
    ],
  }));
  return { access, exposure, summary: EXPOSURES[exposure], gates };
}

const EFFECTS = { allow: "allows", deny: "denies", unknown: "may deny" } as const;

function describeEntry({ effect, principals }: AccessEntry): string {
  return `${EFFECTS[effect]} ${principals.map(describePrincipal).join(", ")}`;
}

function describePrincipal(ref: PrincipalRef): string {
  switch (ref.kind) {
    case "user":
    case "group":
      return ref.id;
    case "everyone":
      return `every account of ${ref.realm}`;
    case "domain":
      return `everybody with an address at ${ref.name}`;
    case "link":
      return ref.scope === "anyone"
        ? "anybody with the link"
        : "anybody of the organisation with the link";
    case "anyone":
      return "anyone";
  }
}
