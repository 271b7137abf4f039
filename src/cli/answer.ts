import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ScanError } from "../model/error.ts";
import type { Terminal } from "./terminal.ts";

/** Gives the answer: to standard output, or to a file. Ends it with one line end. */
export async function giveAnswer(
  text: string,
  file: string | undefined,
  terminal: Terminal,
): Promise<void> {
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  if (file === undefined) {
    terminal.out(whole);
    return;
  }
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, whole);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ScanError("USAGE", `${file} cannot be written: ${reason}`, {
      detail: { file },
      cause,
    });
  }
}

const MAX_EPOCH_MS = 8.64e15;

/** The value as published JSON: instants (keys `at` and `…At`) in ISO 8601, UTC. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, instantsAsText, 2);
}

function instantsAsText(key: string, value: unknown): unknown {
  const isInstant = typeof value === "number" && (key === "at" || key.endsWith("At"));
  return isInstant && Math.abs(value) <= MAX_EPOCH_MS ? new Date(value).toISOString() : value;
}
