import { expect, test } from "vitest";

import { formatPeriod, LAST_INSTANT_MS, periodEndAt } from "./date-period.ts";
import type { DatePrecision } from "./dates.ts";
import { epochMs } from "./ids.ts";

test.each<[DatePrecision, string, string]>([
  ["instant", "2024-05-03T10:00:00.001Z", "2024-04-03"],
  ["day", "2024-05-04T10:00:00.000Z", "2024-04-03"],
  ["month", "2024-06-03T10:00:00.000Z", "2024-04"],
  ["quarter", "2024-08-03T10:00:00.000Z", "2024-Q2"],
  ["year", "2025-05-03T10:00:00.000Z", "2024"],
])("a period of one %s ends and is written", (precision, end, text) => {
  expect(
    new Date(periodEndAt(epochMs(Date.parse("2024-05-03T10:00:00Z")), precision)).toISOString(),
  ).toBe(end);
  expect(formatPeriod(epochMs(Date.parse("2024-04-03T23:59:59Z")), precision)).toBe(text);
});

test("the end of a month, a quarter and a year crosses into the next year", () => {
  const december = epochMs(Date.parse("2023-12-01"));

  expect(periodEndAt(december, "month")).toBe(Date.parse("2024-01-01"));
  expect(periodEndAt(december, "quarter")).toBe(Date.parse("2024-03-01"));
  expect(periodEndAt(december, "year")).toBe(Date.parse("2024-12-01"));
});

test("an end past the last instant is the last instant", () => {
  expect(periodEndAt(epochMs(LAST_INSTANT_MS), "year")).toBe(LAST_INSTANT_MS);
  expect(periodEndAt(epochMs(LAST_INSTANT_MS), "day")).toBe(LAST_INSTANT_MS);
});
