import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchRescan } from "./bench-rescan.ts";
import { benchScan } from "./bench-scan.ts";
import type { BenchOptions, BenchRow } from "./measure.ts";

// npm run bench -- scan|rescan [--rounds N] [--only ROW] [--large] [--write] [--json]
const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<readonly BenchRow[]>>> = {
  scan: benchScan,
  rescan: benchRescan,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    large: { type: "boolean", default: false },
    only: { type: "string" },
    write: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const rows: BenchRow[] = [];
for (const name of names) {
  const bench = BENCHES[name];
  if (bench === undefined) {
    console.error(`no benchmark is called ${name}; there are: ${Object.keys(BENCHES).join(", ")}`);
    process.exit(2);
  }
  const made = await bench({
    rounds: Number(values.rounds),
    isLarge: values.large,
    only: values.only ?? null,
  });
  rows.push(...made);
  if (values.write) writeTable(name, made);
}
console.log(values.json ? JSON.stringify({ rows }) : asTable(rows));

/** Puts a benchmark's table into the page that the README quotes. */
function writeTable(name: string, made: readonly BenchRow[]): void {
  const page = join(import.meta.dirname, "..", "..", "docs", "performance.md");
  const text = readFileSync(page, "utf8");
  const region = new RegExp(`(<!-- bench ${name} -->\\n)[^]*?(<!-- /bench ${name} -->)`);
  if (!region.test(text)) throw new Error(`${page} has no region for ${name}`);
  writeFileSync(
    page,
    text.replace(region, (_, open, close) => `${open}\n${asTable(made)}\n\n${close}`),
  );
}

function asTable(all: readonly BenchRow[]): string {
  const lines = all.map((row) =>
    [
      row.name,
      `${row.ours.toFixed(2)} s`,
      row.againstName,
      row.against === null ? "–" : `${row.against.toFixed(2)} s`,
      row.ratio
        ? `${row.ratio.median.toFixed(2)} (${row.ratio.min.toFixed(2)}–${row.ratio.max.toFixed(2)})`
        : "–",
      row.goal === "" ? "–" : row.goal,
      row.met === null ? "–" : row.met ? "yes" : "no",
      row.peakBytes === undefined
        ? "–"
        : `${megabytes(row.peakBytes)} (${megabytes(row.largestProcessBytes ?? 0)})`,
      row.note ?? "",
    ].join(" | "),
  );
  return [
    "| work | ours | against | its time | ratio | goal | met | memory, all processes (largest) | note |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...lines.map((line) => `| ${line} |`),
  ].join("\n");
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
