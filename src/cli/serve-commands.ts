import { InvalidArgumentError } from "commander";
import { addCommonOptions, addFailOnOption, addFormatOptions } from "./options.ts";
import type { Adding } from "./adding.ts";

/** `serve`, `start`. */
export function addServeCommands({ program, terminal, setExitCode }: Adding): void {
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

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected a port from 0 to 65535.");
}
