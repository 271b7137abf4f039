import { describe, expect, it } from "vitest";
import { compileGlobs, compileTreeGlobs } from "./glob.ts";

describe("compileGlobs", () => {
  it.each([
    ["**/*.md", "a/b/c.md", true],
    ["**/*.md", "c.md", true],
    ["*.md", "a/c.md", false],
    ["./docs/*.md", "docs/c.md", true],
    ["/docs/*.md", "docs/c.md", true],
    ["docs/", "docs/deep/c.md", true],
    ["**/.git/**", ".git/config", true],
    ["docs/{a,b}.md", "docs/b.md", true],
    ["docs/?.md", "docs/ab.md", false],
  ])("%s on %s is %s", (pattern, locator, expected) => {
    expect(compileGlobs([pattern])(locator)).toBe(expected);
  });

  it("matches nothing without a pattern", () => {
    expect(compileGlobs([])("a.md")).toBe(false);
  });
});

describe("compileTreeGlobs", () => {
  it("takes everything below a folder that a pattern matches", () => {
    const globs = compileTreeGlobs(["**/drafts", "old/"]);

    expect(globs.matches("hr/drafts/deep/x.md")).toBe(true);
    expect(globs.matches("old/x.md")).toBe(true);
    expect(globs.matches("hr/x.md")).toBe(false);
    expect(globs.matchesFolder("hr/drafts")).toBe(true);
    expect(globs.matchesFolder("")).toBe(false);
  });

  it("does not take a file for the folder that a pattern names", () => {
    expect(compileTreeGlobs(["node_modules/**"]).matches("node_modules")).toBe(false);
  });
});
