import { describe, expect, test } from "vitest";

import type { DateEvidence } from "./dates.ts";
import { DAY_MS, epochMs } from "./ids.ts";
import { believableAt, PLACEHOLDER_DAYS, suspectReason } from "./suspect-date.ts";

const NOW = epochMs(Date.parse("2026-06-01T12:00:00Z"));

function reasonFor(ms: number | null, more: Partial<DateEvidence> = {}) {
  const at = ms === null ? null : epochMs(ms);
  const evidence: DateEvidence = {
    kind: "modified",
    at,
    precision: "instant",
    readFrom: "test",
    text: "test",
    trustRatio: 1,
    span: null,
    ...more,
  };
  return suspectReason(evidence, NOW);
}

describe("placeholders", () => {
  test.each(PLACEHOLDER_DAYS)("$day is one, a day either side too: $madeBy", ({ day }) => {
    const ms = Date.parse(day);

    expect(reasonFor(ms)).toBe("placeholder");
    expect(reasonFor(ms - DAY_MS)).toBe("placeholder");
    expect(reasonFor(ms + DAY_MS)).toBe("placeholder");
  });

  test.each(["1969-12-30T23:59:59.999Z", "1970-01-02T00:00:00.001Z", "1980-01-03", "2000-01-01"])(
    "%s is none",
    (text) => {
      expect(reasonFor(Date.parse(text))).toBeNull();
    },
  );

  test("a year that somebody wrote is none, the first and the last year of calendars are", () => {
    expect(reasonFor(Date.parse("1980-01-01"), { precision: "year" })).toBeNull();
    expect(reasonFor(Date.parse("1970-01-01"), { precision: "month" })).toBeNull();
    expect(reasonFor(Date.parse("0001-01-01"), { precision: "year" })).toBe("placeholder");
    expect(reasonFor(Date.parse("9999-01-01"), { precision: "year" })).toBe("placeholder");
    expect(reasonFor(Date.parse("9999-12-31"), { kind: "expires", precision: "day" })).toBe(
      "placeholder",
    );
  });
});

describe("the future", () => {
  test("begins more than a day and a half ahead", () => {
    expect(reasonFor(NOW + 1.5 * DAY_MS)).toBeNull();
    expect(reasonFor(NOW + 1.5 * DAY_MS + 1)).toBe("future");
  });

  test.each(["effective", "expires", "review_due"] as const)("is where %s may lie", (kind) => {
    expect(reasonFor(NOW + 400 * DAY_MS, { kind })).toBeNull();
  });

  test("is over when the date is believable", () => {
    const at = epochMs(NOW + 100 * DAY_MS);
    const evidence = {
      kind: "modified",
      at,
      precision: "day",
      readFrom: "",
      text: "",
      trustRatio: 1,
      span: null,
    } as const;

    expect(suspectReason(evidence, epochMs(believableAt(at) - 1))).toBe("future");
    expect(suspectReason(evidence, believableAt(at))).toBeNull();
  });
});

test.each([null, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])("%s is malformed", (ms) => {
  expect(reasonFor(ms)).toBe("malformed");
});
