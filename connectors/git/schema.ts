import { z } from "zod";
import { DeclaredAccess, RealmName } from "../../src/model/declared-access.ts";

const SecretRef = z
  .union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })])
  .describe("Where the secret is: { env: NAME } or { file: PATH }.");

/** A git repository, and the state of it that is scanned. */
export const GitOptions = z
  .strictObject({
    location: z
      .string()
      .min(1)
      .refine((location) => !location.startsWith("-"), "a location does not begin with a dash")
      .refine(
        (location) => !/^[a-z+]+:\/\/[^/@]*:[^/@]*@/iu.test(location),
        "no password in the address: use `credentials`",
      )
      .describe(
        "Path of a repository, path of a bundle file, or an address (https, ssh, git, file).",
      ),
    ref: z
      .string()
      .regex(/^[^-\s~^:?*[\\][^\s~^:?*[\\]*$/u, "expected a branch, a tag or a commit id")
      .nullable()
      .default(null)
      .describe("Branch, tag or commit id; null: what HEAD names, or the only branch."),
    path: z
      .string()
      .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).*$/u, "expected a folder inside the repository")
      .default("")
      .describe("Folder of the repository to scan; locators are relative to it. Empty: all of it."),
    include: z
      .array(z.string().min(1))
      .default([])
      .describe(
        "Globs: only files that match one are documents. A glob that names a kind of file (`**/*.yaml`) makes them documents whatever their type. Empty: every file of a document type.",
      ),
    exclude: z
      .array(z.string().min(1))
      .default(["**/node_modules/**", "**/.tidemark/**"])
      .describe(
        "Globs of what is not scanned; one that matches a folder takes everything below it.",
      ),
    uri: z
      .string()
      .regex(/\{path\}/u, "the template must hold {path}")
      .nullable()
      .default(null)
      .describe(
        "Address of a file, with {path}, {ref} and {commit}: `https://git.example.com/docs/blob/{ref}/{path}`. Null: made from the location.",
      ),
    realm: RealmName.default("local"),
    access: DeclaredAccess.nullable().default(null),
    credentials: z
      .strictObject({
        username: z
          .string()
          .min(1)
          .default("git")
          .describe("Account name; many hosts take any with a token."),
        password: SecretRef,
      })
      .nullable()
      .default(null)
      .describe(
        "Account for an https address. SSH uses the keys of the account that runs Tidemark.",
      ),
  })
  .describe("A git repository.");
export type GitOptions = z.output<typeof GitOptions>;
