import type { Ora } from "ora";
import type { ScanProgress } from "../app/scan-tools.ts";
import type { Terminal } from "./terminal.ts";

/** Shows how far a scan is, on standard error. */
export interface ProgressView {
  show(progress: ScanProgress): void;
  /** Takes it off the screen; further lines start clean. */
  stop(): void;
}

const STEPS = { listing: "listing", reading: "reading", judging: "judging", done: "done" } as const;
const BAR_WIDTH = 24;
const MIN_REDRAW_MS = 80;

/** A moving bar when a person looks, a line for each step when not, nothing when quiet. */
export async function openProgress(terminal: Terminal, isQuiet: boolean): Promise<ProgressView> {
  if (isQuiet) return { show() {}, stop() {} };
  if (!terminal.isErrTty) return plainProgress(terminal);
  const { default: ora } = await import("ora");
  return movingProgress(ora({ stream: process.stderr, discardStdin: false, text: "starting" }));
}

function plainProgress(terminal: Terminal): ProgressView {
  let last = "";
  return {
    show({ sourceId, step, seen }) {
      const key = `${sourceId} ${step}`;
      if (key === last || step === "done") return;
      last = key;
      const count = step === "listing" ? "" : ` ${seen.toLocaleString("en")} documents`;
      terminal.err(`${sourceId}: ${STEPS[step]}${count}\n`);
    },
    stop() {},
  };
}

function movingProgress(spinner: Ora): ProgressView {
  let drawnMs = 0;
  spinner.start();
  return {
    show(progress) {
      const nowMs = performance.now();
      if (nowMs - drawnMs < MIN_REDRAW_MS) return;
      drawnMs = nowMs;
      spinner.text = progressText(progress);
    },
    stop() {
      spinner.stop();
    },
  };
}

/** `handbook  reading  ████████░░░░  1,203 of 3,088`; without a bar while the total is not known. */
export function progressText({ sourceId, step, seen, done, total }: ScanProgress): string {
  if (total === null || total === 0) {
    return `${sourceId}  ${STEPS[step]}  ${(done > 0 ? done : seen).toLocaleString("en")}`;
  }
  const filled = Math.round((Math.min(done, total) / total) * BAR_WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  return `${sourceId}  ${STEPS[step]}  ${bar}  ${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
}
