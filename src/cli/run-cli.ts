import { CommanderError } from "commander";
import { EXIT, exitCodeOf, listenForInterrupts, tellError } from "../app/lifecycle.ts";
import { errorScreen } from "./print-error.ts";
import { buildProgram } from "./program.ts";
import { processTerminal } from "./terminal.ts";

const KEEP_ALIVE_MS = 60_000;

/** Runs one command line; answers the exit code. Never throws. */
export async function runCli(args: readonly string[]): Promise<number> {
  const interrupts = listenForInterrupts();
  // Worker processes and threads do not hold the process: while a command waits for them alone, this does.
  const keepAlive = setInterval(() => {}, KEEP_ALIVE_MS);
  const terminal = processTerminal(interrupts.signal);
  let exitCode: number = EXIT.ready;
  const program = buildProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (thrown) {
    // Help and --version are no errors; all else that commander throws is bad usage, already told.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ready : EXIT.usage;
    const { error, incidentId } = tellError(thrown);
    terminal.err(`${errorScreen(error, incidentId, terminal.errPen)}\n`);
    if (incidentId !== null && args.some((arg) => arg === "--verbose" || arg === "-v")) {
      terminal.err(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
    }
    return terminal.signal.aborted ? EXIT.interrupted : exitCodeOf(error.code);
  } finally {
    clearInterval(keepAlive);
    interrupts.release();
  }
}
