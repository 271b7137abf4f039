declare const brand: unique symbol;

/** A string or number that only its own constructor makes, so that two kinds of id never swap silently. */
export type Branded<T extends string | number, B extends string> = T & { readonly [brand]: B };

/** One tenant: its sources, policies, findings and keys. */
export type WorkspaceId = Branded<string, "WorkspaceId">;
/** One configured instance of a connector, named by the configuration (`handbook`). */
export type SourceId = Branded<string, "SourceId">;
/** Opaque and stable: it survives a move or rename of the document. */
export type DocumentId = Branded<string, "DocumentId">;
/** A directory of identities: a company's LDAP, a wiki's own users, a host's accounts. */
export type RealmId = Branded<string, "RealmId">;
/** `user:<realm>:<id>` or `group:<realm>:<id>`; compared byte for byte. */
export type PrincipalId = Branded<string, "PrincipalId">;
export type ScanId = Branded<string, "ScanId">;
/** Hash over rule, subject, message and key: the same problem found again has the same fingerprint. */
export type Fingerprint = Branded<string, "Fingerprint">;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Branded<number, "EpochMs">;
/** Grows by one with every commit of a workspace, without gaps; 0 before the first. */
export type KbVersion = Branded<number, "KbVersion">;

function branded<B extends Branded<string | number, string>>(plain: string | number): B {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where a plain value becomes an id
  return plain as B;
}

export const workspaceId = (text: string): WorkspaceId => branded(text);
export const sourceId = (text: string): SourceId => branded(text);
export const documentId = (text: string): DocumentId => branded(text);
export const realmId = (text: string): RealmId => branded(text);
export const scanId = (text: string): ScanId => branded(text);
export const fingerprint = (text: string): Fingerprint => branded(text);
export const epochMs = (ms: number): EpochMs => branded(ms);
export const kbVersion = (version: number): KbVersion => branded(version);

/** The id of a user of one realm. `id` is the directory's own, already normalised for the realm's kind. */
export function userPrincipal(realm: RealmId, id: string): PrincipalId {
  return branded(`user:${realm}:${id}`);
}

/** The id of a group of one realm. `id` is the directory's own, already normalised for the realm's kind. */
export function groupPrincipal(realm: RealmId, id: string): PrincipalId {
  return branded(`group:${realm}:${id}`);
}

export const DAY_MS = 86_400_000;
