import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeStore } from "../../../test/kit/store-kit.ts";
import { openSqliteStore } from "./open.ts";

describeStore("SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-store-"));
  return Promise.resolve({
    open: (workspace) => openSqliteStore({ path: join(folder, "tidemark.db"), workspace }),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
});
