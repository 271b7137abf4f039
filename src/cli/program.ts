import { Command, InvalidArgumentError, Option } from "commander";
import { addCommonOptions, addFailOnOption, addFormatOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";

const VERSION = "0.1.0";

/** All commands. What a command needs is loaded when it is called, so that help is quick. */
export function buildProgram(terminal: Terminal, setExitCode: (code: number) => void): Command {
  const program = new Command("tidemark")
    .description(
      "Tells whether a knowledge base is fresh, complete and guarded enough to answer from, and what to mend first.",
    )
    .version(VERSION, "-V, --version")
    .exitOverride()
    .showHelpAfterError("(--help shows how it is used)")
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  const add = { program, terminal, setExitCode };
  addScanCommands(add);
  addFindingCommands(add);
  addSourceCommands(add);
  addSetupCommands(add);
  addServeCommands(add);
  return program;
}

interface Adding {
  readonly program: Command;
  readonly terminal: Terminal;
  readonly setExitCode: (code: number) => void;
}

function addScanCommands({ program, terminal, setExitCode }: Adding): void {
  const scan = program
    .command("scan")
    .description("read the sources, judge the documents, report")
    .argument("[target]", "folder, file, git repository or configuration; default: ./tidemark.yaml")
    .option("--source <id...>", "only these sources")
    .option("--accept-suspect", "believe a listing that lost most documents")
    .option(
      "--connector <id>",
      "read the target with this connector (default: told from what is there)",
    )
    .action(async (target: string | undefined, options) => {
      const { scanCommand } = await import("./scan.ts");
      setExitCode(await scanCommand(target ?? null, options, terminal));
    });
  addFailOnOption(addFormatOptions(addCommonOptions(scan)));

  const report = program
    .command("report")
    .description("report on what the last scans found")
    .action(async (options) => {
      const { reportCommand } = await import("./report.ts");
      setExitCode(await reportCommand(options, terminal));
    });
  addFailOnOption(addFormatOptions(addCommonOptions(report)));

  const explain = program
    .command("explain")
    .description("show all that the judgement of a document or a finding rests on")
    .argument(
      "<document|finding>",
      "id, URI, locator or path of a document; fingerprint of a finding",
    )
    .action(async (reference: string, options) => {
      const { explainCommand } = await import("./explain.ts");
      setExitCode(await explainCommand(reference, options, terminal));
    });
  addFormatOptions(addCommonOptions(explain), ["terminal", "json"]);
}

function addFindingCommands({ program, terminal, setExitCode }: Adding): void {
  const findings = program
    .command("findings")
    .description("list findings, errors first")
    .option("--rule <id...>", "only of these rules")
    .addOption(
      new Option("--severity <level>", "this one and worse")
        .choices(["note", "warning", "error"])
        .default("note"),
    )
    .option("--source <id>", "only of this source")
    .addOption(
      new Option("--state <state...>", "in these states")
        .choices(["open", "acknowledged", "waived", "resolved"])
        .default(["open", "acknowledged"]),
    )
    .option("--limit <count>", "at most so many", parseLimit, 50)
    .option("--after <fingerprint>", "go on behind this finding")
    .action(async (options) => {
      const { findingsCommand } = await import("./findings.ts");
      setExitCode(await findingsCommand(options, terminal));
    });
  addFormatOptions(addCommonOptions(findings), ["terminal", "json"]);

  const waive = program
    .command("waive")
    .description("accept a finding: it no longer counts")
    .argument("<finding>", "fingerprint, or its beginning")
    .requiredOption("--reason <text>", "why")
    .option("--until <day>", "the last day it holds (2026-12-31)")
    .option("--by <name>", "who says so (default: the account)")
    .action(async (reference: string, options) => {
      const { waiveCommand } = await import("./marks.ts");
      setExitCode(await waiveCommand(reference, options, terminal));
    });
  addCommonOptions(waive);

  for (const [name, description] of [
    ["ack", "acknowledge a finding: somebody is on it, and it still counts"],
    ["reopen", "take a waiver or an acknowledgement back"],
  ] as const) {
    const mark = program
      .command(name)
      .description(description)
      .argument("<finding>", "fingerprint, or its beginning")
      .option("--by <name>", "who says so (default: the account)")
      .action(async (reference: string, options) => {
        const { markCommand } = await import("./marks.ts");
        setExitCode(await markCommand(name, reference, options, terminal));
      });
    addCommonOptions(mark);
  }

  const baseline = program
    .command("baseline")
    .description("the state that new findings are told from");
  const set = baseline
    .command("set")
    .description("count today's findings as known")
    .argument("[name]", "what to call it", "baseline")
    .action(async (name: string, options) => {
      const { setBaselineCommand } = await import("./baseline.ts");
      setExitCode(await setBaselineCommand(name, options, terminal));
    });
  const show = baseline
    .command("show")
    .description("show it")
    .action(async (options) => {
      const { showBaselineCommand } = await import("./baseline.ts");
      setExitCode(await showBaselineCommand(options, terminal));
    });
  addCommonOptions(set);
  addFormatOptions(addCommonOptions(show), ["terminal", "json"]);

  const rules = program
    .command("rules")
    .description("list the rules")
    .action(async (options) => {
      const { rulesCommand } = await import("./rules.ts");
      setExitCode(await rulesCommand(options, terminal));
    });
  addFormatOptions(rules, ["terminal", "json"]);
}

function addSourceCommands({ program, terminal, setExitCode }: Adding): void {
  const sources = program.command("sources").description("the places that documents are read from");
  const list = sources
    .command("list")
    .description("list them with their health")
    .action(async (options) => {
      const { listSourcesCommand } = await import("./sources.ts");
      setExitCode(await listSourcesCommand(options, terminal));
    });
  addFormatOptions(addCommonOptions(list), ["terminal", "json"]);
  const accept = sources
    .command("accept")
    .description("believe a listing that was held back: scan, and drop what is gone")
    .argument("<source>")
    .action(async (source: string, options) => {
      const { scanCommand } = await import("./scan.ts");
      setExitCode(
        await scanCommand(null, { ...options, source: [source], acceptSuspect: true }, terminal),
      );
    });
  addFailOnOption(addFormatOptions(addCommonOptions(accept)));
  const remove = sources
    .command("remove")
    .description("erase a source with its documents, texts and findings from the database")
    .argument("<source>")
    .option("--yes", "do not ask")
    .action(async (source: string, options) => {
      const { removeSourceCommand } = await import("./sources.ts");
      setExitCode(await removeSourceCommand(source, options, terminal));
    });
  addCommonOptions(remove);

  const doctor = program
    .command("doctor")
    .description(
      "check before building: can each source be reached, who are we there, can access be read, how fast",
    )
    .argument("[target]", "folder, file, git repository or configuration; default: ./tidemark.yaml")
    .option("--source <id...>", "only these sources")
    .option("--connector <id>", "read the target with this connector")
    .action(async (target: string | undefined, options) => {
      const { doctorCommand } = await import("./doctor.ts");
      setExitCode(await doctorCommand(target ?? null, options, terminal));
    });
  addFormatOptions(addCommonOptions(doctor), ["terminal", "json"]);
}

function addSetupCommands({ program, terminal, setExitCode }: Adding): void {
  program
    .command("init")
    .description(
      "write a commented tidemark.yaml; asks for owner, SLA, escalation contact and next review",
    )
    .argument("[target]", "what is to be scanned: folder or git repository", ".")
    .option("--id <id>", "of the workspace")
    .option("--owner <who>", "who answers for it")
    .option("--sla <text>", "how fresh it must be")
    .option("--escalation <who>", "who is told when the owner does not answer")
    .option("--next-review <day>", "by when somebody looks at this again (2027-06-30)")
    .option("-o, --output <file>", "where to write it", "tidemark.yaml")
    .option("-y, --yes", "ask nothing; what is not given stays open")
    .option("--force", "replace the file if it is there")
    .option("--no-color", "no colours")
    .action(async (target: string, options) => {
      const { initCommand } = await import("./init.ts");
      setExitCode(await initCommand(target, options, terminal));
    });
  const config = program.command("config").description("the configuration");
  config
    .command("check")
    .description("check it, and say what it amounts to")
    .argument("[file]", "the configuration", "tidemark.yaml")
    .action(async (file: string) => {
      const { checkConfigCommand } = await import("./config.ts");
      setExitCode(await checkConfigCommand(file, terminal));
    });
  config
    .command("schema")
    .description("print its JSON schema, for editors")
    .option("-o, --output <file>", "write it to a file")
    .action(async (options: { output?: string }) => {
      const { configSchemaCommand } = await import("./config.ts");
      setExitCode(await configSchemaCommand(options.output, terminal));
    });
  config
    .command("reference")
    .description("print every key with its meaning, as Markdown")
    .action(async () => {
      const { configReferenceCommand } = await import("./config.ts");
      setExitCode(configReferenceCommand(terminal));
    });
}

function addServeCommands({ program, terminal, setExitCode }: Adding): void {
  const serve = program
    .command("serve")
    .description("serve the report and its JSON on this machine; scans again on a schedule")
    .argument("[target]", "folder, file, git repository or configuration; default: ./tidemark.yaml")
    .option("--port <port>", "on 127.0.0.1 (default: 4180, or the next that is free)", parsePort)
    .option(
      "--rescan <cron>",
      "scan all sources then ('0 6 * * *'), beside the sources' own schedules",
    )
    .option("--time-zone <name>", "of the schedules (default: the machine's)")
    .option("--connector <id>", "read the target with this connector")
    .action(async (target: string | undefined, options) => {
      const { serveCommand } = await import("./serve.ts");
      setExitCode(await serveCommand(target ?? null, options, terminal));
    });
  addCommonOptions(serve);

  const start = program
    .command("start")
    .description("scan, print, write .tidemark/report.html and serve it: the first five minutes")
    .argument(
      "[target]",
      "folder, file, git repository or configuration; default: the demonstration",
    )
    .option("--port <port>", "on 127.0.0.1 (default: 4180, or the next that is free)", parsePort)
    .option("--no-serve", "stop after the report is written")
    .option("--connector <id>", "read the target with this connector")
    .action(async (target: string | undefined, options) => {
      const { startCommand } = await import("./start.ts");
      setExitCode(await startCommand(target ?? null, options, terminal));
    });
  addFailOnOption(addFormatOptions(addCommonOptions(start)));
}

const MAX_LIMIT = 10_000;

function parseLimit(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_LIMIT) return count;
  throw new InvalidArgumentError(`Expected a number from 1 to ${MAX_LIMIT}.`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected a port from 0 to 65535.");
}
