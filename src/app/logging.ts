import { pino, type Logger } from "pino";

export type { Logger };

export type Verbosity = "quiet" | "normal" | "verbose";

const LEVELS = { quiet: "error", normal: "warn", verbose: "debug" } as const;

/** Logs as JSON lines to standard error, so that standard output is the command's alone. Secrets by their usual names are masked. */
export function createLogger(verbosity: Verbosity): Logger {
  return pino(
    {
      level: LEVELS[verbosity],
      base: null,
      redact: {
        paths: [
          "password",
          "token",
          "secret",
          "authorization",
          "cookie",
          "*.password",
          "*.token",
          "*.secret",
          "*.authorization",
          "*.cookie",
        ],
        censor: "[secret]",
      },
    },
    // Synchronous: the last line before an exit is the one that matters.
    { write: (line: string) => void process.stderr.write(line) },
  );
}
