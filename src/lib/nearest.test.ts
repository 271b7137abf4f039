import { expect, test } from "vitest";
import { nearestName } from "./nearest.ts";

const NAMES = ["warn_after", "error_after", "basis", "evergreen", "id"];

test.each([
  ["warn_afer", "warn_after"],
  ["WARN_AFTER", "warn_after"],
  ["basi", "basis"],
  ["bsais", "basis"],
  ["evergren", "evergreen"],
  ["di", "id"],
  ["colour", null],
  ["", null],
])("%j is nearest to %j", (written, expected) => {
  expect(nearestName(written, NAMES)).toBe(expected);
});

test("of two near names the nearer one is told", () => {
  expect(nearestName("sourcs", ["source", "sources"])).toBe("source");
  expect(nearestName("sourcess", ["source", "sources"])).toBe("sources");
});
