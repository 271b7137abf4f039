import type { Adding } from "./adding.ts";

/** `init`, `config`. */
export function addSetupCommands({ program, terminal, setExitCode }: Adding): void {
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
