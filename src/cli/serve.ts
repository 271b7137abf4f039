import { validate as isCron } from "node-cron";
import { EXIT } from "../app/lifecycle.ts";
import type { Logger } from "../app/logging.ts";
import type { OpenedWorkspace } from "../app/open-workspace.ts";
import { scheduleRescans } from "../app/rescans.ts";
import { serveReport } from "../app/serve-report.ts";
import { ScanError } from "../model/error.ts";
import type { CommonOptions } from "./options.ts";
import { scanWithProgress } from "./scan-run.ts";
import type { Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

interface ServeOptions extends CommonOptions {
  readonly port?: number;
  readonly rescan?: string;
  readonly timeZone?: string;
}

/** Serves until it is interrupted; scans first what was never scanned. */
export async function serveCommand(
  target: string | null,
  options: ServeOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.rescan !== undefined && !isCron(options.rescan)) {
    throw new ScanError(
      "USAGE",
      `--rescan: "${options.rescan}" is no cron expression; write it like '0 6 * * 1-5'`,
    );
  }
  return withWorkspace(target, options, "readwrite", async (workspace, log) => {
    const isQuiet = options.quiet === true;
    if ((await workspace.store.currentVersion()) === 0) {
      await scanWithProgress(
        workspace,
        { sourceIds: null, acceptSuspect: false },
        { terminal, log, isQuiet },
      );
    }
    const schedule = scheduleRescans(workspace, log, {
      all: options.rescan ?? null,
      timeZone: options.timeZone ?? null,
      signal: terminal.signal,
    });
    const next = schedule.nextRunAt();
    if (next !== null && !isQuiet) terminal.err(`next scan: ${next.toISOString()}\n`);
    try {
      return await serveUntilInterrupted(workspace, log, options.port ?? null, terminal);
    } finally {
      await schedule.stop();
    }
  });
}

/** Serves the report; an interrupt is its usual end. */
export async function serveUntilInterrupted(
  workspace: OpenedWorkspace,
  log: Logger,
  port: number | null,
  terminal: Terminal,
): Promise<number> {
  const server = await serveReport(workspace, log, port);
  terminal.err(`serving ${terminal.errPen.bold(`${server.url}/`)} (Ctrl-C ends it)\n`);
  if (!terminal.signal.aborted) {
    await new Promise((resolve) =>
      terminal.signal.addEventListener("abort", resolve, { once: true }),
    );
  }
  await server.close();
  return EXIT.ready;
}
