import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { giveAnswer, toJson } from "./answer.ts";
import { progressText } from "./progress.ts";
import { sourceId } from "../model/ids.ts";
import { errorScreen } from "./print-error.ts";
import { ScanError } from "../model/error.ts";
import { processTerminal } from "./terminal.ts";
import pc from "picocolors";

const PLAIN = pc.createColors(false);

test("instants are published in ISO 8601, and nothing else is touched", () => {
  const value = {
    at: 0,
    openedAt: Date.parse("2026-03-01T00:00:00Z"),
    closedAt: null,
    startOffset: 12,
    validFrom: 3,
    farAt: 9e15,
  };

  expect(JSON.parse(toJson(value))).toEqual({
    ...value,
    at: "1970-01-01T00:00:00.000Z",
    openedAt: "2026-03-01T00:00:00.000Z",
  });
});

test("an answer for a file makes its folder and ends with one line end", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tidemark-answer-"));
  const said: string[] = [];
  const terminal = {
    ...processTerminal(new AbortController().signal),
    out: (text: string) => said.push(text),
  };

  await giveAnswer("{}", join(folder, "a/b.json"), terminal);
  await giveAnswer("word\n", undefined, terminal);

  expect(await readFile(join(folder, "a/b.json"), "utf8")).toBe("{}\n");
  expect(said).toEqual(["word\n"]);
  await expect(giveAnswer("{}", join(folder, "a/b.json/c"), terminal)).rejects.toMatchObject({
    code: "USAGE",
  });
  await rm(folder, { recursive: true });
});

test.each([
  [{ step: "listing", seen: 1203, done: 0, total: null }, "docs  listing  1,203"],
  [
    { step: "reading", seen: 4, done: 2, total: 4 },
    "docs  reading  ████████████░░░░░░░░░░░░  2 of 4",
  ],
  [
    { step: "reading", seen: 9, done: 9, total: 4 },
    "docs  reading  ████████████████████████  9 of 4",
  ],
] as const)("progress %j reads %j", (progress, text) => {
  expect(progressText({ sourceId: sourceId("docs"), ...progress })).toBe(text);
});

test("an error fits one screen and says what, where and what to do", () => {
  const problems = Array.from({ length: 40 }, (_, index) => `tidemark.yaml:${index}:1: wrong`);

  const lines = errorScreen(
    new ScanError("CONFIG_INVALID", problems.join("\n")),
    null,
    PLAIN,
  ).split("\n");

  expect(lines[0]).toBe("error The configuration cannot be used CONFIG_INVALID");
  expect(lines[1]).toBe("  tidemark.yaml:0:1: wrong");
  expect(lines.at(-2)).toBe("  … and 25 more");
  expect(lines.at(-1)).toContain("tidemark config check");
  expect(lines.length).toBeLessThan(24);
});

test("a fault of ours carries the id that stands in the report", () => {
  expect(errorScreen(new ScanError("INTERNAL", "boom"), "7k3", PLAIN)).toContain(
    "Internal error (id 7k3)",
  );
});
