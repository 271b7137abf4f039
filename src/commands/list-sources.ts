import { ScanError } from "../model/error.ts";
import { sourceId, type KbVersion, type SourceId } from "../model/ids.ts";
import type { Capabilities } from "../model/source.ts";
import type { ScanRecord, SourceRecord } from "../store/store.ts";
import type { Workspace } from "./workspace.ts";

export interface ListedSource {
  readonly id: SourceId;
  readonly connector: string;
  /** Null: no connector of that name is here. */
  readonly capabilities: Capabilities | null;
  /** Null: configured and never scanned. */
  readonly record: SourceRecord | null;
  readonly lastScan: ScanRecord | null;
  /** False: it is in the database and no longer in the configuration. */
  readonly isConfigured: boolean;
}

/** Every source that is configured or remembered, in order of id. */
export async function listSources(workspace: Workspace): Promise<readonly ListedSource[]> {
  const records = new Map(
    (await workspace.store.listSources()).map((record) => [record.id, record]),
  );
  const configured = new Map(workspace.sources.map((source) => [source.id, source]));
  const ids = [...new Set([...records.keys(), ...configured.keys()])].toSorted();
  return Promise.all(
    ids.map(async (id) => {
      const record = records.get(id) ?? null;
      const source = configured.get(id);
      const [lastScan] = await workspace.store.listScans({ sourceId: id, limit: 1 });
      return {
        id,
        connector: source?.connector.meta.id ?? record?.connector ?? "",
        capabilities: source?.connector.meta.capabilities ?? null,
        record,
        lastScan: lastScan ?? null,
        isConfigured: source !== undefined,
      };
    }),
  );
}

/** Erases a source with its documents, texts and findings from the database. Throws UNKNOWN_SOURCE. */
export async function removeSource(workspace: Workspace, id: string): Promise<KbVersion> {
  const record = await workspace.store.getSource(sourceId(id));
  if (record === null)
    throw new ScanError("UNKNOWN_SOURCE", `there is no source "${id}" in the database`);
  return workspace.store.removeSource(record.id, workspace.now());
}
