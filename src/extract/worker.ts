import { readFileSync } from "node:fs";
import type { WorkerBatch, WorkerReport } from "./protocol.ts";
import { readDocument } from "./read-document.ts";

// The entry of a worker process: reads what it is sent, one document after the other, until its parent is gone.

const REPORT_EVERY_MS = 50;

let work = Promise.resolve();

// What a parser throws outside its promises would end the process with its document; the parent then gives the reason.
process.on("message", (batch: WorkerBatch) => {
  work = work.then(() => readBatch(batch));
});
process.on("disconnect", () => process.exit(0));
report([]);

/** Reports now and then, so that the parent knows whom to blame when this process ends. */
async function readBatch({ documents, textLength }: WorkerBatch): Promise<void> {
  let results: WorkerReport["results"][number][] = [];
  let reportedAt = performance.now();
  for (const { id, request } of documents) {
    results.push({ id, outcome: await readDocument(request, textLength) });
    if (performance.now() - reportedAt < REPORT_EVERY_MS) continue;
    report(results);
    results = [];
    reportedAt = performance.now();
  }
  if (results.length > 0) report(results);
}

function report(results: WorkerReport["results"]): void {
  const { rss } = process.memoryUsage();
  const message: WorkerReport = {
    results,
    residentBytes: rss,
    peakBytes: Math.max(rss, peakBytes()),
  };
  process.send?.(message);
}

/** The largest resident size of this very program. (`ru_maxrss` would count the parent's pages from before `exec`.) */
function peakBytes(): number {
  try {
    const kibibytes = /^VmHWM:\s*(?<count>\d+)/m.exec(readFileSync("/proc/self/status", "latin1"));
    return 1024 * Number(kibibytes?.groups?.["count"] ?? 0);
  } catch (error) {
    // Only Linux has it.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
}
