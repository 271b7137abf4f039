import { describe, expect, test } from "vitest";

import {
  findCommentedCode,
  findDefaultTags,
  findExclusiveTests,
  findUnexplainedSkips,
  findUnnumberedDuties,
} from "./loose-ends.ts";
import { PROJECT_ROOT, readProjectTree } from "./project-tree.ts";

const TREE = readProjectTree(PROJECT_ROOT);
/** Joined here, so that this file is no finding of its own. */
const DUTY = ["TO", "DO"].join("");
const SLASHES = ["/", "/"].join("");

function planted(text: string) {
  return new Map([["src/x.ts", text]]);
}

describe("duties in comments", () => {
  test("have the number of an issue", () => {
    expect(findUnnumberedDuties(TREE)).toEqual([]);
  });

  test("are seen without one", () => {
    const line = `${SLASHES} ${DUTY}: later`;

    expect(findUnnumberedDuties(planted(`a();\n${line}`))).toEqual([`src/x.ts:2: ${line}`]);
    expect(findUnnumberedDuties(planted(` * ${DUTY} in a long comment`))).toHaveLength(1);
  });

  test("are fine with one, and in strings", () => {
    expect(findUnnumberedDuties(planted(`${SLASHES} ${DUTY} #12: later`))).toEqual([]);
    expect(findUnnumberedDuties(planted(`const label = "${DUTY}";`))).toEqual([]);
  });
});

describe("exclusive tests", () => {
  test("are nowhere", () => {
    expect(findExclusiveTests(TREE)).toEqual([]);
  });

  test.each(["only", "concurrent.only", "only.each"])("are seen as %s", (way) => {
    expect(findExclusiveTests(planted(`test.${way}(name, run);`))).toHaveLength(1);
  });

  test("are not seen in strings", () => {
    expect(findExclusiveTests(planted('say("test.only is refused");'))).toEqual([]);
  });
});

describe("skipped tests", () => {
  test("say why", () => {
    expect(findUnexplainedSkips(TREE)).toEqual([]);
  });

  test.each(["skip", "todo", "fails", "skip.each(rows)"])("are seen as %s", (way) => {
    expect(findUnexplainedSkips(planted(`test.${way}(name, run);`))).toHaveLength(1);
  });

  test("are fine with a comment beside or above them, or with a condition", () => {
    expect(
      findUnexplainedSkips(planted(`test.skip(name, run); ${SLASHES} needs a network`)),
    ).toEqual([]);
    expect(
      findUnexplainedSkips(planted([`${SLASHES} not here`, "test.skip(name, run);"].join("\n"))),
    ).toEqual([]);
    expect(findUnexplainedSkips(planted("test.skipIf(isRoot)(name, run);"))).toEqual([]);
  });
});

describe("code in comments", () => {
  test("is nowhere", () => {
    expect(findCommentedCode(TREE)).toEqual([]);
  });

  test.each([
    'import { a } from "./a.ts";',
    "const a = 1;",
    "return null;",
    "if (a === b) {",
    "}",
    "store.close();",
    "total = total + 1;",
  ])("is seen: %s", (code) => {
    expect(findCommentedCode(planted(`${SLASHES} ${code}`))).toHaveLength(1);
  });

  test.each([
    "oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed above",
    "the store returns null; see `close()`",
    "if it is not there, nothing is read",
    "needs a password",
    "ISO 14496-12 (1904)",
  ])("is not seen: %s", (prose) => {
    expect(findCommentedCode(planted(`${SLASHES} ${prose}`))).toEqual([]);
  });
});

test("defaults are told by schemas and not by comments", () => {
  expect(findDefaultTags(TREE)).toEqual([]);
  expect(findDefaultTags(planted(" * @default 3"))).toHaveLength(1);
  expect(findDefaultTags(planted('const tag = "@default";'))).toEqual([]);
});
