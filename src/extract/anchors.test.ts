import { expect, test } from "vitest";
import { HeadingAnchors } from "./anchors.ts";

test.each([
  // GitHub and GitLab differ on runs of hyphens; Python-Markdown drops what is not ASCII.
  ["Tips & tricks", ["tips--tricks", "tips-tricks"]],
  ["Hello, World!", ["hello-world"]],
  ["1. Install", ["1-install", "install"]],
  ["Überblick", ["überblick", "uberblick", "berblick"]],
  ["System.String", ["systemstring", "system.string"]],
  ["snake_case", ["snake_case", "snakecase"]],
  ["日本語", ["日本語", "section"]],
])("%j is found under %j", (heading, expected) => {
  const fragments = new HeadingAnchors().next(heading);

  for (const fragment of expected) expect(fragments).toContain(fragment);
});

test("repeated headings are numbered as each generator does", () => {
  const anchors = new HeadingAnchors();

  expect(anchors.next("Usage")).toEqual(new Set(["usage"]));
  expect(anchors.next("Usage")).toEqual(new Set(["usage-1", "usage_1"]));
  expect(anchors.next("Usage")).toEqual(new Set(["usage-2", "usage_2"]));
});

test("a number that a heading of its own has taken is skipped, as GitHub does", () => {
  const anchors = new HeadingAnchors();
  anchors.next("Usage");
  anchors.next("Usage 1");

  expect(anchors.next("Usage")).toContain("usage-2");
});

test("an empty heading has at most the name that kramdown gives it", () => {
  expect([...new HeadingAnchors().next("")]).toEqual(["section"]);
});
