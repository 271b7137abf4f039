import { addCommonOptions, addFailOnOption, addFormatOptions } from "./options.ts";
import type { Adding } from "./adding.ts";

/** `scan`, `report`, `explain`. */
export function addScanCommands({ program, terminal, setExitCode }: Adding): void {
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
