import { createHash } from "node:crypto";
import {
  canonicalGate,
  type Access,
  type AccessEntry,
  type Gate,
  type PlacedGate,
  type PrincipalRef,
} from "../../model/access.ts";
import { ScanError } from "../../model/error.ts";
import type { DocumentId, KbVersion, PrincipalId, RealmId } from "../../model/ids.ts";
import { documentId, kbVersion, realmId } from "../../model/ids.ts";
import type { AccessReading } from "../store.ts";
import { ACCESS_REASON } from "./codes.ts";
import { findLife } from "./documents.ts";
import { parseJson } from "./document-json.ts";
import type { KeyCache } from "./key-cache.ts";
import * as queries from "./queries/access.ts";
import { checkKept, listParameter, type Scope } from "./scope.ts";

/** The key of that way of being guarded; equal ones share it. Refuses an empty list of gates, which would let everybody in. */
export function internAccess(
  scope: Scope,
  keys: KeyCache,
  access: Access & { readonly kind: "known" },
): number {
  const gates = access.gates.map(({ gate }) => gate);
  if (gates.length === 0) {
    throw new ScanError("INTERNAL", "A document's access has no gate: that would let everybody in");
  }
  return keys.find("access", JSON.stringify([access.realm, gates]), () => {
    const column = JSON.stringify(gates.map((gate) => internGate(scope, keys, gate)));
    const hash = createHash("sha256")
      .update(JSON.stringify([access.realm, column]))
      .digest();
    const found = scope.db.get<{ key: number }>(
      queries.SELECT_ACCESS_SET_KEY,
      scope.workspace,
      hash,
    );
    return (
      found?.key ??
      scope.db.run(queries.INSERT_ACCESS_SET, scope.workspace, hash, access.realm, column).key
    );
  });
}

function internGate(scope: Scope, keys: KeyCache, gate: Gate): number {
  const canonical = canonicalGate(gate);
  return keys.find("gate", canonical, () => {
    const hash = createHash("sha256").update(canonical).digest();
    const found = scope.db.get<{ key: number }>(queries.SELECT_GATE, scope.workspace, hash);
    return found?.key ?? scope.db.run(queries.INSERT_GATE, scope.workspace, hash, canonical).key;
  });
}

interface AccessRow {
  readonly access: number | null;
  readonly access_reason: number | null;
  readonly access_revision: string | null;
  readonly access_origins: string | null;
  readonly valid_from: number;
}

export function getAccess(scope: Scope, id: DocumentId): AccessReading | null {
  const life = findLife(scope, id);
  if (life === null || life.gone_version !== null) return null;
  return toReading(scope, scope.db.get<AccessRow>(queries.SELECT_ACCESS, life.key));
}

export function getAccessAt(
  scope: Scope,
  id: DocumentId,
  version: KbVersion,
): AccessReading | null {
  checkKept(scope, version);
  const life = findLife(scope, id);
  if (life === null) return null;
  if (version < life.access_from) {
    return toReading(scope, scope.db.get<AccessRow>(queries.SELECT_PAST_ACCESS, life.key, version));
  }
  if (life.gone_version !== null && version >= life.gone_version) return null;
  return toReading(scope, scope.db.get<AccessRow>(queries.SELECT_ACCESS, life.key));
}

export function getAccesses(
  scope: Scope,
  ids: readonly DocumentId[],
): ReadonlyMap<DocumentId, AccessReading> {
  const rows = scope.db.all<AccessRow & { readonly id: string }>(
    queries.SELECT_ACCESSES,
    scope.workspace,
    listParameter(ids),
  );
  const sets = readAccessSets(scope, rows);
  return new Map(rows.map((row) => [documentId(row.id), readingOf(row, sets)]));
}

function toReading(scope: Scope, row: AccessRow | undefined): AccessReading | null {
  return row === undefined ? null : readingOf(row, readAccessSets(scope, [row]));
}

/** Gates in order, not yet placed. */
interface AccessSet {
  readonly realm: RealmId;
  readonly gates: readonly Gate[];
}

function readingOf(row: AccessRow, sets: ReadonlyMap<number, AccessSet>): AccessReading {
  return {
    access: accessOf(row, sets),
    accessRevision: row.access_revision,
    validFrom: kbVersion(row.valid_from),
  };
}

function accessOf(row: AccessRow, sets: ReadonlyMap<number, AccessSet>): Access {
  if (row.access_reason !== null) {
    return { kind: "unknown", reason: ACCESS_REASON.nameOf(row.access_reason) };
  }
  const set = row.access === null ? undefined : sets.get(row.access);
  if (set === undefined)
    throw new ScanError("STORE_CORRUPT", `There is no access set ${row.access}`);
  const origins = parseJson<readonly string[]>(row.access_origins ?? "[]");
  const [first, ...rest] = set.gates.map((gate, index): PlacedGate => ({
    origin: origins[index] ?? "",
    gate,
  }));
  if (first === undefined) throw new ScanError("STORE_CORRUPT", "An access set has no gate");
  return { kind: "known", realm: set.realm, gates: [first, ...rest] };
}

/** The access sets of these rows by key, each once. */
function readAccessSets(scope: Scope, rows: readonly AccessRow[]): ReadonlyMap<number, AccessSet> {
  const keys = new Set(rows.flatMap(({ access }) => (access === null ? [] : [access])));
  const sets = scope.db
    .all<{ key: number; realm: string; gates: string }>(
      queries.SELECT_ACCESS_SETS,
      listParameter([...keys]),
    )
    .map(({ key, realm, gates }) => ({
      key,
      realm,
      gateKeys: parseJson<readonly number[]>(gates),
    }));
  const gates = readGates(scope, [...new Set(sets.flatMap(({ gateKeys }) => gateKeys))]);
  return new Map(
    sets.map(({ key, realm, gateKeys }) => [
      key,
      { realm: realmId(realm), gates: gateKeys.map((gateKey) => gateOf(gates, gateKey)) },
    ]),
  );
}

function gateOf(gates: ReadonlyMap<number, Gate>, key: number): Gate {
  const gate = gates.get(key);
  if (gate === undefined) throw new ScanError("STORE_CORRUPT", `There is no gate ${key}`);
  return gate;
}

function readGates(scope: Scope, keys: readonly number[]): ReadonlyMap<number, Gate> {
  const rows = scope.db.all<{ key: number; canonical: string }>(
    queries.SELECT_GATES,
    listParameter(keys),
  );
  return new Map(rows.map((row) => [row.key, parseGate(row.canonical)]));
}

/** The gate that canonicalGate wrote; the principals of an entry come back in its order. */
function parseGate(canonical: string): Gate {
  const entries =
    parseJson<readonly (readonly [AccessEntry["effect"], readonly string[]])[]>(canonical);
  return {
    entries: entries.map(([effect, texts]) => {
      const [first, ...rest] = texts.map(parsePrincipal);
      if (first === undefined)
        throw new ScanError("STORE_CORRUPT", "An access entry names no principal");
      return { effect, principals: [first, ...rest] };
    }),
  };
}

type PrincipalParts =
  | readonly ["user" | "group", PrincipalId]
  | readonly ["everyone", RealmId]
  | readonly ["domain", string]
  | readonly ["link", string, "anyone" | "organisation"]
  | readonly ["anyone"];

function parsePrincipal(text: string): PrincipalRef {
  const parts = parseJson<PrincipalParts>(text);
  switch (parts[0]) {
    case "user":
    case "group":
      return { kind: parts[0], id: parts[1] };
    case "everyone":
      return { kind: "everyone", realm: parts[1] };
    case "domain":
      return { kind: "domain", name: parts[1] };
    case "link":
      return { kind: "link", id: parts[1], scope: parts[2] };
    case "anyone":
      return { kind: "anyone" };
  }
}
