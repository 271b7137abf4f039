import { expect, it } from "vitest";
import { parseCodeOwners } from "./code-owners.ts";

function ownersOf(text: string, path: string): readonly string[] {
  return parseCodeOwners(text)(path).map(({ name }) => name);
}

it.each([
  ["* @all", "deep/x.md", ["@all"]],
  ["*.md @docs", "deep/x.md", ["@docs"]],
  ["*.md @docs", "x.txt", []],
  ["/docs/ @docs", "docs/deep/x.md", ["@docs"]],
  ["/docs/ @docs", "sub/docs/x.md", []],
  ["docs/ @docs", "sub/docs/x.md", ["@docs"]],
  ["docs/* @docs", "docs/x.md", ["@docs"]],
  ["docs/* @docs", "docs/deep/x.md", []],
  ["docs/** @docs", "docs/deep/x.md", ["@docs"]],
  ["**/logs @logs", "a/b/logs/x.md", ["@logs"]],
  ["/a/b.md @one two@example.com", "a/b.md", ["@one", "two@example.com"]],
  ["my\\ file.md @one", "my file.md", ["@one"]],
  ["a(1)[x].md @one", "a(1)[x].md", ["@one"]],
  ["* @all # everybody", "x.md", ["@all"]],
  ["# * @all", "x.md", []],
])("%s on %s gives %j", (line, path, expected) => {
  expect(ownersOf(line, path)).toEqual(expected);
});

it("lets the last match win, and a line without owners take them away", () => {
  const text = "* @all\n/docs/ @docs\n/docs/free.md\n";

  expect(ownersOf(text, "docs/a.md")).toEqual(["@docs"]);
  expect(ownersOf(text, "docs/free.md")).toEqual([]);
  expect(ownersOf(text, "a.md")).toEqual(["@all"]);
});

it("takes a section's owners for its lines without any", () => {
  const text =
    "* @all\n\n[Documentation][2] @docs\n/docs/\n/docs/api/ @api\n^[Optional]\n*.txt @text\n";

  expect(ownersOf(text, "docs/a.md")).toEqual(["@docs"]);
  expect(ownersOf(text, "docs/api/a.md")).toEqual(["@api"]);
  expect(ownersOf(text, "a.txt")).toEqual(["@text"]);
});
