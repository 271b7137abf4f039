import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describeConnector } from "../../test/kit/connector-kit.ts";
import type { SourcePlace } from "../../test/kit/connector-kit.ts";
import { filesystem } from "./connector.ts";

async function makeFolder(): Promise<SourcePlace> {
  const root = mkdtempSync(join(tmpdir(), "tidemark-tree-"));
  chmodSync(root, 0o755);
  const at = (path: string): string => join(root, path);
  const options = { path: root };
  return {
    options,
    async write(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(at(path)), { recursive: true });
        writeFileSync(at(path), text);
      }
    },
    async remove(path) {
      rmSync(at(path));
    },
    async move(from, to) {
      renameSync(at(from), at(to));
    },
    async narrow(path) {
      chmodSync(at(path), 0o640);
      return options;
    },
    async hideFolder(folder) {
      chmodSync(at(folder), 0);
    },
    async breakDocument(path) {
      chmodSync(at(path), 0);
    },
    async vanish() {
      spawnSync("chmod", ["-R", "u+rwx", root]);
      rmSync(root, { recursive: true });
    },
    async close() {
      spawnSync("chmod", ["-R", "u+rwx", root]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

describeConnector(filesystem, makeFolder);
