import { z } from "zod";
import { DeclaredAccess, RealmName } from "../../src/model/declared-access.ts";

/** A folder tree (or one file) and how it is read. */
export const FilesystemOptions = z.strictObject({
  path: z.string().min(1).describe("Folder to scan, or one file."),
  include: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Globs: only files that match one are documents. A glob that names a kind of file (`**/*.yaml`) makes them documents whatever their type. Empty: every file of a document type.",
    ),
  exclude: z
    .array(z.string().min(1))
    .default(["**/node_modules/**", "**/.venv/**", "**/__pycache__/**", "**/.cache/**", "**/~$*"])
    .describe(
      "Globs of what is not scanned; one that matches a folder takes everything below it. Version control's folders and .tidemark are never scanned.",
    ),
  realm: RealmName.default("local"),
  uri_prefix: z
    .url()
    .nullable()
    .default(null)
    .describe(
      "Address under which people open the files (`https://files.example.com/docs/`); null: file:// addresses.",
    ),
  trust_file_system: z
    .boolean()
    .default(false)
    .describe(
      "Believe mode bits on a file system that is not known as local (a network share whose server checks nothing more).",
    ),
  files_are_copies: z
    .boolean()
    .default(false)
    .describe(
      "The files are a copy (an export, a check-out): their mode bits say nothing of who may read the originals, only `access` does.",
    ),
  access: DeclaredAccess.nullable().default(null),
});
export type FilesystemOptions = z.output<typeof FilesystemOptions>;
