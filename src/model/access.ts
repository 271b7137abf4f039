import type { PrincipalId, RealmId } from "./ids.ts";

/** Why nobody can say who may read a document. Unknown is never use. */
export const UNKNOWN_ACCESS_REASONS = [
  "not-declared", // the connector sees no access and the configuration declares none
  "file-system", // not a local file system whose answer is what we model
  "extended-acl", // the file or a folder above it carries an ACL; its group bits are then a mask
  "unreadable", // the access could not be read
  "changed", // the content changed after access was read
] as const;
export type UnknownAccessReason = (typeof UNKNOWN_ACCESS_REASONS)[number];

/** Reasons that hold for a whole source alike: one finding for the source, not one for each document. */
export const SOURCE_WIDE_REASONS: readonly UnknownAccessReason[] = ["not-declared", "file-system"];

/** A document's access: all gates must let the reader through. Never an empty list: that would let everybody in. */
export type Access =
  | {
      readonly kind: "known";
      readonly realm: RealmId;
      readonly gates: readonly [PlacedGate, ...PlacedGate[]];
    }
  | { readonly kind: "unknown"; readonly reason: UnknownAccessReason };

export interface PlacedGate {
  /** What a person would look at (`/hr/ (folder)`); not part of the gate's hash. */
  readonly origin: string;
  readonly gate: Gate;
}

/** Ordered: the first entry that matches decides; if none matches the answer is deny. */
export interface Gate {
  readonly entries: readonly AccessEntry[];
}

export interface AccessEntry {
  /** `unknown`: a deny whose condition cannot be evaluated. */
  readonly effect: "allow" | "deny" | "unknown";
  readonly principals: readonly [PrincipalRef, ...PrincipalRef[]];
}

export type PrincipalRef =
  | { readonly kind: "user" | "group"; readonly id: PrincipalId }
  /** Any account of that realm. */
  | { readonly kind: "everyone"; readonly realm: RealmId }
  /** A verified e-mail of exactly this host. */
  | { readonly kind: "domain"; readonly name: string }
  /** Holders of a link: matches nobody in a decision, counts fully for oversharing. */
  | { readonly kind: "link"; readonly id: string; readonly scope: "anyone" | "organisation" }
  /** Anonymous readers too. */
  | { readonly kind: "anyone" };

/** The gate as one string: equal gates, and only they, have equal strings. Order of entries counts; order inside one entry does not. */
export function canonicalGate(gate: Gate): string {
  return JSON.stringify(
    gate.entries.map((entry) => [
      entry.effect,
      entry.principals.map(canonicalPrincipal).toSorted(),
    ]),
  );
}

function canonicalPrincipal(ref: PrincipalRef): string {
  switch (ref.kind) {
    case "user":
    case "group":
      return JSON.stringify([ref.kind, ref.id]);
    case "everyone":
      return JSON.stringify([ref.kind, ref.realm]);
    case "domain":
      return JSON.stringify([ref.kind, ref.name]);
    case "link":
      return JSON.stringify([ref.kind, ref.id, ref.scope]);
    case "anyone":
      return JSON.stringify([ref.kind]);
  }
}

/** The widest kind of reader that every gate lets through by an allow that comes before any deny of everybody. */
export type Exposure = "anyone" | "everyone" | "named";

/**
 * How widely a document is open, read off its gates without a directory: `anyone` when every gate's first entry that
 * speaks of all readers allows anonymous ones, `everyone` likewise for all accounts of a realm, else `named`.
 */
export function exposureOf(access: Access & { readonly kind: "known" }): Exposure {
  const widths = access.gates.map(({ gate }) => gateExposure(gate));
  if (widths.every((width) => width === "anyone")) return "anyone";
  if (widths.every((width) => width !== "named")) return "everyone";
  return "named";
}

function gateExposure(gate: Gate): Exposure {
  for (const entry of gate.entries) {
    const isAnyone = entry.principals.some(
      (ref) => ref.kind === "anyone" || (ref.kind === "link" && ref.scope === "anyone"),
    );
    const isEveryone = entry.principals.some(
      (ref) => ref.kind === "everyone" || ref.kind === "link",
    );
    if (entry.effect === "allow" && isAnyone) return "anyone";
    if (entry.effect === "allow" && isEveryone) return "everyone";
    if (entry.effect !== "allow" && (isAnyone || isEveryone)) return "named";
  }
  return "named";
}
