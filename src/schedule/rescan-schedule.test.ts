import { expect, test, vi } from "vitest";
import { startRescans, type RescanEntry } from "./rescan-schedule.ts";

const EVERY_SECOND: RescanEntry = { name: "handbook", cron: "* * * * * *" };

test("a run that is still going is not started again, and a failing one is told and does not stop the rest", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-03-01T10:00:00.500Z") });
  const events: string[] = [];
  let running = 0;
  let mostRunning = 0;
  let runCount = 0;
  const schedule = startRescans([EVERY_SECOND], {
    timeZone: "UTC",
    run: async () => {
      runCount += 1;
      running += 1;
      mostRunning = Math.max(mostRunning, running);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      running -= 1;
      throw new Error("no answer");
    },
    onEvent: (event) => events.push(event),
  });

  await vi.advanceTimersByTimeAsync(8000);
  const runningAtStop = running;
  const stopping = schedule.stop();
  await vi.advanceTimersByTimeAsync(8000);
  await stopping;
  vi.useRealTimers();

  expect(runningAtStop).toBe(1);
  expect(running).toBe(0);

  expect(mostRunning).toBe(1);
  expect(runCount).toBeGreaterThanOrEqual(2);
  expect(events).toContain("schedule.overlap");
  expect(events).toContain("schedule.failed");
});

test("the next run is the soonest of all, in the time zone asked for", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-07-01T00:00:00Z") });
  const schedule = startRescans(
    [
      { name: "late", cron: "0 12 * * *" },
      { name: "early", cron: "0 6 * * *" },
    ],
    { timeZone: "Europe/Berlin", run: async () => {}, onEvent: () => {} },
  );

  expect(schedule.nextRunAt()?.toISOString()).toBe("2026-07-01T04:00:00.000Z");

  await schedule.stop();
  vi.useRealTimers();
});

test("without entries there is no next run", () => {
  const schedule = startRescans([], { timeZone: null, run: async () => {}, onEvent: () => {} });

  expect(schedule.nextRunAt()).toBeNull();
});
