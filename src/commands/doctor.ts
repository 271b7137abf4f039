import type { ConnectorHost } from "../contract/connector.ts";
import { toScanError } from "../model/error.ts";
import type { KbVersion, SourceId } from "../model/ids.ts";
import { checkSource, type SourceCheckup } from "./doctor-source.ts";
import { selectSources } from "./run-scans.ts";
import type { Workspace } from "./workspace.ts";

export interface DoctorTools {
  readonly hostFor: (sourceId: SourceId) => ConnectorHost;
  /** The first line that the program says of its version; null: it is not here. */
  readonly probeProgram: (name: string, args: readonly string[]) => Promise<string | null>;
  readonly maxDocumentBytes: number;
  /** Milliseconds from anywhere, which never go back. */
  readonly tickMs: () => number;
}

export interface DoctorReport {
  readonly nodeVersion: string;
  readonly programs: readonly ProgramCheck[];
  readonly database: DatabaseCheck;
  readonly sources: readonly SourceCheckup[];
  /** Nothing failed. */
  readonly isWell: boolean;
}

export interface ProgramCheck {
  readonly name: string;
  readonly version: string | null;
  /** What it is needed for. */
  readonly purpose: string;
}

export interface DatabaseCheck {
  readonly kbVersion: KbVersion;
  readonly oldestVersion: KbVersion;
  /** Empty when sound. */
  readonly problems: readonly string[];
  readonly checkMs: number;
}

const PROGRAMS: readonly (Omit<ProgramCheck, "version"> & { readonly args: readonly string[] })[] =
  [
    { name: "git", args: ["--version"], purpose: "git sources" },
    { name: "getfacl", args: ["--version"], purpose: "telling which files carry an access list" },
  ];

/** The audit before a knowledge base is built: can each source be reached, who are we there, can access be read, how fast, within which limits. */
export async function runDoctor(
  workspace: Workspace,
  tools: DoctorTools,
  sourceIds: readonly string[] | null,
  signal: AbortSignal,
): Promise<DoctorReport> {
  const programs = await Promise.all(
    PROGRAMS.map(async ({ name, args, purpose }) => ({
      name,
      purpose,
      version: await tools.probeProgram(name, args),
    })),
  );
  const database = await checkDatabase(workspace, tools);
  const sources: SourceCheckup[] = [];
  for (const source of selectSources(workspace.sources, sourceIds)) {
    sources.push(await checkSource(source, tools, signal));
  }
  const isWell = database.problems.length === 0 && sources.every((source) => source.isWell);
  return { nodeVersion: process.version, programs, database, sources, isWell };
}

async function checkDatabase(
  { store }: Workspace,
  { tickMs }: DoctorTools,
): Promise<DatabaseCheck> {
  const startedMs = tickMs();
  const problems = await store
    .checkIntegrity()
    .catch((error: unknown) => [toScanError(error).message]);
  return {
    kbVersion: await store.currentVersion(),
    oldestVersion: await store.oldestVersion(),
    problems,
    checkMs: tickMs() - startedMs,
  };
}
