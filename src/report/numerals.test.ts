import { expect, test } from "vitest";
import {
  writeAge,
  writeCredit,
  writeInstant,
  writeMany,
  writeScore,
  writeShare,
} from "./numerals.ts";

test.each([
  [0, "under a minute"],
  [59, "under a minute"],
  [60, "1 minute"],
  [3599, "59 minutes"],
  [3600, "1 hour"],
  [86_399, "23 hours"],
  [86_400, "1 day"],
  [172_800, "2 days"],
])("%d seconds are %s", (secs, words) => {
  expect(writeAge(secs)).toBe(words);
});

test("a score keeps its decimal and a missing one is a dash", () => {
  expect([100, 82.4, 0, null].map(writeScore)).toEqual(["100.0", "82.4", "0.0", "–"]);
});

test("a share of nothing is a dash", () => {
  expect(writeShare(1, 8)).toBe("12.5%");
  expect(writeShare(0, 0)).toBe("–");
});

test("counts are grouped and agree with their noun", () => {
  expect([
    writeMany(1, "entry", "entries"),
    writeMany(12_345, "entry", "entries"),
    writeMany(0, "document"),
  ]).toEqual(["1 entry", "12,345 entries", "0 documents"]);
  expect(writeCredit(1234.5)).toBe("1,234.5");
});

test("an instant is told in UTC, whatever the machine's zone", () => {
  expect(writeInstant("2026-05-03T23:59:59.000Z")).toBe("3 May 2026, 23:59 UTC");
});
