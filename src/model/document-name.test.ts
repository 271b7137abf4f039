import { expect, it } from "vitest";
import { isDocumentName, isKindPattern } from "./document-name.ts";

it.each([
  ["guide.md", true],
  ["Guide.PDF", true],
  ["README", true],
  ["readme.txt", true],
  ["logo.png", false],
  ["script.ts", false],
  [".gitignore", false],
  [".md", false],
  ["md", false],
  ["archive.md.zip", false],
])("%s is a document: %s", (name, expected) => {
  expect(isDocumentName(name)).toBe(expected);
});

it.each([
  ["**/*.yaml", true],
  ["docs/Makefile", true],
  ["docs/**", false],
  ["docs/*", false],
  ["docs/", false],
  ["**", false],
])("%s names a kind of file: %s", (pattern, expected) => {
  expect(isKindPattern(pattern)).toBe(expected);
});
