import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectorHost } from "../../src/contract/connector.ts";
import { ScanError } from "../../src/model/error.ts";
import { epochMs } from "../../src/model/ids.ts";

export interface TestHost extends ConnectorHost {
  readonly logged: string[];
  readonly folder: string;
  remove(): void;
}

/** A host with a folder of its own, a fixed clock, and the secrets given. */
export function createTestHost(
  given: {
    readonly secrets?: Readonly<Record<string, string>>;
    readonly network?: ConnectorHost["network"];
  } = {},
): TestHost {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-host-"));
  chmodSync(folder, 0o755);
  const logged: string[] = [];
  return {
    folder,
    logged,
    now: () => epochMs(1_800_000_000_000),
    log: (event, data) => logged.push(`${event} ${JSON.stringify(data ?? {})}`),
    network: given.network ?? { proxyUrl: null, caFile: null },
    async cacheDirectory() {
      const cache = join(folder, "cache");
      mkdirSync(cache, { recursive: true });
      return cache;
    },
    async resolveSecret(ref) {
      const secret = given.secrets?.["env" in ref ? ref.env : ref.file];
      if (secret === undefined) throw new ScanError("CONFIG_INVALID", "no such secret");
      return secret;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
