import type { Logger } from "../app/logging.ts";
import type { OpenedWorkspace } from "../app/open-workspace.ts";
import { createScanTools } from "../app/scan-tools.ts";
import { runScans, type ScanRequest, type SourceOutcome } from "../commands/run-scans.ts";
import { openProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** Scans with progress on standard error, and says there what became of each source. */
export async function scanWithProgress(
  workspace: OpenedWorkspace,
  request: ScanRequest,
  say: { readonly terminal: Terminal; readonly log: Logger; readonly isQuiet: boolean },
): Promise<readonly SourceOutcome[]> {
  const { terminal, log, isQuiet } = say;
  const progress = await openProgress(terminal, isQuiet);
  try {
    const tools = await createScanTools(workspace, log, (seen) => progress.show(seen));
    try {
      const startedMs = performance.now();
      const outcomes = await runScans(workspace, tools, request, terminal.signal);
      progress.stop();
      for (const outcome of outcomes) {
        if (!isQuiet || hasFailed(outcome)) terminal.err(`${outcomeLine(outcome, terminal)}\n`);
      }
      if (!isQuiet)
        terminal.err(
          `${terminal.errPen.dim(`scanned in ${secondsText(performance.now() - startedMs)}`)}\n`,
        );
      return outcomes;
    } finally {
      await tools.pool.close();
    }
  } finally {
    progress.stop();
  }
}

/** The source gave nothing, or nothing that may be believed. */
export function hasFailed(outcome: SourceOutcome): boolean {
  if (outcome.kind === "refused") return true;
  return outcome.result.outcome === "failed" || outcome.result.outcome === "suspect";
}

function outcomeLine(outcome: SourceOutcome, { errPen }: Terminal): string {
  const { sourceId } = outcome;
  if (outcome.kind === "refused") return `${errPen.red("✗")} ${sourceId}: ${outcome.error.message}`;
  const { result } = outcome;
  if (result.outcome === "failed" && result.error !== null)
    return `${errPen.red("✗")} ${sourceId}: ${result.error.code} ${result.error.message}`;
  const { counts, health } = result;
  const changes = [
    [counts.created, "new"],
    [counts.changed, "changed"],
    [counts.moved, "moved"],
    [counts.deleted, "gone"],
    [counts.unreadable, "unreadable"],
  ] as const;
  const told = changes
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count.toLocaleString("en")} ${word}`);
  const summary = `${sourceId}: ${counts.seen.toLocaleString("en")} documents, ${told.length === 0 ? "nothing changed" : told.join(", ")}`;
  if (health.kind === "suspect") {
    const held = `${health.missingCount} of ${health.knownCount} documents are suddenly missing; nothing was dropped. Gone for good? tidemark sources accept ${sourceId}`;
    return `${errPen.yellow("!")} ${summary}; ${held}`;
  }
  if (health.kind === "partial")
    return `${errPen.yellow("!")} ${summary}; ${health.failedScopeCount} parts could not be read`;
  if (health.kind === "empty") return `${errPen.yellow("!")} ${sourceId}: it has no documents`;
  return `${errPen.green("✓")} ${summary}`;
}

export function secondsText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
