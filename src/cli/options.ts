import { Option, type Command } from "commander";

/** What every command that opens a workspace understands. */
export interface CommonOptions {
  readonly config?: string;
  readonly db?: string;
  readonly workspace?: string;
  readonly connector?: string;
  readonly asOf?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

export const FORMATS = ["terminal", "json", "markdown", "html"] as const;
export type Format = (typeof FORMATS)[number];

export interface FormatOptions {
  readonly format?: Format;
  readonly json?: boolean;
  readonly output?: string;
}

/** The format asked for; by default what a person reads. */
export function formatOf({ format, json }: FormatOptions): Format {
  return json === true ? "json" : (format ?? "terminal");
}

export function addCommonOptions(command: Command): Command {
  return command
    .option("--config <file>", "configuration (default: ./tidemark.yaml where there is one)")
    .option("--db <file>", "database (default: ./.tidemark/tidemark.db)")
    .option("--workspace <id>", "workspace of the database, where no configuration names it")
    .option("--as-of <date>", "judge as if it were then (2026-12-31)")
    .option("-q, --quiet", "say only what is wrong")
    .option("-v, --verbose", "log what happens, to standard error")
    .option("--no-color", "no colours");
}

/** `--format`, its short form and `--output`; with the formats that the command has. */
export function addFormatOptions(command: Command, formats: readonly Format[] = FORMATS): Command {
  return command
    .addOption(
      new Option("--format <format>", "of the answer").choices(formats).default("terminal"),
    )
    .option("--json", "short for --format json; nothing else goes to standard output")
    .option("-o, --output <file>", "write the answer to a file");
}

export function addFailOnOption(command: Command): Command {
  return command.addOption(
    new Option(
      "--fail-on <level>",
      "exit 1 also for open findings of this level or worse; never: not even when not ready",
    ).choices(["error", "warning", "note", "never"]),
  );
}
