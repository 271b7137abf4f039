import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Workspace } from "../commands/workspace.ts";
import { ScanError } from "../model/error.ts";
import { epochMs, type EpochMs, type WorkspaceId } from "../model/ids.ts";
import { toQualityGate } from "../report/gates.ts";
import { DEFAULT_GATES } from "../report/profile.ts";
import { listWorkspaces, openSqliteStore } from "../store/sqlite/open.ts";
import type { ResolvedConfig, SourceConfig } from "./config.ts";
import { Instant, instantAt } from "./config-values.ts";
import { findConfig, type ConfigRequest } from "./find-config.ts";
import { REGISTRIES } from "./registries.ts";
import { rememberConfig } from "./remembered-config.ts";

export interface OpenRequest extends ConfigRequest {
  readonly databaseFile: string | null;
  /** Which workspace of the database, where no configuration says; null: the only one. */
  readonly workspace: string | null;
  /** A day or an instant; null: now, or what the configuration says. */
  readonly asOf: string | null;
  /** `readonly` needs a database that is there, writes nothing and waits for no scan. */
  readonly mode: "readwrite" | "readonly";
}

/** A workspace with what it was opened by. */
export interface OpenedWorkspace extends Workspace {
  readonly config: ResolvedConfig;
  /** Absolute. */
  readonly databaseFile: string;
  readonly sources: readonly SourceConfig[];
  close(): Promise<void>;
}

const DEFAULT_DATABASE = ".tidemark/tidemark.db";

/** Opens the database and the workspace in it that is meant. Throws CONFIG_INVALID, USAGE, NOT_FOUND, STORE_*. */
export async function openWorkspace(request: OpenRequest): Promise<OpenedWorkspace> {
  const asked = request.asOf === null ? null : parseAsOf(request.asOf);
  const found = await findConfig(request, REGISTRIES);
  const databaseFile = resolve(request.databaseFile ?? found?.databasePath ?? DEFAULT_DATABASE);
  if (request.mode === "readonly" || found === null) checkDatabase(databaseFile, found);
  const id = found?.workspace.id ?? (await chooseWorkspace(databaseFile, request.workspace));
  await makeFolder(dirname(databaseFile));
  const store = await openSqliteStore({
    path: databaseFile,
    workspace: id,
    workspaceName: found?.workspace.name ?? id,
    mode: request.mode,
  });
  try {
    const config = found ?? (await rememberConfig(id, store, REGISTRIES));
    const asOf = asked ?? config.asOf;
    const now = asOf === null ? (): EpochMs => epochMs(Date.now()) : (): EpochMs => asOf;
    return assemble(config, { store, canWrite: request.mode === "readwrite" }, databaseFile, now);
  } catch (error) {
    await store.close();
    throw error;
  }
}

function assemble(
  config: ResolvedConfig,
  { store, canWrite }: Pick<Workspace, "store" | "canWrite">,
  databaseFile: string,
  now: () => EpochMs,
): OpenedWorkspace {
  const { rules } = REGISTRIES;
  const ruleIds = rules.map(({ meta }) => meta.id);
  return {
    id: config.workspace.id,
    name: config.workspace.name,
    stewardship: config.workspace.stewardship,
    store,
    canWrite,
    sources: config.sources,
    policies: config.policies,
    rules,
    gates: config.gates?.map((gate) => toQualityGate(gate, ruleIds)) ?? DEFAULT_GATES,
    retention: config.retention,
    configFile: config.file,
    now,
    config,
    databaseFile,
    close: () => store.close(),
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ScanError("STORE_UNUSABLE", `the database's folder cannot be made: ${reason}`, {
      detail: { folder },
      cause,
    });
  }
}

function checkDatabase(databaseFile: string, found: ResolvedConfig | null): void {
  if (existsSync(databaseFile)) return;
  const missing =
    found === null ? "there is no tidemark.yaml here and no database" : "there is no database";
  throw new ScanError(
    "NOT_FOUND",
    `${missing} at ${databaseFile}. Scan first: \`tidemark scan\`, with a path if there is no configuration.`,
  );
}

/** The workspace of a database that no configuration speaks of. */
async function chooseWorkspace(databaseFile: string, wanted: string | null): Promise<WorkspaceId> {
  const ids = await listWorkspaces(databaseFile);
  const names = ids.join(", ");
  const [only, other] = ids;
  if (only === undefined) {
    throw new ScanError("NOT_FOUND", "nothing was scanned yet. Scan first: `tidemark scan PATH`.");
  }
  if (wanted !== null) {
    const chosen = ids.find((id) => id === wanted);
    if (chosen !== undefined) return chosen;
    throw new ScanError("NOT_FOUND", `the database has no workspace "${wanted}"; it has: ${names}`);
  }
  if (other === undefined) return only;
  throw new ScanError(
    "USAGE",
    `the database has several workspaces; say which with --workspace: ${names}`,
  );
}

function parseAsOf(text: string): EpochMs {
  const parsed = Instant.safeParse(text);
  if (parsed.success) return instantAt(parsed.data);
  throw new ScanError(
    "USAGE",
    `--as-of: expected a day such as 2026-12-31 or an instant such as 2026-12-31T09:00:00Z`,
  );
}
