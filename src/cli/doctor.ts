import { EXIT } from "../app/lifecycle.ts";
import { probeProgram } from "../app/probe-program.ts";
import { createHosts } from "../app/scan-tools.ts";
import { runDoctor, type DoctorReport } from "../commands/doctor.ts";
import type { CheckStep, SourceCheckup } from "../commands/doctor-source.ts";
import { giveAnswer, toJson } from "./answer.ts";
import { formatOf, type CommonOptions, type FormatOptions } from "./options.ts";
import type { Pen, Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

interface DoctorOptions extends CommonOptions, FormatOptions {
  readonly source?: readonly string[];
}

export async function doctorCommand(
  target: string | null,
  options: DoctorOptions,
  terminal: Terminal,
): Promise<number> {
  return withWorkspace(target, options, "readwrite", async (workspace, log) => {
    const tools = {
      hostFor: await createHosts(workspace, log),
      probeProgram,
      tickMs: () => performance.now(),
      maxDocumentBytes: workspace.config.limits.document_bytes,
    };
    const report = await runDoctor(workspace, tools, options.source ?? null, terminal.signal);
    const text =
      formatOf(options) === "json"
        ? toJson(report)
        : doctorText(report, workspace.config.limits, terminal.outPen);
    await giveAnswer(text, options.output, terminal);
    if (report.database.problems.length > 0) return EXIT.fault;
    return report.isWell ? EXIT.ready : EXIT.sourceFailed;
  });
}

interface Limits {
  readonly document_bytes: number;
  readonly extract_ms: number;
  readonly extract_bytes: number;
}

function doctorText(report: DoctorReport, limits: Limits, pen: Pen): string {
  const { database, programs, sources } = report;
  return [
    pen.bold("This machine"),
    stepLine("ok", `Node ${report.nodeVersion}`, pen),
    ...programs.map(({ name, version, purpose }) =>
      version === null
        ? stepLine("warning", `${name} is not here; it is needed for ${purpose}`, pen)
        : stepLine("ok", version, pen),
    ),
    stepLine(
      "ok",
      `limits: ${megabytes(limits.document_bytes)} a document, ${limits.extract_ms / 1000} s and ${megabytes(limits.extract_bytes)} to read one`,
      pen,
    ),
    "",
    pen.bold("Database"),
    ...(database.problems.length === 0
      ? [
          stepLine(
            "ok",
            `sound, KB version ${database.kbVersion}, history from ${database.oldestVersion} (checked in ${Math.round(database.checkMs)} ms)`,
            pen,
          ),
        ]
      : database.problems.map((problem) => stepLine("failed", problem, pen))),
    ...sources.flatMap((source, index) => [
      "",
      ...sourceLines(
        source,
        sources.findIndex(({ connector }) => connector === source.connector) === index,
        pen,
      ),
    ]),
    ...(sources.length === 0
      ? ["", "There are no sources: write a tidemark.yaml with `tidemark init`, or name a path."]
      : []),
    "",
    report.isWell
      ? pen.green("All can be scanned.")
      : pen.red("Not all can be scanned: see what failed above."),
  ].join("\n");
}

function sourceLines(
  { sourceId, connector, capabilities, steps }: SourceCheckup,
  isFirstOfConnector: boolean,
  pen: Pen,
): readonly string[] {
  const { access, changes, deletions, notes } = capabilities;
  return [
    pen.bold(`Source ${sourceId} (${connector})`),
    ...steps.map(({ name, status, text }) => stepLine(status, `${name.padEnd(12)}${text}`, pen)),
    pen.dim(`    sees access: ${access}; changes: ${changes}; deletions: ${deletions}`),
    ...(isFirstOfConnector ? notes : []).map((note) => pen.dim(`    ${note}`)),
  ];
}

function stepLine(status: CheckStep["status"], text: string, pen: Pen): string {
  const marks = { ok: pen.green("✓"), warning: pen.yellow("!"), failed: pen.red("✗") };
  return `  ${marks[status]} ${text}`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
