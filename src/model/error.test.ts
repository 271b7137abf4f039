import { expect, test } from "vitest";

import { ERRORS, ScanError, toScanError } from "./error.ts";

test("a failure keeps its code, its detail and its cause", () => {
  const cause = new Error("ECONNREFUSED");
  const error = new ScanError("SOURCE_UNREACHABLE", "the wiki did not answer", {
    detail: { host: "wiki.example.com" },
    cause,
  });

  expect(error).toMatchObject({
    name: "ScanError",
    code: "SOURCE_UNREACHABLE",
    message: "the wiki did not answer",
    detail: { host: "wiki.example.com" },
    cause,
  });
});

test("a failure without a cause has none", () => {
  expect("cause" in new ScanError("USAGE", "no such option")).toBe(false);
  expect(new ScanError("USAGE", "no such option").detail).toEqual({});
});

test("an expected failure is passed on, anything else is an internal error around it", () => {
  const expected = new ScanError("USAGE", "no such option");
  const bug = new TypeError("x is not a function");

  expect(toScanError(expected)).toBe(expected);
  expect(toScanError(bug)).toMatchObject({ code: "INTERNAL", message: bug.message, cause: bug });
  expect(toScanError("thrown text")).toMatchObject({ code: "INTERNAL", message: "thrown text" });
});

test.each(Object.entries(ERRORS))("%s exits by the agreed numbers", (_, row) => {
  expect([2, 3, 4, 130]).toContain(row.exitCode);
  expect(row.status).toBeGreaterThanOrEqual(400);
});
