import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ROOT, tidemark } from "../kit/command.ts";

// Real knowledge bases, kept beside the project. Where they are not there the tests are skipped, but never silently in CI.
const CORPORA = join(ROOT, "..", "shared", "corpora");
const isThere = existsSync(CORPORA);
if (!isThere && process.env["CI"] !== undefined) {
  throw new Error(`the corpora are not at ${CORPORA}: CI has them`);
}

const Report = z.object({
  documents: z.object({
    total: z.number(),
    read: z.number(),
    unreadByReason: z.record(z.string(), z.number()),
    byStatus: z.record(z.string(), z.number()),
  }),
  findings: z.object({ byRule: z.record(z.string(), z.number()) }),
  categories: z.record(z.string(), z.object({ score: z.number().nullable(), reason: z.string() })),
});
const Findings = z.object({
  findings: z.array(
    z.object({ finding: z.object({ messageId: z.string(), evidence: z.array(z.unknown()) }) }),
  ),
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-corpora-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function scan(path: string, database: string, asOf: string): z.output<typeof Report> {
  const answer = tidemark(folder, [
    "scan",
    path,
    "--db",
    database,
    "--as-of",
    asOf,
    "--json",
    "--quiet",
    "--fail-on",
    "never",
  ]);
  expect(answer.status, answer.stderr).toBe(0);
  return Report.parse(JSON.parse(answer.stdout));
}

/** How many findings a message has, and how many places they stand in. */
function brokenLinks(database: string): ReadonlyMap<string, { findings: number; places: number }> {
  const { stdout } = tidemark(folder, [
    "findings",
    "--db",
    database,
    "--rule",
    "broken-link",
    "--limit",
    "10000",
    "--json",
  ]);
  const counts = new Map<string, { findings: number; places: number }>();
  for (const { finding } of Findings.parse(JSON.parse(stdout)).findings) {
    const count = counts.get(finding.messageId) ?? { findings: 0, places: 0 };
    count.findings += 1;
    count.places += Math.max(1, finding.evidence.length);
    counts.set(finding.messageId, count);
  }
  return counts;
}

describe.skipIf(!isThere)("real knowledge bases", () => {
  test("a company handbook, from its git bundle with its whole history", () => {
    const report = scan(join(CORPORA, "sourcegraph-handbook.bundle"), "handbook.db", "2024-05-01");

    const files = execFileSync("git", ["-C", clone(), "ls-files"], { encoding: "utf8" }).split(
      "\n",
    );
    expect(report.documents.total).toBe(files.filter((name) => name.endsWith(".md")).length);
    expect(report.documents.read).toBe(report.documents.total);
    expect(report.categories["links"]?.score).not.toBeNull();
    const links = brokenLinks("handbook.db");
    // Counted by hand: 5 paths. The anchors: see docs/performance.md for the difference to others' count.
    expect(links.get("missing-target")?.findings).toBe(5);
    expect(links.get("missing-anchor")?.places).toBeGreaterThan(340);
    expect(links.get("missing-anchor")?.places).toBeLessThan(420);
    // Read off its log: 331 pages were not edited in the year before its last commit.
    expect(Math.abs((report.documents.byStatus["stale"] ?? 0) - 331)).toBeLessThan(25);
  });

  test("a large product documentation, as files", () => {
    const path = join(folder, "powershell");
    mkdirSync(path);
    execFileSync("tar", ["xzf", join(CORPORA, "powershell-docs.tar.gz"), "-C", path]);
    const names = readdirSync(path, { recursive: true, encoding: "utf8" });

    const report = scan(path, "powershell.db", "2026-11-23");

    expect(report.documents.total).toBe(names.filter((name) => name.endsWith(".md")).length);
    expect(report.documents.read).toBe(report.documents.total);
    // Seven version trees that are alike on purpose.
    expect(report.findings.byRule["duplicate-document"] ?? 0).toBeLessThan(10);
    expect(report.documents.byStatus["unknown"] ?? 0).toBe(0);
  });

  test("a government's developer docs are past their review on the day they say", () => {
    const path = join(folder, "govuk");
    mkdirSync(path);
    execFileSync("tar", ["xzf", join(CORPORA, "govuk-developer-docs.tar.gz"), "-C", path]);
    const overdue: Record<string, number> = {};
    for (const day of readdirSync(path).toSorted()) {
      scan(join(path, day), `govuk-${day}.db`, day);
      const { stdout } = tidemark(folder, [
        "findings",
        "--db",
        `govuk-${day}.db`,
        "--rule",
        "stale-document",
        "--limit",
        "10000",
        "--json",
      ]);
      const found = Findings.parse(JSON.parse(stdout)).findings;
      overdue[day] = found.filter(({ finding }) => finding.messageId === "overdue").length;
    }

    // The labelled count for 2019-01-01 is 20: one page more than its front matter tells us.
    expect(overdue).toEqual({
      "2017-07-01": 5,
      "2018-01-01": 16,
      "2018-07-01": 43,
      "2019-01-01": 19,
      "2019-07-01": 14,
      "2020-07-01": 43,
    });
  });
});

function clone(): string {
  const checkout = join(folder, "handbook");
  if (!existsSync(checkout)) {
    execFileSync("git", [
      "clone",
      "-q",
      "-b",
      "main",
      join(CORPORA, "sourcegraph-handbook.bundle"),
      checkout,
    ]);
  }
  return checkout;
}
