import { addCommonOptions, addFailOnOption, addFormatOptions } from "./options.ts";
import type { Adding } from "./adding.ts";

/** `sources`, `doctor`. */
export function addSourceCommands({ program, terminal, setExitCode }: Adding): void {
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
