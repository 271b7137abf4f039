import { EXIT } from "../app/lifecycle.ts";
import { getReport, isFailing, type FailOn } from "../commands/get-report.ts";
import { giveAnswer } from "./answer.ts";
import { formatOf, type CommonOptions, type FormatOptions } from "./options.ts";
import { renderReport } from "./render-report.ts";
import { sayTarget } from "./say-target.ts";
import { hasFailed, scanWithProgress } from "./scan-run.ts";
import type { Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

export interface ScanCliOptions extends CommonOptions, FormatOptions {
  readonly source?: readonly string[];
  readonly acceptSuspect?: boolean;
  readonly failOn?: FailOn;
}

/** Scans, reports, and answers 3 when a source failed, 1 when not ready. */
export async function scanCommand(
  target: string | null,
  options: ScanCliOptions,
  terminal: Terminal,
): Promise<number> {
  return withWorkspace(target, options, "readwrite", async (workspace, log) => {
    const request = {
      sourceIds: options.source ?? null,
      acceptSuspect: options.acceptSuspect === true,
    };
    const say = { terminal, log, isQuiet: options.quiet === true };
    if (!say.isQuiet) sayTarget(target, workspace, terminal);
    const outcomes = await scanWithProgress(workspace, request, say);
    const report = await getReport(workspace);
    await giveAnswer(
      await renderReport(report, formatOf(options), terminal, options.output),
      options.output,
      terminal,
    );
    if (outcomes.some(hasFailed)) return EXIT.sourceFailed;
    return isFailing(report, options.failOn ?? null) ? EXIT.notReady : EXIT.ready;
  });
}
