import { parentPort, workerData } from "node:worker_threads";
import { FolderReader } from "./folder-reader.ts";
import type { FolderResult, FolderTask } from "./folder-reader.ts";
import { compileSelection } from "./selection.ts";
import type { SelectionOptions } from "./selection.ts";

export interface WalkWorkerData {
  readonly rootPath: string;
  readonly selection: SelectionOptions;
}

export interface WalkAnswer {
  readonly results: readonly FolderResult[];
  /** Tasks of the batch that were not begun: it had grown long enough. */
  readonly rest: readonly FolderTask[];
}

/** A batch ends after the folder that brings it to so many files. */
const BATCH_FILE_COUNT = 4_096;

function runBatch(reader: FolderReader, tasks: readonly FolderTask[]): WalkAnswer {
  const results: FolderResult[] = [];
  let fileCount = 0;
  for (const [index, task] of tasks.entries()) {
    if (fileCount >= BATCH_FILE_COUNT) return { results, rest: tasks.slice(index) };
    const result = reader.read(task);
    results.push(result);
    if (result.kind === "read") fileCount += result.page.fileCount;
  }
  return { results, rest: [] };
}

function buffersOf(results: readonly FolderResult[]): ArrayBuffer[] {
  return results.flatMap((result) => (result.kind === "read" ? [result.page.buffer] : []));
}

if (parentPort !== null) {
  const port = parentPort;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- set by walk-pool.ts, which starts this file
  const { rootPath, selection } = workerData as WalkWorkerData;
  const reader = new FolderReader(rootPath, compileSelection(selection));
  port.on("message", (tasks: readonly FolderTask[]) => {
    const answer = runBatch(reader, tasks);
    port.postMessage(answer, buffersOf(answer.results));
  });
}
