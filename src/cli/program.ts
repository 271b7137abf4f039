import { Command } from "commander";
import { packageVersion } from "../app/package-root.ts";
import type { Adding } from "./adding.ts";
import { addFindingCommands } from "./finding-commands.ts";
import { addScanCommands } from "./scan-commands.ts";
import { addServeCommands } from "./serve-commands.ts";
import { addSetupCommands } from "./setup-commands.ts";
import { addSourceCommands } from "./source-commands.ts";
import type { Terminal } from "./terminal.ts";

/** All commands. What a command needs is loaded when it is called, so that help is quick. */
export function buildProgram(terminal: Terminal, setExitCode: (code: number) => void): Command {
  const program = new Command("tidemark")
    .description(
      "Tells whether a knowledge base is fresh, complete and guarded enough to answer from, and what to mend first.",
    )
    .version(packageVersion(), "-V, --version")
    .exitOverride()
    .showHelpAfterError("(--help shows how it is used)")
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  const add: Adding = { program, terminal, setExitCode };
  addScanCommands(add);
  addFindingCommands(add);
  addSourceCommands(add);
  addSetupCommands(add);
  addServeCommands(add);
  return program;
}
