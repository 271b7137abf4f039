import { describe, expect, test } from "vitest";

import { readHref } from "./href.ts";

function internal(path: string | null, more: object = {}) {
  return { kind: "internal", path, isFromRoot: false, fragment: null, ...more };
}

describe("a link within the source", () => {
  test.each([
    ["leave.md", internal("hr/leave.md")],
    ["./leave.md", internal("hr/leave.md")],
    ["../it/laptops.md", internal("it/laptops.md")],
    ["policies/", internal("hr/policies/")],
    ["..", internal("")],
    [".", internal("hr/")],
    ["/it/laptops.md", internal("it/laptops.md", { isFromRoot: true })],
    ["/", internal("", { isFromRoot: true })],
    ["leave.md#carry-over", internal("hr/leave.md", { fragment: "carry-over" })],
    ["leave.md?raw=1#x", internal("hr/leave.md", { fragment: "x" })],
    ["#top", internal(null, { fragment: "top" })],
    ["", internal(null)],
    ["?page=2", internal(null)],
    ["annual%20leave.md", internal("hr/annual leave.md")],
    ["100%25.md", internal("hr/100%.md")],
    ["%E4%F6.md", internal("hr/%E4%F6.md")],
    ["sub\\page.md", internal("hr/sub/page.md")],
    ["a//b.md", internal("hr/a/b.md")],
    ["  leave.md  ", internal("hr/leave.md")],
    ["a#b#c", internal("hr/a", { fragment: "b#c" })],
    ["...", internal("hr/...")],
  ])("%j", (href, expected) => {
    expect(readHref("hr/guide.md", href)).toEqual(expected);
  });
});

test.each([
  ["https://example.com/a", "external"],
  ["HTTP://example.com", "external"],
  ["//example.com/a", "external"],
  ["mailto:hr@example.com", "other-scheme"],
  ["C:\\docs\\a.md", "other-scheme"],
  ["{{ site.url }}/a", "template"],
  ["<your-host>/a", "template"],
  ["${HOST}/a", "template"],
  ["../../a.md", "outside"],
  ["/../a.md", "outside"],
])("%j is %s", (href, kind) => {
  expect(readHref("hr/guide.md", href)).toEqual({ kind });
});
