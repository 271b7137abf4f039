import { z } from "zod";
import type { Access, PrincipalRef } from "./access.ts";
import type { RealmId } from "./ids.ts";
import { groupPrincipal, realmId, userPrincipal } from "./ids.ts";

/** A realm as the configuration names it. */
export const RealmName = z
  .string()
  .regex(/^[^:\s]+$/u, "a realm's name has no colon and no space")
  .describe("Directory of identities that the readers belong to.");

const Reader = z
  .string()
  .regex(
    /^(?:user|group):[^:\s]+:.+$|^domain:[^\s@]+$/u,
    "expected user:REALM:ID, group:REALM:ID or domain:HOST",
  );

/** Readers that the configuration states for a whole source that cannot tell them itself. */
export const DeclaredAccess = z
  .strictObject({
    readers: z
      .union([z.literal("anyone"), z.literal("everyone"), z.array(Reader).min(1)])
      .describe(
        "`anyone` (anonymous too), `everyone` (every account of the realm), or a list of user:REALM:ID, group:REALM:ID, domain:HOST.",
      ),
  })
  .describe("Who may read all of it, where the source itself does not say.");
export type DeclaredAccess = z.output<typeof DeclaredAccess>;

/** The declaration as one gate. The gate's realm is the source's. */
export function accessFromDeclaration(declared: DeclaredAccess, realm: RealmId): Access {
  const gate = {
    entries: [{ effect: "allow", principals: readersOf(declared.readers, realm) }],
  } as const;
  return { kind: "known", realm, gates: [{ origin: "configuration (access)", gate }] };
}

function readersOf(
  readers: DeclaredAccess["readers"],
  realm: RealmId,
): readonly [PrincipalRef, ...PrincipalRef[]] {
  if (readers === "anyone") return [{ kind: "anyone" }];
  if (readers === "everyone") return [{ kind: "everyone", realm }];
  const [first, ...rest] = readers.map(parseReader);
  if (first === undefined) throw new TypeError("a declaration without readers");
  return [first, ...rest];
}

function parseReader(text: string): PrincipalRef {
  const [kind = "", realm = "", ...id] = text.split(":");
  if (kind === "domain") return { kind: "domain", name: realm.toLowerCase() };
  if (kind === "user") return { kind, id: userPrincipal(realmId(realm), id.join(":")) };
  return { kind: "group", id: groupPrincipal(realmId(realm), id.join(":")) };
}
