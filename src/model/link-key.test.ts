import { describe, expect, test } from "vitest";

import { documentLinkKeys, linkKey, withoutPageEnding } from "./link-key.ts";

describe("the key of a place", () => {
  test.each([
    ["hr/leave.md", "hr/leave"],
    ["hr/leave", "hr/leave"],
    ["HR/Leave.HTML", "hr/leave"],
    ["hr/leave.html.md.erb", "hr/leave"],
    ["hr/index.md", "hr"],
    ["hr/README.md", "hr"],
    ["hr/", "hr"],
    ["/hr//leave.md", "hr/leave"],
    ["index.html", ""],
    ["", ""],
    ["hr/plan.png", "hr/plan.png"],
    ["hr/release-1.2.md", "hr/release-1.2"],
    ["hr/.md", "hr/.md"],
    ["hr/cafe\u0301.md", "hr/caf\u00e9"],
  ])("%j is %j", (path, key) => {
    expect(linkKey(path)).toBe(key);
  });

  test("is the same again for a key", () => {
    expect(linkKey(linkKey("a/b.html.md"))).toBe("a/b");
  });
});

test("a name is never cut down to nothing", () => {
  expect(withoutPageEnding(".html")).toBe(".html");
  expect(withoutPageEnding("page.html.md")).toBe("page");
});

describe("the keys of a document", () => {
  test("are of its locator and its other addresses, each once", () => {
    const aliases = ["/people/leave/", "https://www.example.com/hr/leave.html?a=1#b", "/time-off"];

    expect(documentLinkKeys("hr/leave.md", aliases)).toEqual([
      "hr/leave",
      "people/leave",
      "time-off",
    ]);
  });

  test("leave out an address that names no place", () => {
    expect(documentLinkKeys("a.md", ["/", "", "https://example.com"])).toEqual(["a"]);
  });
});
