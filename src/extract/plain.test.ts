import { expect, test } from "vitest";
import { plain } from "./plain.ts";

async function read(source: string) {
  const body = new TextEncoder().encode(source);
  return plain.read({ body, locator: "a.txt", charset: "utf-8", textLength: 10_000 });
}

test("lines stay lines and empty lines end paragraphs", async () => {
  expect((await read("a  b\r\nc\n\n\n\nd\n")).text).toBe("a b\nc\n\nd");
});

test.each([
  ["see https://example.com/a.", "https://example.com/a"],
  ["(https://example.com/a_(b))", "https://example.com/a_(b)"],
  ["<https://example.com/a>", "https://example.com/a"],
])("the address in %j is %s", async (source, href) => {
  const { links, text } = await read(`first\n${source}`);

  expect(links).toMatchObject([{ href, line: 2 }]);
  expect(text.slice(links[0]?.span.startOffset, links[0]?.span.endOffset)).toBe(href);
});
