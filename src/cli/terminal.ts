import { isatty } from "node:tty";
import pc from "picocolors";

/** Where a command's words go. Standard output is the answer's alone; everything said on the way goes to standard error. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A person looks at standard output. */
  readonly isOutTty: boolean;
  /** A person looks at standard error: progress may move. */
  readonly isErrTty: boolean;
  /** A person can answer. */
  readonly isInteractive: boolean;
  readonly columns: number;
  /** Colours for standard output and standard error; plain where nobody looks, or NO_COLOR or --no-color says so. */
  readonly outPen: Pen;
  readonly errPen: Pen;
  /** Aborted when the person or the system wants an end. */
  readonly signal: AbortSignal;
}

export type Pen = ReturnType<typeof pc.createColors>;

const PLAIN_COLUMNS = 100;

/** The terminal of this process. A reader who closes the pipe early (`| head`) ends it quietly. */
export function processTerminal(signal: AbortSignal): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.listenerCount("error") === 0) stream.on("error", leaveOnClosedPipe);
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isOutTty: process.stdout.isTTY,
    // A pseudo-terminal without a size (containers, `script`) cannot be drawn upon: a spinner would clear infinitely many lines.
    isErrTty: process.stderr.isTTY && process.stderr.columns > 0,
    isInteractive: process.stdin.isTTY && process.stdout.isTTY,
    columns: process.stdout.columns || PLAIN_COLUMNS,
    outPen: pc.createColors(pc.isColorSupported && isatty(process.stdout.fd)),
    errPen: pc.createColors(pc.isColorSupported && isatty(process.stderr.fd)),
    signal,
  };
}

function leaveOnClosedPipe(error: Error): void {
  if ("code" in error && error.code === "EPIPE") process.exit();
  throw error;
}
