import { describe, expect, test } from "vitest";

import type { DateEvidence } from "./dates.ts";
import { DEFAULT_FRESHNESS_POLICY, freshnessStatus, type FreshnessPolicy } from "./freshness.ts";
import { DAY_MS, epochMs, type EpochMs } from "./ids.ts";

const NOW = at("2026-06-01T12:00:00Z");
const EVERGREEN: FreshnessPolicy = {
  ...DEFAULT_FRESHNESS_POLICY,
  warnAfterMs: null,
  errorAfterMs: null,
};

function at(text: string): EpochMs {
  return epochMs(Date.parse(text));
}

function dated(
  kind: DateEvidence["kind"],
  text: string,
  more: Partial<DateEvidence> = {},
): DateEvidence {
  const precision = text.length > 10 ? "instant" : "day";
  const ms = Date.parse(text);
  const start = Number.isNaN(ms) ? null : epochMs(ms);
  return { kind, at: start, precision, readFrom: "test", text, trustRatio: 1, span: null, ...more };
}

function statusOf(dates: readonly DateEvidence[], policy = DEFAULT_FRESHNESS_POLICY, now = NOW) {
  return freshnessStatus(dates, policy, now).status;
}

describe("age", () => {
  const modified = dated("modified", "2025-06-01T12:00:00Z");
  const day = (count: number, ms: number) =>
    epochMs(at("2025-06-01T12:00:00Z") + count * DAY_MS + ms);

  test.each([
    ["the same moment", day(0, 0), "fresh"],
    ["on warn_after", day(180, 0), "fresh"],
    ["a millisecond past warn_after", day(180, 1), "aging"],
    ["on error_after", day(365, 0), "aging"],
    ["a millisecond past error_after", day(365, 1), "stale"],
  ])("%s", (_, now, status) => {
    expect(statusOf([modified], DEFAULT_FRESHNESS_POLICY, now)).toBe(status);
  });

  test("tells its basis, limits and turning points", () => {
    expect(freshnessStatus([modified], DEFAULT_FRESHNESS_POLICY, day(200, 5))).toEqual({
      status: "aging",
      decidedBy: modified,
      basisAt: modified.at,
      ageDays: 200,
      limitDays: 180,
      agingAt: day(180, 1),
      staleAt: day(365, 1),
      expiresAt: null,
      changesAt: day(365, 1),
      suspects: [],
    });
  });

  test("the newest date of the basis decides", () => {
    const newer = dated("reviewed", "2026-05-30");

    expect(
      freshnessStatus(
        [modified, newer, dated("published", "2019-01-01")],
        DEFAULT_FRESHNESS_POLICY,
        NOW,
      ).decidedBy,
    ).toBe(newer);
  });

  test("kinds outside the basis do not count", () => {
    const policy: FreshnessPolicy = { ...DEFAULT_FRESHNESS_POLICY, basis: ["reviewed"] };

    expect(statusOf([dated("modified", "2026-05-30")], policy)).toBe("unknown");
  });

  test("a file's mtime does not outdo a date that somebody wrote", () => {
    const mtime = dated("source_modified", "2026-05-31T00:00:00Z", { trustRatio: 0.3 });
    const written = dated("modified", "2020-01-01");

    expect(statusOf([mtime, written])).toBe("stale");
    expect(statusOf([mtime])).toBe("fresh");
  });

  test("of two dates equally new the more trusted one is named", () => {
    const weak = dated("modified", "2026-05-30", { trustRatio: 0.6 });
    const strong = dated("published", "2026-05-30");

    expect(freshnessStatus([weak, strong], DEFAULT_FRESHNESS_POLICY, NOW).decidedBy).toBe(strong);
    expect(freshnessStatus([strong, weak], DEFAULT_FRESHNESS_POLICY, NOW).decidedBy).toBe(strong);
  });

  test("a coarse date counts from the start of its period", () => {
    const year = dated("modified", "2025-01-01", { precision: "year", text: "2025" });

    expect(statusOf([year])).toBe("stale");
  });

  test("a date up to a day and a half ahead is of today", () => {
    expect(
      freshnessStatus([dated("modified", "2026-06-02")], DEFAULT_FRESHNESS_POLICY, NOW),
    ).toMatchObject({
      status: "fresh",
      ageDays: 0,
    });
  });

  test("an error limit alone leaves out aging", () => {
    const policy: FreshnessPolicy = { ...DEFAULT_FRESHNESS_POLICY, warnAfterMs: null };

    expect(freshnessStatus([dated("modified", "2025-08-01")], policy, NOW)).toMatchObject({
      status: "fresh",
      limitDays: 365,
      agingAt: null,
    });
  });

  test("a warning limit alone never makes it stale", () => {
    const policy: FreshnessPolicy = { ...DEFAULT_FRESHNESS_POLICY, errorAfterMs: null };

    expect(freshnessStatus([dated("modified", "2015-08-01")], policy, NOW)).toMatchObject({
      status: "aging",
      limitDays: 180,
      changesAt: null,
    });
  });

  test("an error limit within the warning limit leaves out aging", () => {
    const policy: FreshnessPolicy = { ...DEFAULT_FRESHNESS_POLICY, errorAfterMs: 36 * 3_600_000 };

    expect(freshnessStatus([dated("modified", "2026-06-01")], policy, NOW)).toMatchObject({
      status: "fresh",
      limitDays: 1.5,
      agingAt: null,
      changesAt: at("2026-06-02T12:00:00.001Z"),
    });
  });

  test("without any date it is unknown", () => {
    expect(freshnessStatus([], DEFAULT_FRESHNESS_POLICY, NOW)).toEqual({
      status: "unknown",
      decidedBy: null,
      basisAt: null,
      ageDays: null,
      limitDays: null,
      agingAt: null,
      staleAt: null,
      expiresAt: null,
      changesAt: null,
      suspects: [],
    });
  });
});

describe("a document's own review date", () => {
  const old = dated("modified", "2019-01-01");

  test.each([
    ["until the day that it falls due", "2026-05-31T23:59:59.999Z", "fresh"],
    ["from that day on", "2026-06-01T00:00:00Z", "stale"],
  ])("wins over age %s", (_, now, status) => {
    expect(
      statusOf([old, dated("review_due", "2026-06-01")], DEFAULT_FRESHNESS_POLICY, at(now)),
    ).toBe(status);
    expect(statusOf([dated("review_due", "2026-06-01")], EVERGREEN, at(now))).toBe(status);
  });

  test("is the latest of several", () => {
    const dates = [dated("review_due", "2026-12-01"), dated("review_due", "2025-12-01"), old];

    expect(freshnessStatus(dates, DEFAULT_FRESHNESS_POLICY, NOW)).toMatchObject({
      status: "fresh",
      decidedBy: dates[0],
      limitDays: null,
      staleAt: at("2026-12-01"),
    });
  });

  test.each([
    ["the day before", "2025-12-31", "stale"],
    ["on the day", "2026-01-01", "fresh"],
  ])("is answered by a review %s or not", (_, reviewed, status) => {
    expect(statusOf([dated("review_due", "2026-01-01"), dated("reviewed", reviewed)])).toBe(status);
  });

  test("is not answered by a review in the future", () => {
    expect(statusOf([dated("review_due", "2026-01-01"), dated("reviewed", "2027-01-01")])).toBe(
      "stale",
    );
  });

  test("reaches to the end of a month, a quarter and a year", () => {
    const due = (precision: DateEvidence["precision"]) =>
      freshnessStatus([dated("review_due", "2026-10-01", { precision })], EVERGREEN, NOW).staleAt;

    expect(due("month")).toBe(at("2026-11-01"));
    expect(due("quarter")).toBe(at("2027-01-01"));
    expect(due("year")).toBe(at("2027-10-01"));
    expect(due("instant")).toBe(at("2026-10-01T00:00:00.001Z"));
  });
});

describe("a document's own end", () => {
  const fresh = dated("modified", "2026-05-31");

  test.each([
    ["on its last day", "2026-06-01T23:59:59.999Z", "fresh"],
    ["past it", "2026-06-02T00:00:00Z", "expired"],
  ])("wins over everything %s", (_, now, status) => {
    const dates = [fresh, dated("review_due", "2030-01-01"), dated("expires", "2026-06-01")];

    expect(statusOf(dates, DEFAULT_FRESHNESS_POLICY, at(now))).toBe(status);
    expect(statusOf(dates, EVERGREEN, at(now))).toBe(status);
  });

  test("is the earliest of several", () => {
    const dates = [dated("expires", "2030-01-01"), dated("expires", "2026-01-01")];

    expect(freshnessStatus([fresh, ...dates], DEFAULT_FRESHNESS_POLICY, NOW)).toMatchObject({
      status: "expired",
      decidedBy: dates[1],
      changesAt: null,
    });
  });

  test("speaks for a document without a date of the basis", () => {
    const end = dated("expires", "2027-01-01");

    expect(freshnessStatus([end], DEFAULT_FRESHNESS_POLICY, NOW)).toMatchObject({
      status: "fresh",
      decidedBy: end,
      changesAt: at("2027-01-02"),
    });
  });
});

describe("an evergreen document", () => {
  test("is fresh at any age", () => {
    expect(freshnessStatus([dated("modified", "1999-01-01")], EVERGREEN, NOW)).toMatchObject({
      status: "fresh",
      limitDays: null,
      changesAt: null,
    });
  });

  test("is fresh with a date outside the basis", () => {
    const effective = dated("effective", "2020-01-01");

    expect(freshnessStatus([effective], EVERGREEN, NOW).decidedBy).toBe(effective);
  });

  test("is unknown without any believed date", () => {
    expect(statusOf([dated("modified", "1970-01-01")], EVERGREEN)).toBe("unknown");
  });
});

describe("a date in effect later", () => {
  const policy: FreshnessPolicy = { ...DEFAULT_FRESHNESS_POLICY, basis: ["effective", "modified"] };

  test("is no suspect and counts from its day on", () => {
    const dates = [dated("modified", "2020-01-01"), dated("effective", "2026-09-01")];

    expect(freshnessStatus(dates, policy, NOW)).toMatchObject({
      status: "stale",
      changesAt: at("2026-09-01"),
      suspects: [],
    });
    expect(statusOf(dates, policy, at("2026-09-01"))).toBe("fresh");
  });
});

describe("suspect dates", () => {
  test("a future date does not count until it comes true", () => {
    const future = dated("modified", "2027-01-03");

    expect(freshnessStatus([future], DEFAULT_FRESHNESS_POLICY, NOW)).toMatchObject({
      status: "unknown",
      changesAt: at("2027-01-01T12:00:00Z"),
      suspects: [{ evidence: future, reason: "future" }],
    });
    expect(statusOf([future], DEFAULT_FRESHNESS_POLICY, at("2027-01-01T12:00:00Z"))).toBe("fresh");
  });

  test.each(["review_due", "expires"] as const)("a malformed %s never reads as fresh", (kind) => {
    const malformed = dated(kind, "2026-13-45");
    const withBasis = (day: string) => [malformed, dated("modified", day)];

    expect(statusOf(withBasis("2026-05-31"))).toBe("unknown");
    expect(statusOf(withBasis("2025-10-01"))).toBe("unknown");
    expect(statusOf(withBasis("2020-01-01"))).toBe("stale");
    expect(statusOf([...withBasis("2026-05-31"), dated("expires", "2026-01-01")])).toBe("expired");
    expect(statusOf([...withBasis("2026-05-31"), dated("review_due", "2027-01-01")])).toBe(
      "unknown",
    );
    expect(statusOf([malformed], EVERGREEN)).toBe("unknown");
  });

  test("a malformed date of another kind is merely left out", () => {
    expect(statusOf([dated("modified", "soon"), dated("modified", "2026-05-31")])).toBe("fresh");
  });
});

describe("what machines alone say", () => {
  const late = dated("source_modified", "2027-01-01", { trustRatio: 0.3 });
  const withoutMachines: FreshnessPolicy = { ...DEFAULT_FRESHNESS_POLICY, basis: ["modified"] };

  test("is suspected where the policy asks for it", () => {
    expect(freshnessStatus([late], DEFAULT_FRESHNESS_POLICY, NOW).suspects).toHaveLength(1);
  });

  test("is neither believed nor suspected where the basis leaves it out", () => {
    expect(freshnessStatus([late], withoutMachines, NOW)).toMatchObject({
      status: "unknown",
      suspects: [],
    });
  });
});
