import { InvalidArgumentError, Option } from "commander";
import { addCommonOptions, addFormatOptions } from "./options.ts";
import type { Adding } from "./adding.ts";

/** `findings`, `waive`, `ack`, `reopen`, `baseline`, `rules`. */
export function addFindingCommands({ program, terminal, setExitCode }: Adding): void {
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

const MAX_LIMIT = 10_000;

function parseLimit(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_LIMIT) return count;
  throw new InvalidArgumentError(`Expected a number from 1 to ${MAX_LIMIT}.`);
}
