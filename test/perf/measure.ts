import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One benchmark row: ours against a peer or a limit, run in turn. */
export interface BenchRow {
  readonly name: string;
  /** Median seconds. */
  readonly ours: number;
  readonly against: number | null;
  readonly againstName: string;
  /** Ours divided by the other, per round. */
  readonly ratio: { readonly median: number; readonly min: number; readonly max: number } | null;
  readonly rounds: number;
  readonly goal: string;
  readonly met: boolean | null;
  readonly note?: string;
  /** Most resident bytes of all our processes together, in a run of its own. */
  readonly peakBytes?: number;
  /** The same of the largest of our processes. */
  readonly largestProcessBytes?: number;
}

export interface BenchOptions {
  readonly rounds: number;
  /** The million files too. */
  readonly isLarge: boolean;
  /** One row of the benchmark by its short name; null: all. */
  readonly only: string | null;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Exit codes that are no failure of the run; 0 is always good. */
  readonly goodCodes?: readonly number[];
}

export interface Run {
  readonly seconds: number;
  readonly peakBytes: number;
  readonly largestProcessBytes: number;
  readonly stdout: string;
}

const SAMPLE_MS = 100;

/** Runs a whole process; the memory of it and all its descendants is sampled only when asked, since looking costs time. */
export async function runOnce(command: Command, isMemorySampled = false): Promise<Run> {
  const startedAt = process.hrtime.bigint();
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => {
    if (stderr.length < 4000) stderr += chunk.toString();
  });
  const peak = { all: 0, largest: 0 };
  const sampler = isMemorySampled
    ? setInterval(() => samplePeak(child.pid ?? 0, peak), SAMPLE_MS)
    : null;
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  if (sampler) clearInterval(sampler);
  if (code !== 0 && !(command.goodCodes ?? []).includes(code ?? -1)) {
    throw new Error(
      `${command.program} ${command.args.join(" ")} ended with ${code}: ${stderr.slice(-2000)}`,
    );
  }
  return {
    seconds,
    peakBytes: peak.all,
    largestProcessBytes: peak.largest,
    stdout: Buffer.concat(chunks).toString(),
  };
}

function samplePeak(rootPid: number, peak: { all: number; largest: number }): void {
  const parents = new Map<number, number>();
  const residentBytes = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(pid, Number(fields[1]));
      residentBytes.set(pid, Number(fields[21]) * 4096);
    } catch {
      continue; // it ended while we looked
    }
  }
  let all = 0;
  for (const [pid, bytes] of residentBytes) {
    let up: number | undefined = pid;
    while (up !== undefined && up !== rootPid && up > 1) up = parents.get(up);
    if (up !== rootPid) continue;
    all += bytes;
    peak.largest = Math.max(peak.largest, bytes);
  }
  peak.all = Math.max(peak.all, all);
}

export interface Comparison {
  readonly name: string;
  readonly ours: () => Promise<number>;
  readonly against: (() => Promise<number>) | null;
  readonly againstName: string;
  readonly rounds: number;
  readonly goal: { readonly text: string; readonly maxRatio: number } | null;
  readonly note?: string;
}

/** Runs both in turn, after one run of each that is not counted. Each answers its seconds. */
export async function compare(comparison: Comparison): Promise<BenchRow> {
  const { name, againstName, rounds, goal, note } = comparison;
  const ours: number[] = [];
  const against: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const oursSeconds = await comparison.ours();
    const againstSeconds = comparison.against ? await comparison.against() : null;
    if (round === 0) continue;
    ours.push(oursSeconds);
    if (againstSeconds !== null) against.push(againstSeconds);
  }
  const ratios = ours.flatMap((seconds, round) => {
    const other = against[round];
    return other === undefined ? [] : [seconds / other];
  });
  const ratio =
    ratios.length === 0
      ? null
      : { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
  return {
    name,
    ours: median(ours),
    against: against.length > 0 ? median(against) : null,
    againstName,
    ratio,
    rounds,
    goal: goal?.text ?? "",
    met: goal && ratio ? ratio.median <= goal.maxRatio : null,
    ...(note === undefined ? {} : { note }),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
