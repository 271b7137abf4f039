import { rmSync } from "node:fs";
import { join } from "node:path";
import { describeConnector } from "../../test/kit/connector-kit.ts";
import type { SourcePlace } from "../../test/kit/connector-kit.ts";
import { createTestRepository } from "../../test/kit/git-place.ts";
import { git } from "./connector.ts";

async function makeRepository(): Promise<SourcePlace> {
  const repository = createTestRepository();
  const options = { location: repository.root, access: { readers: "everyone" } };
  return {
    options,
    async write(files) {
      repository.commit(files);
    },
    async remove(path) {
      repository.commit({ [path]: null });
    },
    async move(from, to) {
      repository.move(from, to);
      repository.commit({});
    },
    narrow: async () => ({ ...options, access: { readers: ["user:local:ann"] } }),
    hideFolder: null,
    async breakDocument(path) {
      const id = repository.git("rev-parse", `HEAD:${path}`).trim();
      rmSync(join(repository.root, ".git/objects", id.slice(0, 2), id.slice(2)));
    },
    async vanish() {
      repository.remove();
    },
    async close() {
      repository.remove();
    },
  };
}

describeConnector(git, makeRepository);
