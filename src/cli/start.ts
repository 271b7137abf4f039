import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { demoConfigFile } from "../app/demo.ts";
import { EXIT } from "../app/lifecycle.ts";
import { getReport, isFailing } from "../commands/get-report.ts";
import type { ReadinessReport } from "../report/readiness-report.ts";
import { renderHtml } from "../report/render-html.ts";
import { giveAnswer } from "./answer.ts";
import { formatOf } from "./options.ts";
import { renderReport } from "./render-report.ts";
import type { ScanCliOptions } from "./scan.ts";
import { sayTarget } from "./say-target.ts";
import { hasFailed, scanWithProgress } from "./scan-run.ts";
import { serveUntilInterrupted } from "./serve.ts";
import type { Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

interface StartOptions extends ScanCliOptions {
  readonly port?: number;
  /** False after `--no-serve`. */
  readonly serve: boolean;
}

/** The first five minutes: scans the demonstration or a target, prints, writes the HTML report, serves it and says what to try next. */
export async function startCommand(
  target: string | null,
  options: StartOptions,
  terminal: Terminal,
): Promise<number> {
  const isDemo = target === null && options.config === undefined;
  const opening = isDemo ? { ...options, config: demoConfigFile() } : options;
  return withWorkspace(target, opening, "readwrite", async (workspace, log) => {
    const isQuiet = options.quiet === true;
    const request = { sourceIds: options.source ?? null, acceptSuspect: false };
    if (!isQuiet) sayTarget(target, workspace, terminal);
    const outcomes = await scanWithProgress(workspace, request, { terminal, log, isQuiet });
    const report = await getReport(workspace);
    await giveAnswer(
      await renderReport(report, formatOf(options), terminal, options.output),
      options.output,
      terminal,
    );
    const page = join(dirname(workspace.databaseFile), "report.html");
    await mkdir(dirname(page), { recursive: true });
    await writeFile(page, renderHtml(report));
    if (!isQuiet) terminal.err(nextSteps(report, page, isDemo, terminal));
    if (options.serve) await serveUntilInterrupted(workspace, log, options.port ?? null, terminal);
    // One of the demonstration's sources is empty on purpose.
    if (!isDemo && outcomes.some(hasFailed)) return EXIT.sourceFailed;
    return options.failOn !== undefined && isFailing(report, options.failOn)
      ? EXIT.notReady
      : EXIT.ready;
  });
}

function nextSteps(
  report: ReadinessReport,
  page: string,
  isDemo: boolean,
  { errPen }: Terminal,
): string {
  const self = programName();
  const [rule] = report.rules;
  const [finding] = rule?.findings ?? [];
  const steps = [
    ...(isDemo ? [["npm start -- PATH", "scan a folder or git repository of yours"]] : []),
    ...(finding === undefined
      ? []
      : [
          [
            `${self} explain ${finding.fingerprint.slice(0, 8)}${workspaceFlag(report, isDemo)}`,
            `see what "${rule?.ruleId}" rests on`,
          ],
        ]),
    [`${self} init PATH`, "write a configuration with owner, SLA and gates"],
    [`${self} --help`, "everything else"],
  ];
  const width = Math.max(...steps.map(([command = ""]) => command.length));
  const lines = steps.map(
    ([command = "", why = ""]) => `  ${errPen.cyan(command.padEnd(width))}  ${why}`,
  );
  return `\n${errPen.bold("The report is written")} to ${relative(process.cwd(), page)}\n${errPen.bold("Next")}\n${lines.join("\n")}\n`;
}

/** The database may hold several workspaces; the demonstration's is found by its name. */
function workspaceFlag({ workspace }: ReadinessReport, isDemo: boolean): string {
  return isDemo ? ` --workspace ${workspace}` : "";
}

/** As a person here calls it again: by its name where it is installed, by its file where it is not. */
function programName(): string {
  const [, file = ""] = process.argv;
  return basename(file) === "tidemark" ? "tidemark" : `node ${relative(process.cwd(), file)}`;
}
