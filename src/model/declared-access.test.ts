import { expect, it } from "vitest";
import { accessFromDeclaration, DeclaredAccess } from "./declared-access.ts";
import { realmId } from "./ids.ts";

const realm = realmId("corp");

it("turns each kind of declaration into one allowing gate", () => {
  const readers = ["user:corp:ann", "group:corp:a:b", "domain:Example.com"];

  const access = accessFromDeclaration(DeclaredAccess.parse({ readers }), realm);

  expect(access).toEqual({
    kind: "known",
    realm,
    gates: [
      {
        origin: "configuration (access)",
        gate: {
          entries: [
            {
              effect: "allow",
              principals: [
                { kind: "user", id: "user:corp:ann" },
                { kind: "group", id: "group:corp:a:b" },
                { kind: "domain", name: "example.com" },
              ],
            },
          ],
        },
      },
    ],
  });
});

it("keeps anyone and everyone apart", () => {
  const anyone = accessFromDeclaration({ readers: "anyone" }, realm);
  const everyone = accessFromDeclaration({ readers: "everyone" }, realm);

  expect(JSON.stringify(anyone)).toContain('{"kind":"anyone"}');
  expect(JSON.stringify(everyone)).toContain('{"kind":"everyone","realm":"corp"}');
});

it.each([[[]], [["ann"]], [["user:corp"]], ["nobody"], [["domain:a@b"]]])(
  "refuses readers %j",
  (readers) => {
    expect(DeclaredAccess.safeParse({ readers }).success).toBe(false);
  },
);
