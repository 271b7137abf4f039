import { randomBytes } from "node:crypto";
import { toBase32 } from "../lib/base32.ts";
import { ERRORS, toScanError, type ErrorCode, type ScanError } from "../model/error.ts";

/** What the process ends with: 0 ready, 1 not ready, 2 usage or configuration, 3 a source failed, 4 our own fault, 130 interrupted. */
export const EXIT = {
  ready: 0,
  notReady: 1,
  usage: 2,
  sourceFailed: 3,
  fault: 4,
  interrupted: 130,
} as const;

export function exitCodeOf(code: ErrorCode): number {
  return ERRORS[code].exitCode;
}

/** An error as it is told to a person: INTERNAL ones carry an id that stands in the log too. */
export interface ToldError {
  readonly error: ScanError;
  /** Null for expected failures. */
  readonly incidentId: string | null;
}

export function tellError(thrown: unknown): ToldError {
  const error = toScanError(thrown);
  return { error, incidentId: error.code === "INTERNAL" ? toBase32(randomBytes(5)) : null };
}

/**
 * A signal that is aborted by the first SIGINT or SIGTERM; the second ends the process at once, and the next scan carries on.
 * `release` takes the listeners away.
 */
export function listenForInterrupts(): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    release() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
