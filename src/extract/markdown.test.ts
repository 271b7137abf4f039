import * as fc from "fast-check";
import { expect, test } from "vitest";
import { markdown } from "./markdown.ts";
import { ReadFailure, type Reading } from "./reading.ts";

async function read(source: string, locator = "page.md"): Promise<Reading> {
  const body = new TextEncoder().encode(source);
  return markdown.read({ body, locator, charset: "utf-8", textLength: 1_000_000 });
}

test("the text is what a person reads: no markup, no front matter, no comments", async () => {
  const { text, title } = await read(
    "---\nowner: ada\n---\n# Title &amp; more\n\nSome **bold** `code`\nand [a link](x.md).\n\n<!-- hidden -->\n\n- one\n- two\n",
  );

  expect(text).toBe("Title & more\n\nSome bold code and a link.\n\none\ntwo");
  expect(title).toBe("Title & more");
});

test("table cells are parted by tabs and rows by line feeds", async () => {
  const { text } = await read("| a | b |\n|---|---|\n| c | `d` |\n");

  expect(text).toBe("a\tb\nc\td");
});

test("links of every form are found with their line, and none in code, comments or front matter", async () => {
  const { links } = await read(
    [
      "---",
      "url: [no](no.md)",
      "---",
      "[inline](a.md 'title') ![image](b.png)",
      "[full][ref] and [ref]",
      "<https://example.com/c> https://example.com/d",
      '<a href="e.html">raw</a> <img src=f.png alt=picture>',
      "`[no](no.md)` <!-- [no](no.md) -->",
      "",
      "    [no](no.md)",
      "",
      "```",
      "[no](no.md)",
      "```",
      "> quoted [g](g&amp;h.md)",
      "",
      "[ref]: <r.md>",
    ].join("\n"),
  );

  expect(links.map(({ kind, href, text, line }) => [kind, href, text, line])).toEqual([
    ["link", "a.md", "inline", 4],
    ["image", "b.png", "image", 4],
    ["link", "r.md", "full", 5],
    ["link", "r.md", "ref", 5],
    ["link", "https://example.com/c", "https://example.com/c", 6],
    ["link", "https://example.com/d", "https://example.com/d", 6],
    ["link", "e.html", "raw", 7],
    ["image", "f.png", "picture", 7],
    ["link", "g&h.md", "g", 15],
  ]);
});

test("lines are counted through nested lists, tables and quotations, with any line ending", async () => {
  const lines = [
    "- a",
    "  - [b](b)",
    "",
    "    [c](c)",
    "",
    "> x",
    "> - [d](d)",
    "",
    "|h|",
    "|-|",
    "|[e](e)|",
  ];
  for (const lineEnd of ["\n", "\r\n"]) {
    const { links } = await read(lines.join(lineEnd));
    expect(links.map(({ href, line }) => [href, line])).toEqual([
      ["b", 2],
      ["c", 4],
      ["d", 7],
      ["e", 11],
    ]);
  }
});

test.each([
  ["# Name {#own-id}", "own-id"],
  ["# Name {: #own-id .big }", "own-id"],
  ["# Name {/* #own-id */}", "own-id"],
  ['<a name="own-id"></a>\n\nText', "own-id"],
  ["<div id=own-id>Text</div>", "own-id"],
  ["Text <span id='own%20id'>x</span>", "own id"],
  ["Text\n{: #own-id}", "own-id"],
  ["# [Linux](#tab/linux)", "tab/linux"],
])("%j has the anchor %j", async (source, anchor) => {
  const { anchors } = await read(source);

  expect(anchors).toContain(anchor);
});

test("an id in braces is no part of the heading", async () => {
  const { headings, anchors } = await read("## Set up {#setup}\n");

  expect(headings[0]).toMatchObject({ level: 2, text: "Set up", line: 1 });
  expect(anchors).toEqual(expect.arrayContaining(["setup", "set-up"]));
});

test("a document that begins with a lower heading is called so, where nothing else names it", async () => {
  expect((await read("## Setting up\n\ntext")).title).toBe("Setting up");
  expect((await read("text\n\n## Setting up")).title).toBeNull();
});

test("raw HTML may start a heading that Markdown fills", async () => {
  const { headings } = await read('<h1 align="center">\n\nBig **title**\n\n</h1>\n\nText.');

  expect(headings.map(({ text }) => text)).toEqual(["Big title"]);
});

test("an unclosed element hides no later block", async () => {
  const { text } = await read("a <svg> b\n\nc <style> d\n\ne");

  expect(text).toContain("c");
  expect(text.endsWith("e")).toBe(true);
});

test("waivers are read from comments, several rules at once, and not from code", async () => {
  const { waivers } = await read(
    '<!-- tidemark-waive broken-link, stale-document until=2026-12-31 reason="moves in January" -->\n\n`<!-- tidemark-waive no -->`\n\n<!-- tidemark-waive missing-owner until=someday -->',
  );

  const untilAt = Date.parse("2027-01-01");
  expect(waivers).toEqual([
    { ruleId: "broken-link", reason: "moves in January", untilAt },
    { ruleId: "stale-document", reason: "moves in January", untilAt },
    { ruleId: "missing-owner", reason: "", untilAt: 0 },
  ]);
});

test("template code in a page is no text and keeps the lines", async () => {
  const source = "<%= partial 'x',\n  y: 1 %>\n[a](a.md) [b](<%= path %>)";
  const { text, links } = await read(source, "page.html.md.erb");

  expect(text).toBe("a b");
  expect(links.map(({ href, line }) => [href, line])).toEqual([
    ["a.md", 3],
    ["{{template}}", 3],
  ]);
});

test("a text longer than the limit is oversized", async () => {
  const body = new TextEncoder().encode("word ".repeat(100));
  const reading = async () =>
    markdown.read({ body, locator: "a.md", charset: null, textLength: 99 });

  await expect(reading()).rejects.toMatchObject({ name: "ReadFailure", reason: "oversized" });
});

test.each([
  ["nested emphasis", "*a **b ".repeat(20_000)],
  ["open brackets", "[".repeat(20_000)],
  ["backticks", "`".repeat(50_000)],
  ["angle brackets", "<".repeat(20_000)],
  ["one long line", "word ".repeat(100_000)],
  ["a wide table", `${"|a".repeat(5000)}|\n${"|-".repeat(5000)}|\n`],
  ["control characters", "a\u0000b\u0007c\ud800d"],
  ["nothing", ""],
])("%s do no harm", async (_, source) => {
  const { text } = await read(source);

  expect(text.length).toBeLessThanOrEqual(source.length + 10);
});

test("quotations nested deeper than anybody writes are corrupt", async () => {
  await expect(read(`${">".repeat(20_000)}a`)).rejects.toBeInstanceOf(ReadFailure);
});

test("whatever is read, every link and heading is what stands at its span", async () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      "[a](b)",
      "![",
      "](",
      "**",
      "_",
      "`",
      "\n",
      "\n\n",
      "# ",
      "- ",
      "> ",
      "| a | b |\n|-|-|\n",
      "<a href=x>",
    ),
    fc.constantFrom(
      "</a>",
      "<b",
      "<!--",
      "-->",
      "&amp;",
      "&#x0;",
      "[r]: /u\n",
      "[r]",
      "\t",
      "\r\n",
      "{#i}",
      "~~~\n",
      "<h1>",
    ),
  );
  const source = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
  await fc.assert(
    fc.asyncProperty(source, async (written) => {
      const { text, links, headings } = await read(written);
      for (const { span, text: quote } of [...links, ...headings]) {
        expect(span.startOffset).toBeGreaterThanOrEqual(0);
        expect(text.slice(span.startOffset, span.endOffset)).toBe(quote);
      }
    }),
    { numRuns: 300 },
  );
});
