import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import type { ExtractionPool, ExtractLimits, ExtractOutcome } from "./extraction.ts";
import { unpackText } from "./pack.ts";
import { createExtractionPool } from "./pool.ts";

const LIMITS: ExtractLimits = {
  timeoutMs: 20_000,
  memoryBytes: 400 * 1024 * 1024,
  textLength: 1_000_000,
  workerCount: 2,
};
const never = new AbortController().signal;
// marked looks through all the rest for the end of each emphasis: minutes of work in half a megabyte.
const ENDLESS_PAGE = "_a".repeat(300_000);
// Each level holds a copy of all levels below it.
const HUGE_LIST = Array.from({ length: 3000 }, (_, depth) => `${" ".repeat(2 * depth)}- x`).join(
  "\n",
);

let pool: ExtractionPool | null = null;
afterEach(async () => {
  await pool?.close();
  pool = null;
});

function open(limits: Partial<ExtractLimits> = {}): ExtractionPool {
  pool = createExtractionPool({ ...LIMITS, ...limits });
  return pool;
}

function extract(
  from: ExtractionPool,
  locator: string,
  body: string,
  signal = never,
): Promise<ExtractOutcome> {
  return from.extract({ locator, mediaType: null, body: new TextEncoder().encode(body) }, signal);
}

function textOf(outcome: ExtractOutcome): string {
  return outcome.kind === "read" ? unpackText(outcome.extracted.text) : outcome.reason;
}

/** Ids of this process's children; Linux only. */
function childIds(): readonly number[] {
  return readdirSync("/proc/self/task").flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, "utf8")
      .split(" ")
      .filter(Boolean)
      .map(Number),
  );
}

test(
  "many documents are read by few processes, and each answer is its own document's",
  { timeout: 60_000 },
  async () => {
    const started = open();
    const numbers = Array.from({ length: 300 }, (_, index) => index);

    const outcomes = await Promise.all(
      numbers.map((n) => extract(started, `${n}.md`, `# Page ${n}`)),
    );

    expect(outcomes.map(textOf)).toEqual(numbers.map((n) => `Page ${n}`));
    expect(childIds().length).toBeLessThanOrEqual(2 + 1);
    expect(started.peakWorkerBytes()).toBeGreaterThan(10_000_000);
  },
);

test("no process is started before the first document", () => {
  const before = childIds().length;
  open();

  expect(childIds()).toHaveLength(before);
});

test(
  "a document that takes too long is a timeout, and its neighbours are read",
  { timeout: 60_000 },
  async () => {
    const started = open({ timeoutMs: 4000, workerCount: 1 });

    const outcomes = await Promise.all([
      extract(started, "a.md", "first"),
      extract(started, "b.md", ENDLESS_PAGE),
      extract(started, "c.md", "last"),
    ]);

    expect(outcomes.map(textOf)).toEqual(["first", "timeout", "last"]);
  },
);

test(
  "a document that takes too much memory is told so, and its neighbours are read",
  { timeout: 120_000 },
  async () => {
    const started = open({ memoryBytes: 160 * 1024 * 1024, timeoutMs: 60_000, workerCount: 1 });

    const outcomes = await Promise.all([
      extract(started, "a.md", "first"),
      extract(started, "b.md", HUGE_LIST),
      extract(started, "c.md", "last"),
    ]);

    expect(outcomes.map(textOf)).toEqual(["first", "memory", "last"]);
  },
);

test(
  "a document whose process dies twice has crashed it; the next one is read",
  { timeout: 60_000 },
  async () => {
    const before = new Set(childIds());
    const started = open({ workerCount: 1 });
    const outcome = extract(started, "a.md", ENDLESS_PAGE);

    for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
      const found = childIds().filter((id) => !before.has(id));
      // tsx shows its own process name only after the start; kill once the reader is at work.
      const busy = found.find((id) => cpuTicksOf(id) > 150);
      if (busy !== undefined) {
        process.kill(busy, "SIGKILL");
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }

    expect(textOf(await outcome)).toBe("crashed");
    expect(textOf(await extract(started, "b.md", "next"))).toBe("next");
  },
);

function cpuTicksOf(id: number): number {
  const fields = readFileSync(`/proc/${id}/stat`, "latin1")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[11]);
}

test(
  "an abort rejects with the signal's reason, whether the document waits or is read",
  { timeout: 60_000 },
  async () => {
    const started = open({ workerCount: 1 });
    const controller = new AbortController();
    const reason = new Error("enough");
    const waiting = Array.from({ length: 20 }, () =>
      extract(started, "a.md", ENDLESS_PAGE, controller.signal),
    );
    const settled = Promise.allSettled(waiting);

    controller.abort(reason);

    expect(
      (await settled).every((result) => result.status === "rejected" && result.reason === reason),
    ).toBe(true);
    await expect(extract(started, "b.md", "text", controller.signal)).rejects.toBe(reason);
  },
);

test("after close every document is refused", async () => {
  const started = open();
  const waiting = Promise.allSettled([extract(started, "a.md", "text")]);

  await started.close();

  expect(await waiting).toMatchObject([{ reason: { code: "SCAN_ABORTED" } }]);
  await expect(extract(started, "b.md", "text")).rejects.toMatchObject({ code: "SCAN_ABORTED" });
});

test(
  "a process that cannot start is our fault, not the document's",
  { timeout: 60_000 },
  async () => {
    const started = open({ memoryBytes: 1024 * 1024 });

    await expect(extract(started, "a.md", "text")).rejects.toMatchObject({ code: "INTERNAL" });
  },
);

test("a program with an idle pool ends by itself", { timeout: 60_000 }, async () => {
  const program = `
    const { createExtractionPool } = await import(${JSON.stringify(new URL("./pool.ts", import.meta.url).href)});
    const pool = createExtractionPool(${JSON.stringify(LIMITS)});
    const body = new TextEncoder().encode("# Hello");
    const outcome = await pool.extract({ locator: "a.md", mediaType: null, body }, new AbortController().signal);
    process.stdout.write(outcome.kind);`;

  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", program],
    { timeout: 30_000 },
  );

  expect(stdout).toBe("read");
});
