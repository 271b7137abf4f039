import { array, assert, constantFrom, property, shuffledSubarray } from "fast-check";
import { describe, expect, test } from "vitest";

import {
  canonicalGate,
  exposureOf,
  type Access,
  type AccessEntry,
  type Gate,
  type PrincipalRef,
} from "./access.ts";
import { groupPrincipal, realmId, userPrincipal } from "./ids.ts";

const CORP = realmId("corp");
const ADA: PrincipalRef = { kind: "user", id: userPrincipal(CORP, "ada") };
const TEAM: PrincipalRef = { kind: "group", id: groupPrincipal(CORP, "team") };
const EVERYONE: PrincipalRef = { kind: "everyone", realm: CORP };
const ANYONE: PrincipalRef = { kind: "anyone" };
const DOMAIN: PrincipalRef = { kind: "domain", name: "example.com" };
const PUBLIC_LINK: PrincipalRef = { kind: "link", id: "1", scope: "anyone" };
const COMPANY_LINK: PrincipalRef = { kind: "link", id: "1", scope: "organisation" };

function entry(
  effect: AccessEntry["effect"],
  ...principals: [PrincipalRef, ...PrincipalRef[]]
): AccessEntry {
  return { effect, principals };
}

function gate(...entries: readonly AccessEntry[]): Gate {
  return { entries };
}

function known(first: Gate, ...others: readonly Gate[]): Access & { readonly kind: "known" } {
  const placed = (each: Gate) => ({ origin: "test", gate: each });
  return { kind: "known", realm: CORP, gates: [placed(first), ...others.map(placed)] };
}

describe("exposure", () => {
  test.each<[string, Gate, string]>([
    ["allows anyone", gate(entry("allow", ANYONE)), "anyone"],
    ["allows holders of a public link", gate(entry("allow", PUBLIC_LINK)), "anyone"],
    ["allows everyone", gate(entry("allow", EVERYONE)), "everyone"],
    ["allows holders of a company link", gate(entry("allow", COMPANY_LINK)), "everyone"],
    ["allows named readers", gate(entry("allow", ADA, TEAM, DOMAIN)), "named"],
    ["has no entry", gate(), "named"],
    ["denies one and allows anyone", gate(entry("deny", ADA), entry("allow", ANYONE)), "anyone"],
    [
      "denies everyone before it allows anyone",
      gate(entry("deny", EVERYONE), entry("allow", ANYONE)),
      "named",
    ],
    [
      "is not known to deny everyone",
      gate(entry("unknown", EVERYONE), entry("allow", ANYONE)),
      "named",
    ],
    [
      "allows anyone before it denies anyone",
      gate(entry("allow", ANYONE), entry("deny", ANYONE)),
      "anyone",
    ],
    ["allows a user and then anyone", gate(entry("allow", ADA), entry("allow", ANYONE)), "anyone"],
  ])("of a gate that %s", (_, one, exposure) => {
    expect(exposureOf(known(one))).toBe(exposure);
  });

  test("is that of the narrowest gate", () => {
    const open = gate(entry("allow", ANYONE));
    const company = gate(entry("allow", EVERYONE));
    const named = gate(entry("allow", ADA));

    expect(exposureOf(known(open, open))).toBe("anyone");
    expect(exposureOf(known(open, company))).toBe("everyone");
    expect(exposureOf(known(open, company, named))).toBe("named");
  });

  test("never grows with another gate", () => {
    const width = ["named", "everyone", "anyone"];
    const gates = constantFrom(
      gate(),
      gate(entry("allow", ADA)),
      gate(entry("allow", EVERYONE)),
      gate(entry("allow", ANYONE)),
    );

    assert(
      property(gates, array(gates), gates, (first, others, another) => {
        const before = exposureOf(known(first, ...others));
        const after = exposureOf(known(first, ...others, another));

        expect(width.indexOf(after)).toBeLessThanOrEqual(width.indexOf(before));
      }),
    );
  });
});

describe("the canonical form of a gate", () => {
  const refs = [ADA, TEAM, EVERYONE, ANYONE, DOMAIN, PUBLIC_LINK, COMPANY_LINK];

  test("does not depend on the order inside an entry", () => {
    assert(
      property(shuffledSubarray(refs, { minLength: 1 }), (some) => {
        const [first = ADA, ...rest] = some;
        const [last = ADA, ...others] = some.toReversed();

        expect(canonicalGate(gate(entry("allow", first, ...rest)))).toBe(
          canonicalGate(gate(entry("allow", last, ...others))),
        );
      }),
    );
  });

  test("differs with every kind of reader, effect and order of entries", () => {
    const gates = [
      ...refs.map((ref) => gate(entry("allow", ref))),
      gate(entry("deny", ADA)),
      gate(entry("unknown", ADA)),
      gate(entry("allow", ADA), entry("deny", TEAM)),
      gate(entry("deny", TEAM), entry("allow", ADA)),
      gate(entry("allow", ADA, TEAM)),
      gate(entry("allow", { kind: "everyone", realm: realmId("other") })),
      gate(),
    ];

    expect(new Set(gates.map(canonicalGate)).size).toBe(gates.length);
  });
});
