import { Worker } from "node:worker_threads";
import type { FolderTask } from "./folder-reader.ts";
import type { WalkAnswer, WalkWorkerData } from "./walk-worker.ts";

/** Two: the walk waits for the kernel's locks and the main thread needs a core too. */
const WORKER_COUNT = 2;
/** Batches that a worker holds at once, so that it does not wait for the main thread between two. */
const BATCHES_PER_WORKER = 2;

/** Threads that read folders. Answers arrive through `onAnswer`; a thread that breaks ends the walk through `onError`. */
export class WalkPool {
  readonly #lanes: readonly { readonly worker: Worker; batchCount: number }[];

  constructor(
    data: WalkWorkerData,
    on: { readonly answer: (answer: WalkAnswer) => void; readonly error: (error: Error) => void },
  ) {
    this.#lanes = Array.from({ length: WORKER_COUNT }, () => {
      const lane = { worker: startWorker(data), batchCount: 0 };
      lane.worker.on("message", (answer: WalkAnswer) => {
        lane.batchCount -= 1;
        on.answer(answer);
      });
      lane.worker.on("error", on.error);
      return lane;
    });
  }

  hasRoom(): boolean {
    return this.#lanes.some((lane) => lane.batchCount < BATCHES_PER_WORKER);
  }

  isIdle(): boolean {
    return this.#lanes.every((lane) => lane.batchCount === 0);
  }

  /** Hands the tasks to the thread with the least to do; call only when it has room. */
  send(tasks: readonly FolderTask[]): void {
    const [lane] = this.#lanes.toSorted((a, b) => a.batchCount - b.batchCount);
    if (lane === undefined) return;
    lane.batchCount += 1;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    lane.worker.postMessage(tasks);
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map(({ worker }) => worker.terminate()));
  }
}

function startWorker(data: WalkWorkerData): Worker {
  if (import.meta.url.endsWith(".js")) {
    return new Worker(new URL("./walk-worker.js", import.meta.url), {
      workerData: data,
      execArgv: [],
    });
  }
  // Run from its sources: the thread first needs the loader that reads them.
  const loader = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const source = JSON.stringify(new URL("./walk-worker.ts", import.meta.url).href);
  return new Worker(
    `import(${loader}).then(({ register }) => register()).then(() => import(${source}))`,
    {
      eval: true,
      workerData: data,
      execArgv: [],
    },
  );
}
