import { existsSync } from "node:fs";
import { CONFIG_FILE_POLICY } from "../commands/run-scans.ts";
import type { WorkspaceId } from "../model/ids.ts";
import type { SourceRecord, Store } from "../store/store.ts";
import { loadConfig, type ResolvedConfig, type SourceConfig } from "./config.ts";
import type { Registries } from "./config-schema.ts";
import { DEFAULT_CONFIG, NO_STEWARDSHIP } from "./inferred-config.ts";

/**
 * What a workspace was scanned with, for commands that name no configuration: the file that it was scanned by, where that
 * is still there and still speaks of it; else the defaults, with the sources as the database remembers them.
 */
export async function rememberConfig(
  id: WorkspaceId,
  store: Store,
  registries: Registries,
): Promise<ResolvedConfig> {
  const file: unknown = JSON.parse((await store.getPolicy(CONFIG_FILE_POLICY)) ?? "null");
  if (typeof file === "string" && existsSync(file)) {
    const config = await loadConfig(file, registries);
    if (config.workspace.id === id) return config;
  }
  return {
    ...DEFAULT_CONFIG,
    workspace: { id, name: id, stewardship: NO_STEWARDSHIP },
    sources: rememberSources(await store.listSources(), registries),
  };
}

/** One whose connector or options no longer fit is left out. */
function rememberSources(
  records: readonly SourceRecord[],
  { connectors }: Registries,
): readonly SourceConfig[] {
  return records.flatMap((record) => {
    const connector = connectors.find(({ meta }) => meta.id === record.connector);
    const options = connector?.Options.safeParse(JSON.parse(record.optionsJson));
    if (connector === undefined || options?.success !== true) return [];
    const { id, stewardship } = record;
    return [{ id, connector, options: options.data, stewardship, schedule: null }];
  });
}
