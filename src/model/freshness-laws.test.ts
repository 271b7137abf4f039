import {
  array,
  assert,
  constant,
  constantFrom,
  double,
  integer,
  oneof,
  option,
  pre,
  property,
  record,
  type Arbitrary,
} from "fast-check";
import { expect, test } from "vitest";

import { DATE_KINDS, type DateEvidence } from "./dates.ts";
import { freshnessStatus, type FreshnessPolicy, type FreshnessStatus } from "./freshness.ts";
import { DAY_MS, epochMs, type EpochMs } from "./ids.ts";
import { isToldByMachine, speaksOfPast } from "./suspect-date.ts";

const NOW_MS = Date.parse("2026-06-01T12:00:00Z");
const BASIS = ["published", "modified", "reviewed", "effective"] as const;
const WORSE: readonly FreshnessStatus[] = ["fresh", "aging", "unknown", "stale", "expired"];

const anyPrecision = constantFrom<DateEvidence["precision"][]>(
  "instant",
  "day",
  "month",
  "quarter",
  "year",
);
const instant = (fromDays: number, toDays: number): Arbitrary<EpochMs> =>
  integer({ min: NOW_MS + fromDays * DAY_MS, max: NOW_MS + toDays * DAY_MS }).map((ms) =>
    epochMs(ms),
  );

function evidence(
  kinds: readonly DateEvidence["kind"][],
  at: Arbitrary<EpochMs | null>,
  precision: Arbitrary<DateEvidence["precision"]> = anyPrecision,
) {
  return record<DateEvidence>({
    kind: constantFrom(...kinds),
    at,
    precision,
    readFrom: constant("test"),
    text: constant("test"),
    trustRatio: constantFrom(0.3, 0.8, 1),
    span: constant(null),
  });
}

const anyDate = evidence(DATE_KINDS, option(instant(-900, 900), { freq: 8 }));
const pastKinds = DATE_KINDS.filter((kind) => speaksOfPast(kind));
/** Nothing that speaks of age lies ahead; a document's own dates may. */
const settledDate = oneof(
  evidence([...pastKinds, "effective"], instant(-900, 0)),
  evidence(["review_due", "expires"], option(instant(-900, 900), { freq: 8 })),
);
const limit = option(integer({ min: 0, max: 700 * DAY_MS }));
const policy = record<FreshnessPolicy>({
  basis: constant(BASIS),
  warnAfterMs: limit,
  errorAfterMs: limit,
});
const now = instant(-400, 400);

function rank(dates: readonly DateEvidence[], by: FreshnessPolicy, at: number): number {
  return WORSE.indexOf(freshnessStatus(dates, by, epochMs(at)).status);
}

test("a date older than all that is known never makes it fresher", () => {
  assert(
    property(
      array(anyDate),
      policy,
      evidence(pastKinds, instant(-2000, -901)),
      (dates, by, older) => {
        pre(freshnessStatus(dates, by, epochMs(NOW_MS)).status !== "unknown");

        expect(rank([...dates, older], by, NOW_MS)).toBeGreaterThanOrEqual(rank(dates, by, NOW_MS));
      },
    ),
  );
});

test("time alone never makes it fresher", () => {
  assert(
    property(
      array(settledDate),
      policy,
      integer({ min: 0, max: 1000 * DAY_MS }),
      (dates, by, passedMs) => {
        expect(rank(dates, by, NOW_MS + passedMs)).toBeGreaterThanOrEqual(rank(dates, by, NOW_MS));
      },
    ),
  );
});

test("the answer holds until changesAt", () => {
  assert(
    property(
      array(anyDate),
      policy,
      now,
      double({ min: 0, max: 1, noNaN: true }),
      (dates, by, at, share) => {
        const { status, changesAt } = freshnessStatus(dates, by, at);
        const untilMs = changesAt ?? at + 5000 * DAY_MS;
        const between = epochMs(Math.floor(at + (untilMs - 1 - at) * share));

        expect(untilMs).toBeGreaterThan(at);
        expect(freshnessStatus(dates, by, epochMs(untilMs - 1)).status).toBe(status);
        expect(freshnessStatus(dates, by, between).status).toBe(status);
      },
    ),
  );
});

test("the turning points are the first instants of their status", () => {
  assert(
    property(array(anyDate), policy, now, (dates, by, at) => {
      const { status, agingAt, staleAt, expiresAt } = freshnessStatus(dates, by, at);

      const turnedAt = { fresh: -Infinity, aging: agingAt, stale: staleAt, expired: expiresAt };
      const turnsNext = { fresh: [agingAt, staleAt, expiresAt], aging: [staleAt, expiresAt] };

      pre(status !== "unknown");

      expect(turnedAt[status]).toBeLessThanOrEqual(at);
      expect(status === "expired").toBe(expiresAt !== null && at >= expiresAt);
      pre(status === "fresh" || status === "aging");
      expect(Math.min(...turnsNext[status].map((turn) => turn ?? Infinity))).toBeGreaterThan(at);
    }),
  );
});

test("suspect dates change nothing, but a malformed own date that takes fresh and aging away", () => {
  const placeholderAt = constantFrom("1970-01-01", "1980-01-01", "1601-01-01", "9999-12-31");
  const placeholder = evidence(
    DATE_KINDS,
    placeholderAt.map((day) => epochMs(Date.parse(day))),
    constant("day"),
  );
  const future = evidence(pastKinds, instant(902, 3000));
  const malformed = evidence(DATE_KINDS, constant(null));

  assert(
    property(
      array(anyDate),
      policy,
      now,
      oneof(placeholder, future, malformed),
      (dates, by, at, suspect) => {
        const before = freshnessStatus(dates, by, at);
        const after = freshnessStatus([...dates, suspect], by, at);
        const isOwnDateLost =
          suspect.at === null && (suspect.kind === "review_due" || suspect.kind === "expires");
        const isHidden = isOwnDateLost && (before.status === "fresh" || before.status === "aging");

        expect(after.status).toBe(isHidden ? "unknown" : before.status);
        const isAsked = !isToldByMachine(suspect.kind) || by.basis.includes(suspect.kind);
        expect(after.suspects.slice(before.suspects.length).map((found) => found.evidence)).toEqual(
          isAsked ? [suspect] : [],
        );
      },
    ),
  );
});

test("the order of the evidence does not matter", () => {
  assert(
    property(array(anyDate), policy, now, (dates, by, at) => {
      const { decidedBy: _, suspects: __, ...forward } = freshnessStatus(dates, by, at);

      expect(freshnessStatus(dates.toReversed(), by, at)).toMatchObject(forward);
    }),
  );
});
