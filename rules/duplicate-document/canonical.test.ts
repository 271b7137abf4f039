import { array, assert, constantFrom, property, shuffledSubarray, uniqueArray } from "fast-check";
import { describe, expect, test } from "vitest";

import type { GroupMember } from "../../src/contract/rule.ts";
import { documentId, sourceId } from "../../src/model/ids.ts";
import { areVersions, chooseCanonical } from "./canonical.ts";

function member(locator: string, source = "handbook"): GroupMember {
  return { documentId: documentId(locator), sourceId: sourceId(source), locator, title: null };
}

function chosen(...locators: readonly string[]): string | undefined {
  return chooseCanonical(locators.map((locator) => member(locator)))?.locator;
}

describe("the canonical copy", () => {
  test.each([
    ["is not the archived one", ["archive/a.md", "hr/policies/a.md"], "hr/policies/a.md"],
    ["is not the one marked as old", ["a-old.md", "hr/a.md"], "hr/a.md"],
    ["is not the numbered one", ["a (2).docx", "hr/a.docx"], "hr/a.docx"],
    ["is not the copy", ["Copy of a.docx", "hr/a.docx"], "hr/a.docx"],
    ["is not the backup", ["a.md.bak", "hr/a.md"], "hr/a.md"],
    ["lies least deep", ["x/y/a.md", "x/b-longer-name.md"], "x/b-longer-name.md"],
    ["has the shortest path", ["hr/leave-policy.md", "hr/leave.md"], "hr/leave.md"],
    ["comes first by name", ["hr/b.md", "hr/a.md"], "hr/a.md"],
    ["may be named after gold or a holder", ["x/y/gold.md", "x/y/z/holder.md"], "x/y/gold.md"],
  ])("%s", (_, locators, canonical) => {
    expect(chosen(...locators)).toBe(canonical);
  });

  test("is none of none", () => {
    expect(chooseCanonical([])).toBeNull();
  });

  test("does not depend on the order of the copies", () => {
    const segment = constantFrom("a", "bb", "archive", "copy", "v1");
    const locator = array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));

    assert(
      property(
        uniqueArray(locator, { minLength: 1 }).chain((all) =>
          shuffledSubarray(all, { minLength: all.length }).map((shuffled) => [all, shuffled]),
        ),
        ([all = [], shuffled = []]) => {
          expect(chosen(...shuffled)).toBe(chosen(...all));
        },
      ),
    );
  });
});

describe("two versions of a page", () => {
  test.each([
    ["docs/5.1/a.md", "docs/7.4/a.md"],
    ["docs/v1/a.md", "docs/latest/a.md"],
    ["docs/a.md", "docs/stable/a.md"],
    ["docs/release-2.x/a.md", "docs/3.0.0-rc.1/a.md"],
    ["docs/de/a.md", "docs/en-us/a.md"],
    ["docs/7.4/jobs/a.md", "docs/7.6/core.jobs/a.md"],
  ])("are %s and %s", (one, other) => {
    expect(areVersions(member(one), member(other))).toBe(true);
    expect(areVersions(member(other), member(one))).toBe(true);
  });

  test.each([
    ["docs/5.1/a.md", "docs/7.4/b.md"],
    ["hr/a.md", "it/a.md"],
    ["docs/v1/a.md", "guides/v1/a.md"],
    ["docs/a.md", "guides/v1/a.md"],
    ["docs/v1/a.md", "v1/docs/a.md"],
  ])("are not %s and %s", (one, other) => {
    expect(areVersions(member(one), member(other))).toBe(false);
  });

  test("stand in one source", () => {
    expect(areVersions(member("v1/a.md", "wiki"), member("v2/a.md"))).toBe(false);
  });
});
