import { createLogger, type Logger } from "../app/logging.ts";
import { openWorkspace, type OpenedWorkspace } from "../app/open-workspace.ts";
import type { CommonOptions } from "./options.ts";

/** Opens the workspace that the options mean, hands it over and closes it, whatever happens. */
export async function withWorkspace<T>(
  target: string | null,
  options: CommonOptions,
  mode: "readwrite" | "readonly",
  use: (workspace: OpenedWorkspace, log: Logger) => Promise<T>,
): Promise<T> {
  const log = createLogger(verbosityOf(options));
  const workspace = await openWorkspace({
    target,
    configFile: options.config ?? null,
    connector: options.connector ?? null,
    databaseFile: options.db ?? null,
    workspace: options.workspace ?? null,
    asOf: options.asOf ?? null,
    mode,
  });
  try {
    return await use(workspace, log);
  } finally {
    await workspace.close();
  }
}

function verbosityOf({ quiet, verbose }: CommonOptions): "quiet" | "normal" | "verbose" {
  if (verbose === true) return "verbose";
  return quiet === true ? "quiet" : "normal";
}
