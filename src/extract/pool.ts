import type { UnreadableReason } from "../model/document.ts";
import { ScanError } from "../model/error.ts";
import type {
  ExtractionPool,
  ExtractLimits,
  ExtractOutcome,
  ExtractRequest,
} from "./extraction.ts";
import type { WorkerReport } from "./protocol.ts";
import { looksHeavy } from "./sniff.ts";
import { BATCHES_AHEAD, WorkerProcess, type Breakage, type WorkItem } from "./worker-process.ts";

export interface PoolOptions {
  /** A process for PDF and office documents ends after this many, since their parsers leak. */
  readonly heavyDocumentCount?: number;
}

const DEFAULT_HEAVY_DOCUMENT_COUNT = 200;
const LIGHT_DOCUMENT_COUNT = 50_000;
const BATCH_DOCUMENT_COUNT = 64;
const BATCH_BYTES = 512 * 1024;
// Above this share of its limit a worker that has nothing to do is replaced.
const HIGH_MEMORY_RATIO = 0.7;
const MEMORY_CHECK_MS = 50;
const MAX_START_FAILURES = 3;

/** Starts no process until the first document. The processes do not keep the program alive; `close` kills them. */
export function createExtractionPool(
  limits: ExtractLimits,
  options: PoolOptions = {},
): ExtractionPool {
  return new Pool(limits, options);
}

type LaneName = "light" | "heavy";

interface Job extends WorkItem {
  readonly lane: LaneName;
  readonly signal: AbortSignal;
  /** It was in a batch whose process broke: it is read alone, so that only the culprit is blamed. */
  isAlone: boolean;
  settle(outcome: ExtractOutcome): void;
  refuse(error: unknown): void;
}

class Pool implements ExtractionPool {
  readonly #limits: ExtractLimits;
  readonly #documentCounts: Readonly<Record<LaneName, number>>;
  readonly #jobs = new Map<number, Job>();
  readonly #waiting = new Map<
    AbortSignal,
    { readonly jobs: Set<Job>; readonly abort: () => void }
  >();
  readonly #queues: Readonly<Record<LaneName, Job[]>> = { light: [], heavy: [] };
  readonly #workers: Readonly<Record<LaneName, Set<WorkerProcess>>> = {
    light: new Set(),
    heavy: new Set(),
  };
  readonly #killAll = () => {
    for (const worker of this.#everyWorker()) void worker.kill();
  };
  #nextId = 0;
  #peakBytes = 0;
  #startFailureCount = 0;
  #isPumpDue = false;
  #isClosed = false;
  #watch: NodeJS.Timeout | null = null;

  constructor(limits: ExtractLimits, options: PoolOptions) {
    this.#limits = limits;
    this.#documentCounts = {
      light: LIGHT_DOCUMENT_COUNT,
      heavy: options.heavyDocumentCount ?? DEFAULT_HEAVY_DOCUMENT_COUNT,
    };
    process.on("exit", this.#killAll);
  }

  extract(request: ExtractRequest, signal: AbortSignal): Promise<ExtractOutcome> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closedError());
      if (signal.aborted) return reject(signal.reason);
      const id = this.#nextId;
      this.#nextId += 1;
      const job: Job = {
        id,
        request,
        lane: looksHeavy(request.body) ? "heavy" : "light",
        signal,
        isAlone: false,
        settle: (outcome) => {
          this.#forget(job);
          resolve(outcome);
        },
        refuse: (error) => {
          this.#forget(job);
          reject(error);
        },
      };
      this.#jobs.set(id, job);
      this.#listen(job);
      this.#queues[job.lane].push(job);
      this.#pumpSoon();
    });
  }

  peakWorkerBytes(): number {
    for (const worker of this.#everyWorker())
      this.#peakBytes = Math.max(this.#peakBytes, worker.peakBytes);
    return this.#peakBytes;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    process.off("exit", this.#killAll);
    for (const job of this.#jobs.values()) job.refuse(closedError());
    await Promise.all(this.#everyWorker().map((worker) => worker.kill()));
  }

  #everyWorker(): readonly WorkerProcess[] {
    return [...this.#workers.light, ...this.#workers.heavy];
  }

  #forget(job: Job): void {
    this.#jobs.delete(job.id);
    const waiting = this.#waiting.get(job.signal);
    waiting?.jobs.delete(job);
    if (waiting?.jobs.size !== 0) return;
    job.signal.removeEventListener("abort", waiting.abort);
    this.#waiting.delete(job.signal);
  }

  /** One listener for all documents of a signal: Node warns of more than ten. */
  #listen(job: Job): void {
    const { signal } = job;
    const known = this.#waiting.get(signal);
    if (known !== undefined) {
      known.jobs.add(job);
      return;
    }
    const jobs = new Set([job]);
    const abort = () => {
      for (const waiting of jobs) waiting.refuse(signal.reason);
    };
    this.#waiting.set(signal, { jobs, abort });
    signal.addEventListener("abort", abort, { once: true });
  }

  /** Callers hand in many documents at once: they are waited for, so that a batch is worth its message. */
  #pumpSoon(): void {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    setImmediate(() => {
      this.#isPumpDue = false;
      this.#pump();
    });
  }

  /** Gives work to the workers, strictly the oldest first, so that neither lane starves the other. */
  #pump(): void {
    for (;;) {
      const lane = this.#oldestLane();
      if (lane === null || this.#isClosed) break;
      const worker = this.#workerFor(lane);
      if (worker === null) break;
      const batch = this.#takeBatch(lane);
      worker.assign(batch, batch[0]?.isAlone === true);
    }
    this.#watchMemory();
  }

  #oldestLane(): LaneName | null {
    let oldest: LaneName | null = null;
    let oldestId = Infinity;
    for (const lane of ["light", "heavy"] as const) {
      const queue = this.#queues[lane];
      while (queue[0] !== undefined && !this.#jobs.has(queue[0].id)) queue.shift();
      const id = queue[0]?.id ?? Infinity;
      if (id >= oldestId) continue;
      oldest = lane;
      oldestId = id;
    }
    return oldest;
  }

  /** A worker that can take the lane's next batch now; null: none, and no more may be at work at once. */
  #workerFor(lane: LaneName): WorkerProcess | null {
    const workers = [...this.#workers[lane]].filter((worker) => !worker.isGone);
    const idle = workers.find((worker) => worker.batchCount === 0);
    const busyCount = this.#everyWorker().filter((worker) => worker.batchCount > 0).length;
    if (busyCount < this.#limits.workerCount) return idle ?? this.#start(lane);
    if (lane === "heavy" || this.#queues[lane][0]?.isAlone === true) return null;
    return workers.find((worker) => worker.batchCount > 0 && worker.canTakeMore) ?? null;
  }

  #takeBatch(lane: LaneName): readonly Job[] {
    const queue = this.#queues[lane];
    const batch: Job[] = [];
    let bytes = 0;
    // Shared out evenly, and in two parts: the last batch must not keep one worker busy while the other has none.
    const share = Math.ceil(queue.length / (this.#limits.workerCount * BATCHES_AHEAD));
    const maxCount =
      lane === "heavy" || queue[0]?.isAlone ? 1 : Math.min(BATCH_DOCUMENT_COUNT, share);
    while (batch.length < maxCount) {
      const job = queue[0];
      if (job === undefined || (batch.length > 0 && (job.isAlone || bytes >= BATCH_BYTES))) break;
      queue.shift();
      if (!this.#jobs.has(job.id)) continue;
      batch.push(job);
      bytes += job.request.body.byteLength;
    }
    return batch;
  }

  #start(lane: LaneName): WorkerProcess {
    const worker = new WorkerProcess(this.#limits, {
      onReport: (results) => this.#receive(lane, worker, results),
      onEnd: (breakage, batches) => this.#replace(lane, worker, breakage, batches),
    });
    this.#workers[lane].add(worker);
    return worker;
  }

  #receive(lane: LaneName, worker: WorkerProcess, results: WorkerReport["results"]): void {
    this.#startFailureCount = 0;
    for (const { id, outcome } of results) this.#jobs.get(id)?.settle(outcome);
    if (worker.batchCount === 0 && this.#isWornOut(lane, worker)) {
      this.#workers[lane].delete(worker);
      this.#peakBytes = Math.max(this.#peakBytes, worker.peakBytes);
      void worker.kill();
    }
    this.#pumpSoon();
  }

  #isWornOut(lane: LaneName, worker: WorkerProcess): boolean {
    return (
      worker.documentCount >= this.#documentCounts[lane] ||
      worker.residentBytes > HIGH_MEMORY_RATIO * this.#limits.memoryBytes
    );
  }

  /** After a process ended: blames the document that was alone in it; of a batch, has each read alone. */
  #replace(
    lane: LaneName,
    worker: WorkerProcess,
    breakage: Breakage,
    batches: readonly (readonly WorkItem[])[],
  ): void {
    this.#workers[lane].delete(worker);
    this.#peakBytes = Math.max(this.#peakBytes, worker.peakBytes);
    const [first = [], ...rest] = batches.map((batch) =>
      batch.flatMap(({ id }) => this.#jobs.get(id) ?? []),
    );
    this.#queues[lane].unshift(...rest.flat());
    if (breakage.reason === "start") this.#retryStart(lane, first, breakage.detail);
    else this.#blame(lane, first, breakage.reason, breakage.detail);
    this.#pumpSoon();
  }

  #blame(lane: LaneName, jobs: readonly Job[], reason: UnreadableReason, detail: string): void {
    if (jobs.length === 1)
      return jobs[0]?.settle({ kind: "failed", mediaType: null, reason, detail });
    for (const job of jobs) job.isAlone = true;
    this.#queues[lane].unshift(...jobs);
  }

  /** A process that cannot even start is no document's fault: after some tries all that wait are refused. */
  #retryStart(lane: LaneName, jobs: readonly Job[], detail: string): void {
    this.#startFailureCount += 1;
    this.#queues[lane].unshift(...jobs);
    if (this.#startFailureCount < MAX_START_FAILURES) return;
    const error = new ScanError("INTERNAL", "The reader of documents cannot be started", {
      detail: { detail },
    });
    for (const job of this.#jobs.values()) job.refuse(error);
  }

  #watchMemory(): void {
    if (this.#watch !== null) return;
    this.#watch = setInterval(() => {
      const busy = this.#everyWorker().filter((worker) => worker.batchCount > 0);
      for (const worker of busy) worker.checkMemory();
      if (busy.length > 0 || this.#watch === null) return;
      clearInterval(this.#watch);
      this.#watch = null;
    }, MEMORY_CHECK_MS).unref();
  }
}

function closedError(): ScanError {
  return new ScanError("SCAN_ABORTED", "The extraction was closed");
}
