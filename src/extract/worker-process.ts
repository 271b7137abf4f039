import { fork, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ExtractRequest } from "./extraction.ts";
import type { WorkerBatch, WorkerReport } from "./protocol.ts";

/** A document on its way through a worker. */
export interface WorkItem {
  readonly id: number;
  readonly request: ExtractRequest;
}

/** Why a worker process ended that was at work. */
export interface Breakage {
  /** `start`: it never came to read anything, so no document is to blame. */
  readonly reason: "timeout" | "memory" | "crashed" | "start";
  readonly detail: string;
}

export interface WorkerSettings {
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  readonly textLength: number;
}

export interface WorkerEvents {
  onReport(results: WorkerReport["results"]): void;
  /** `batches`: what it had not reported, the batch it was at first. Called once, after the process is gone. */
  onEnd(breakage: Breakage, batches: readonly (readonly WorkItem[])[]): void;
}

export const BATCHES_AHEAD = 2;
// Of the file's own kind: the sources run under tsx, the build under plain Node.
const EXTENSION = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const ENTRY = fileURLToPath(new URL(`./worker${EXTENSION}`, import.meta.url));
const SHELL = "/bin/sh";
// What Node maps and never holds (stacks of its threads, tables of its heap): measured 60 MB over 199 PDFs, and doubled.
// pdf.js's canvas asks for another gigabyte when it is loaded, and does without when it is refused.
const UNUSED_BYTES = 128 * 1024 * 1024;
const HEAP_SHARE = 0.8;
const START_TIMEOUT_MS = 60_000;
const STDERR_LENGTH = 8192;
const PAGE_BYTES = 4096;
const OUT_OF_MEMORY = /out of memory|allocation failed|cannot allocate|bad_alloc|ENOMEM/i;

/** One child process that reads documents, with its limits. It does not keep the parent alive while it has nothing to do. */
export class WorkerProcess {
  readonly #settings: WorkerSettings;
  readonly #events: WorkerEvents;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #batches: Map<number, WorkItem>[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isReady = false;
  #isAlone = false;
  #cause: Breakage | null = null;
  #stderr = "";
  #isGone = false;
  documentCount = 0;
  residentBytes = 0;
  peakBytes = 0;

  constructor(settings: WorkerSettings, events: WorkerEvents) {
    this.#settings = settings;
    this.#events = events;
    this.#child = startChild(settings.memoryBytes);
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_LENGTH);
    });
    this.#child.on("message", (report: WorkerReport) => this.#receive(report));
    this.#ended = new Promise((resolve) => {
      const end = (detail: string) => {
        this.#end(detail);
        resolve();
      };
      this.#child.once("exit", (code, signal) =>
        end(`the reader ended with ${signal ?? `exit code ${code}`}`),
      );
      this.#child.once("error", (error) => end(error.message));
    });
    this.#rest();
  }

  /** How many batches it has not finished. */
  get batchCount(): number {
    return this.#batches.length;
  }

  /** It gets its next batch before it has finished the last, so that it never waits for the parent. */
  get canTakeMore(): boolean {
    return !this.#isAlone && this.#batches.length < BATCHES_AHEAD;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** `isAlone`: nothing else is to be in it until these are done. */
  assign(items: readonly WorkItem[], isAlone: boolean): void {
    this.#isAlone = isAlone;
    if (this.#batches.length === 0) {
      this.#wake();
      this.#restartTimer();
    }
    this.#batches.push(new Map(items.map((item) => [item.id, item])));
    const batch: WorkerBatch = {
      textLength: this.#settings.textLength,
      documents: items.map(({ id, request }) => ({ id, request })),
    };
    // A process that is gone already says so by its `exit`.
    this.#child.send(batch, () => undefined);
  }

  /** Kills it if it holds more memory than it may, for what it reads has then no reason but `memory`. */
  checkMemory(): void {
    const residentBytes = readResidentBytes(this.#child.pid);
    this.peakBytes = Math.max(this.peakBytes, residentBytes);
    if (residentBytes <= this.#settings.memoryBytes) return;
    const detail = `the reader held more than ${this.#settings.memoryBytes} bytes`;
    this.#break({ reason: this.#isReady ? "memory" : "start", detail });
  }

  /** Ends it; resolves when it is gone. */
  kill(): Promise<void> {
    this.#child.ref(); // whoever waits for its end must not find that nothing is left to wait for
    this.#child.kill("SIGKILL");
    return this.#ended;
  }

  #receive(report: WorkerReport): void {
    this.residentBytes = report.residentBytes;
    this.peakBytes = Math.max(this.peakBytes, report.peakBytes);
    this.#isReady = true;
    for (const { id } of report.results) {
      this.documentCount += 1;
      for (const batch of this.#batches) batch.delete(id);
    }
    while (this.#batches[0]?.size === 0) this.#batches.shift();
    if (this.#batches.length === 0) this.#rest();
    else this.#restartTimer();
    this.#events.onReport(report.results);
  }

  /** Every report shows that it is alive, so the time counts from the last one. */
  #restartTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const { timeoutMs } = this.#settings;
    this.#timer = this.#isReady
      ? setTimeout(
          () => this.#break({ reason: "timeout", detail: `not read within ${timeoutMs} ms` }),
          timeoutMs,
        )
      : setTimeout(
          () => this.#break({ reason: "start", detail: "the reader did not start" }),
          START_TIMEOUT_MS,
        );
  }

  #wake(): void {
    this.#child.ref();
    this.#child.channel?.ref();
  }

  #rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#child.unref();
    this.#child.channel?.unref();
    const { stderr } = this.#child;
    if (stderr !== null && "unref" in stderr && typeof stderr.unref === "function") stderr.unref();
  }

  #break(breakage: Breakage): void {
    this.#cause ??= breakage;
    this.#child.kill("SIGKILL");
  }

  #end(detail: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#events.onEnd(
      this.#cause ?? this.#explain(detail),
      this.#batches.map((batch) => [...batch.values()]),
    );
  }

  #explain(detail: string): Breakage {
    const lastWords = this.#stderr.trim().split("\n").slice(0, 5).join(" ").slice(0, 500);
    if (!this.#isReady) return { reason: "start", detail: `${detail}: ${lastWords}` };
    if (!OUT_OF_MEMORY.test(this.#stderr)) return { reason: "crashed", detail };
    return {
      reason: "memory",
      detail: `the reader needed more than ${this.#settings.memoryBytes} bytes`,
    };
  }
}

/**
 * Node behind a shell that sets the data limit, so that buffers and WebAssembly count too; V8's own limit alone holds only
 * its heap. The environment is empty: what reads hostile documents sees no secret.
 */
function startChild(memoryBytes: number): ChildProcess {
  const heapMebibytes = Math.floor((HEAP_SHARE * memoryBytes) / 1024 / 1024);
  const flags = [`--max-old-space-size=${heapMebibytes}`, ...loaderFlags()];
  const common = {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {},
  } as const;
  if (process.platform === "win32" || !existsSync(SHELL)) {
    return fork(ENTRY, [], { ...common, stdio: [...common.stdio], execArgv: flags });
  }
  const kibibytes = Math.floor((memoryBytes + UNUSED_BYTES) / 1024);
  const script = `ulimit -d ${kibibytes} 2>/dev/null; exec "$@"`;
  return fork(ENTRY, [], {
    ...common,
    stdio: [...common.stdio],
    execPath: SHELL,
    execArgv: ["-c", script, "sh", process.execPath, ...flags],
  });
}

function loaderFlags(): readonly string[] {
  if (EXTENSION === ".js") return [];
  const loader = createRequire(import.meta.url).resolve("tsx");
  return ["--import", pathToFileURL(loader).href];
}

/** 0 where the system does not tell. */
function readResidentBytes(pid: number | undefined): number {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1];
    return PAGE_BYTES * Number(pages ?? 0);
  } catch (error) {
    // No Linux, or the process has just ended.
    if (error instanceof Error && "code" in error) return 0;
    throw error;
  }
}
