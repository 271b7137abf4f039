import { EXIT } from "../app/lifecycle.ts";
import { getReport, isFailing } from "../commands/get-report.ts";
import { giveAnswer } from "./answer.ts";
import { formatOf } from "./options.ts";
import { renderReport } from "./render-report.ts";
import type { ScanCliOptions } from "./scan.ts";
import type { Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

/** Reports on what the database knows, without scanning. */
export async function reportCommand(options: ScanCliOptions, terminal: Terminal): Promise<number> {
  return withWorkspace(null, options, "readonly", async (workspace) => {
    const report = await getReport(workspace);
    await giveAnswer(
      await renderReport(report, formatOf(options), terminal, options.output),
      options.output,
      terminal,
    );
    if (report.sources.some(({ health }) => health.kind === "failed" || health.kind === "suspect"))
      return EXIT.sourceFailed;
    return isFailing(report, options.failOn ?? null) ? EXIT.notReady : EXIT.ready;
  });
}
