import { createTask, type ScheduledTask } from "node-cron";

/** Runs that start by the clock. */
export interface RescanSchedule {
  /** The next start of any; null: none will. */
  nextRunAt(): Date | null;
  /** Starts no more runs, and waits for one that is under way. */
  stop(): Promise<void>;
}

export interface RescanEntry {
  /** What the log calls it. */
  readonly name: string;
  /** A cron expression, checked before. */
  readonly cron: string;
}

export interface RescanOptions<E extends RescanEntry> {
  /** IANA name; null: the machine's. */
  readonly timeZone: string | null;
  /** Does the work. Runs of all entries wait for each other, so the database sees one scan at a time. */
  readonly run: (entry: E) => Promise<void>;
  /** A run that failed, or that was left out because its own last one was still going. */
  readonly onEvent: (
    event: "schedule.failed" | "schedule.overlap",
    entry: E,
    error: unknown,
  ) => void;
}

// The events are told to onEvent; node-cron would print them itself.
const SILENT = { info() {}, warn() {}, error() {}, debug() {} };

/** Starts the schedule. An entry whose last run is still going is left out, not queued. */
export function startRescans<E extends RescanEntry>(
  entries: readonly E[],
  options: RescanOptions<E>,
): RescanSchedule {
  let last: Promise<void> = Promise.resolve();
  const inTurn = (entry: E): Promise<void> => {
    last = last
      .then(() => options.run(entry))
      .catch((error: unknown) => options.onEvent("schedule.failed", entry, error));
    return last;
  };
  const tasks = entries.map((entry) => {
    const task = createTask(entry.cron, () => inTurn(entry), {
      name: entry.name,
      noOverlap: true,
      suppressMissedWarning: true,
      logger: SILENT,
      ...(options.timeZone !== null && { timezone: options.timeZone }),
    });
    task.on("execution:overlap", () => options.onEvent("schedule.overlap", entry, null));
    return task;
  });
  for (const task of tasks) void task.start();
  return {
    nextRunAt: () => soonestRun(tasks),
    async stop() {
      for (const task of tasks) await task.destroy();
      await last;
    },
  };
}

function soonestRun(tasks: readonly ScheduledTask[]): Date | null {
  let soonest: Date | null = null;
  for (const task of tasks) {
    const next = task.getNextRun();
    if (next !== null && (soonest === null || next < soonest)) soonest = next;
  }
  return soonest;
}
