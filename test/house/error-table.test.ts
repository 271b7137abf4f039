import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { ERRORS } from "../../src/model/error.ts";
import { findErrorTableProblems } from "./error-table.ts";
import { PROJECT_ROOT } from "./project-tree.ts";

const TABLE =
  "<!-- errors -->\n\n| Code | HTTP |\n| --- | --- |\n| `USAGE` | 400 |\n\n<!-- /errors -->";

test("the README and the code know the same errors", () => {
  const readme = readFileSync(join(PROJECT_ROOT, "README.md"), "utf8");

  expect(findErrorTableProblems(readme, Object.keys(ERRORS))).toEqual([]);
});

test.each([
  ["the same codes", TABLE, ["USAGE"], []],
  ["a code that the README lacks", TABLE, ["USAGE", "INTERNAL"], ["INTERNAL is not in the README"]],
  ["a code that the code lacks", TABLE, [], ["USAGE is not in the code"]],
  ["a README without a table", "# Us", ["USAGE"], []],
])("%s", (_, readme, codes, problems) => {
  expect(findErrorTableProblems(readme, codes)).toEqual(problems);
});
