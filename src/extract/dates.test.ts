import * as fc from "fast-check";
import { expect, test } from "vitest";
import { epochMs } from "../model/ids.ts";
import { dateAfterPeriod, dateEvidence, readDate } from "./dates.ts";

const PLACE = { kind: "modified", readFrom: "front matter date", trustRatio: 1 } as const;

function isoOf(text: string, order?: "month-first" | "day-first"): string | null {
  const date = readDate(text, order);
  return date === null ? null : new Date(date.at).toISOString();
}

test.each([
  ["2024-05-03", "2024-05-03T00:00:00.000Z", "day"],
  ["2024-5-3", "2024-05-03T00:00:00.000Z", "day"],
  ["2024/05/03", "2024-05-03T00:00:00.000Z", "day"],
  ["20240503", "2024-05-03T00:00:00.000Z", "day"],
  ["20240503T102030Z", "2024-05-03T10:20:30.000Z", "instant"],
  ["20240503T10:20:30+0200", "2024-05-03T08:20:30.000Z", "instant"],
  ["2024-05-03T10:20:30Z", "2024-05-03T10:20:30.000Z", "instant"],
  ["2024-05-03T10:20:30.25+02:00", "2024-05-03T08:20:30.250Z", "instant"],
  ["2001-12-14 21:59:43.10 -05:00", "2001-12-15T02:59:43.100Z", "instant"],
  ["2024-05-03 10:20", "2024-05-03T10:20:00.000Z", "instant"],
  ["2024-05", "2024-05-01T00:00:00.000Z", "month"],
  ["2024", "2024-01-01T00:00:00.000Z", "year"],
  ["Q3 2024", "2024-07-01T00:00:00.000Z", "quarter"],
  ["2024-Q3", "2024-07-01T00:00:00.000Z", "quarter"],
  ["Fri, 03 May 2024 10:20:30 +0200", "2024-05-03T08:20:30.000Z", "instant"],
  ["Fri, 03 May 2024 10:20:30 GMT", "2024-05-03T10:20:30.000Z", "instant"],
  ["3 May 2024", "2024-05-03T00:00:00.000Z", "day"],
  ["3rd of May 2024", "2024-05-03T00:00:00.000Z", "day"],
  ["May 3, 2024", "2024-05-03T00:00:00.000Z", "day"],
  ["Sept. 3rd, 2024", "2024-09-03T00:00:00.000Z", "day"],
  ["May 2024", "2024-05-01T00:00:00.000Z", "month"],
  ["D:20240503102030+02'00'", "2024-05-03T08:20:30.000Z", "instant"],
  ["D:20240503102030Z", "2024-05-03T10:20:30.000Z", "instant"],
  ["D:2024", "2024-01-01T00:00:00.000Z", "year"],
  ["1714730430", "2024-05-03T10:00:30.000Z", "instant"],
  ["13/05/2024", "2024-05-13T00:00:00.000Z", "day"],
  ["03.05.2024", "2024-05-03T00:00:00.000Z", "day"],
])("%j is %s, as a %s", (text, iso, precision) => {
  expect(isoOf(text)).toBe(iso);
  expect(readDate(text)?.precision).toBe(precision);
});

test.each([
  "2024-02-30",
  "2023-02-29",
  "2024-13-01",
  "2024-00-10",
  "31 April 2024",
  "2024-05-03T25:00:00Z",
  "13/13/2024",
  "May 32, 2024",
  "3 Mayhem 2024",
  "05/06/24",
  "yesterday",
  "{{ date }}",
  "TBD",
  "version 2.3.1",
  "0042",
])("%j is no date", (text) => {
  expect(readDate(text)).toBeNull();
});

test("05/06/2024 follows the custom of its place, and without one the earlier day is taken and trusted less", () => {
  expect(isoOf("05/06/2024", "month-first")).toBe("2024-05-06T00:00:00.000Z");
  expect(isoOf("05/06/2024", "day-first")).toBe("2024-06-05T00:00:00.000Z");
  expect(isoOf("05/06/2024")).toBe("2024-05-06T00:00:00.000Z");
  expect(isoOf("06/05/2024")).toBe("2024-05-06T00:00:00.000Z");
  expect(dateEvidence("05/06/2024", PLACE)?.trustRatio).toBe(0.5);
  expect(dateEvidence("05/05/2024", PLACE)?.trustRatio).toBe(1);
});

test("a malformed value stays as evidence without an instant; an empty one is no evidence", () => {
  expect(dateEvidence(" 2024-02-30 ", PLACE)).toMatchObject({ at: null, text: "2024-02-30" });
  expect(dateEvidence("x".repeat(500), PLACE)?.text).toHaveLength(120);
  expect(dateEvidence("  ", PLACE)).toBeNull();
});

test.each([
  ["6 months", "2024-07-31"],
  ["1 month", "2024-02-29"],
  ["90d", "2024-04-30"],
  ["two weeks", "2024-02-14"],
  ["1 year", "2025-01-31"],
  ["P3M", "2024-04-30"],
  ["a quarter", "2024-04-30"],
])("%s after 31 January 2024 is %s", (period, day) => {
  expect(dateAfterPeriod(epochMs(Date.UTC(2024, 0, 31)), period)).toBe(Date.parse(day));
});

test("a period that is none gives no day", () => {
  expect(dateAfterPeriod(epochMs(0), "soon")).toBeNull();
});

test("every instant is read back from its ISO form", () => {
  const instants = fc.date({
    min: new Date("1000-01-01"),
    max: new Date("9999-12-31"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instants, (date) => {
      expect(readDate(date.toISOString())?.at).toBe(date.getTime());
      expect(isoOf(date.toISOString().slice(0, 10))).toBe(
        `${date.toISOString().slice(0, 10)}T00:00:00.000Z`,
      );
    }),
  );
});

test("no text makes it throw, and no date lies outside what a clock can show", () => {
  const dateLike = fc.stringMatching(/^[-0-9/.:TZD+ Q,a-z]{0,30}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), dateLike), (text) => {
      const date = readDate(text);
      expect(date === null || Number.isFinite(new Date(date.at).getTime())).toBe(true);
    }),
  );
});
