import { expect, test } from "vitest";
import type { Access } from "../model/access.ts";
import { groupPrincipal, realmId, userPrincipal } from "../model/ids.ts";
import { describeAccess } from "./access-words.ts";

const realm = realmId("acme");

test("each gate is told in its order, with what becomes of all others", () => {
  const access: Access = {
    kind: "known",
    realm,
    gates: [
      {
        origin: "/hr/ (folder)",
        gate: { entries: [{ effect: "allow", principals: [{ kind: "everyone", realm }] }] },
      },
      {
        origin: "pay.md",
        gate: {
          entries: [
            { effect: "deny", principals: [{ kind: "user", id: userPrincipal(realm, "bob") }] },
            {
              effect: "allow",
              principals: [
                { kind: "group", id: groupPrincipal(realm, "hr") },
                { kind: "domain", name: "example.com" },
              ],
            },
          ],
        },
      },
      { origin: "vault", gate: { entries: [] } },
    ],
  };

  const { exposure, gates } = describeAccess(access);

  expect(exposure).toBe("named");
  expect(gates).toEqual([
    { origin: "/hr/ (folder)", lines: ["allows every account of acme", "denies all others"] },
    {
      origin: "pay.md",
      lines: [
        "denies user:acme:bob",
        "allows group:acme:hr, everybody with an address at example.com",
        "denies all others",
      ],
    },
    { origin: "vault", lines: ["lets nobody in"] },
  ]);
});

test("unknown access is shown to nobody, and says why", () => {
  expect(describeAccess({ kind: "unknown", reason: "extended-acl" })).toMatchObject({
    exposure: "unknown",
    summary:
      "Nobody can say who may read it, so nobody is shown it: an access list lies on it or on a folder above it.",
    gates: [],
  });
});
