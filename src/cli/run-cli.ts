import { CommanderError } from "commander";
import { EXIT, exitCodeOf, listenForInterrupts, tellError } from "../app/lifecycle.ts";
import { toScanError } from "../model/error.ts";
import { errorScreen } from "./print-error.ts";
import { buildProgram } from "./program.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

const KEEP_ALIVE_MS = 60_000;

/** Runs one command line; answers the exit code. Never throws. */
export async function runCli(args: readonly string[]): Promise<number> {
  const interrupts = listenForInterrupts();
  // Worker processes and threads do not hold the process: while a command waits for them alone, this does.
  const keepAlive = setInterval(() => {}, KEEP_ALIVE_MS);
  const terminal = processTerminal(interrupts.signal);
  process.once("uncaughtException", (thrown) => {
    terminal.err(`${screenOf(thrown, args, terminal)}\n`);
    process.exit(EXIT.fault);
  });
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
    terminal.err(`${screenOf(thrown, args, terminal)}\n`);
    return terminal.signal.aborted ? EXIT.interrupted : exitCodeOf(toScanError(thrown).code);
  } finally {
    clearInterval(keepAlive);
    interrupts.release();
  }
}

/** The error on one screen; with --verbose a fault of ours has its stack too. */
function screenOf(thrown: unknown, args: readonly string[], terminal: Terminal): string {
  const { error, incidentId } = tellError(thrown);
  const screen = errorScreen(error, incidentId, terminal.errPen);
  const isVerbose = args.some((arg) => arg === "--verbose" || arg === "-v");
  if (incidentId === null || !isVerbose) return screen;
  return `${screen}\n${thrown instanceof Error ? thrown.stack : String(thrown)}`;
}
