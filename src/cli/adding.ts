import type { Command } from "commander";
import type { Terminal } from "./terminal.ts";

/** Where a group of commands is added, and what they answer to. */
export interface Adding {
  readonly program: Command;
  readonly terminal: Terminal;
  readonly setExitCode: (code: number) => void;
}
