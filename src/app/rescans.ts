import { runScans } from "../commands/run-scans.ts";
import { startRescans, type RescanSchedule } from "../schedule/rescan-schedule.ts";
import type { Logger } from "./logging.ts";
import type { OpenedWorkspace } from "./open-workspace.ts";
import { createScanTools } from "./scan-tools.ts";

export interface RescanRequest {
  /** When all sources are scanned, a cron expression; null: only by their own schedules. */
  readonly all: string | null;
  /** IANA name; null: the machine's. */
  readonly timeZone: string | null;
  readonly signal: AbortSignal;
}

/** Scans by the sources' own schedules and by one for all. A scan that fails is logged, and the next one comes in time. */
export function scheduleRescans(
  workspace: OpenedWorkspace,
  log: Logger,
  request: RescanRequest,
): RescanSchedule {
  const own = workspace.sources.flatMap(({ id, schedule }) =>
    schedule === null ? [] : [{ name: id, cron: schedule, sourceIds: [id] }],
  );
  const all =
    request.all === null ? [] : [{ name: "all sources", cron: request.all, sourceIds: null }];
  return startRescans([...own, ...all], {
    timeZone: request.timeZone,
    run: async ({ sourceIds }) => {
      const tools = await createScanTools(workspace, log, () => {});
      try {
        await runScans(workspace, tools, { sourceIds, acceptSuspect: false }, request.signal);
      } finally {
        await tools.pool.close();
      }
    },
    onEvent: (event, { name }, error) => log.warn({ schedule: name, err: error }, event),
  });
}
