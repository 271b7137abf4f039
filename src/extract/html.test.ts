import * as fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "./html.ts";
import type { Reading } from "./reading.ts";

async function read(source: string): Promise<Reading> {
  const body = new TextEncoder().encode(source);
  return html.read({ body, locator: "page.html", charset: "utf-8", textLength: 1_000_000 });
}

test("text comes from the main part; links and anchors from everywhere", async () => {
  const reading = await read(
    `<html lang="en-GB"><title>Site</title><nav id=menu><a href="/home">Home</a></nav>
     <main><h1>Hello <a class=headerlink href="#hello">¶</a></h1><p>Read&nbsp;<a href=more.html>more</a>.</p><nav>On this page</nav></main>
     <footer><a href=legal.html>Legal</a></footer></html>`,
  );

  expect(reading.text).toBe("Hello ¶\n\nRead more.");
  expect(reading).toMatchObject({ title: "Hello", language: "en-GB" });
  expect(reading.links.map(({ href, text, line }) => [href, text, line])).toEqual([
    ["/home", "Home", 1],
    ["#hello", "¶", 2],
    ["more.html", "more", 2],
    ["legal.html", "Legal", 3],
  ]);
  expect(reading.anchors).toEqual(["menu"]);
});

test("an article is the document only where it holds most of the text", async () => {
  const teaser = "<article>Teaser</article>";

  expect(
    (await read(`<div>Menu</div><article>${"Story. ".repeat(20)}</article>`)).text,
  ).not.toContain("Menu");
  expect((await read(`<div>${"Story. ".repeat(20)}</div>${teaser}`)).text).toContain("Story.");
});

test("scripts, styles, templates and hidden frames are no text", async () => {
  const { text } = await read(
    "<style>a{}</style><p>a<script>if (a < b) '</p>'</script><noscript>b</noscript><template><p>c</template><svg><text>d</text></svg>e</p>",
  );

  expect(text).toBe("ae");
});

test("preformatted text keeps its lines and cells are parted by tabs", async () => {
  const { text } = await read(
    "<pre><b>if</b> x:\n    y &lt; 1\nz</pre><table><tr><td>a<td>b<tr><td>c</table>",
  );

  expect(text).toBe("if x:\n    y < 1\nz\n\na\tb\nc");
});

test.each([
  ["<base href='/docs/'><a href=a.html>", "/docs/a.html"],
  ["<base href='/docs/page.html'><a href='#x'>", "/docs/page.html#x"],
  ["<base href='https://example.com/d/'><a href=../a>", "https://example.com/a"],
  ["<base href='../'><a href=/a>", "/a"],
  ["<a href=' a.html '>", "a.html"],
  ["<area href=map.html>", "map.html"],
  ["<a href='?a=1&amp;b=2'>", "?a=1&b=2"],
  ['<meta http-equiv=refresh content="0; URL=../new.html">', "../new.html"],
])("%s leads to %s", async (source, href) => {
  const { links } = await read(source);

  expect(links[0]?.href).toBe(href);
});

test("ids are anchors however they are written", async () => {
  const { anchors } = await read(
    '<p id=a><a name="b%20c">x</a><map name=m></map><input name=no><div ID="D">',
  );

  expect(anchors).toEqual(["a", "b%20c", "b c", "m", "D"]);
});

test("dates are read from meta elements, JSON-LD and time elements", async () => {
  const { dates, owners, aliases } = await read(
    `<meta property="article:published_time" content="2024-05-03T10:00:00Z"><meta name="last-modified" content="soon">
     <meta http-equiv="expires" content="0"><meta name=author content="Ada Example <ada@example.com>">
     <link rel=canonical href="https://example.com/page">
     <script type="application/ld+json">{"@graph":[{"@type":"Article","dateModified":"2024-06-01","image":{"@type":"ImageObject","datePublished":"2001-01-01"}}]}</script>
     <time datetime="2020-01-01">no kind</time><time itemprop=datePublished datetime="2024-05-04">`,
  );

  expect(dates.map(({ kind, readFrom, text, at }) => [kind, readFrom, text, at])).toEqual([
    ["published", "meta article:published_time", "2024-05-03T10:00:00Z", Date.UTC(2024, 4, 3, 10)],
    ["modified", "meta last-modified", "soon", null],
    ["modified", "JSON-LD dateModified", "2024-06-01", Date.UTC(2024, 5, 1)],
    ["published", "time datetime", "2024-05-04", Date.UTC(2024, 4, 4)],
  ]);
  expect(owners).toEqual([
    { name: "Ada Example", email: "ada@example.com", readFrom: "meta author" },
  ]);
  expect(aliases).toEqual(["https://example.com/page"]);
});

test("a broken JSON-LD block says nothing, and a waiver in a comment counts", async () => {
  const { dates, waivers } = await read(
    '<script type="application/ld+json">{"dateModified": </script><!-- tidemark-waive unknown-age reason="a poem" -->',
  );

  expect(dates).toEqual([]);
  expect(waivers).toEqual([{ ruleId: "unknown-age", reason: "a poem", untilAt: null }]);
});

test("a title stands on one line, and a date that is stated twice is kept once", async () => {
  const meta = '<meta name="date" content="2024-05-03">';
  const { title, dates } = await read(`${meta}${meta}<h1>Two<br>lines</h1>`);

  expect(title).toBe("Two lines");
  expect(dates).toHaveLength(1);
});

test("front matter of a page template is read", async () => {
  const { title, text } = await read("---\ntitle: From above\n---\n<p>Text</p>");

  expect({ title, text }).toEqual({ title: "From above", text: "Text" });
});

test.each([
  ["unclosed elements", "<div><b>".repeat(4000)],
  ["stray end tags", "</div></b>".repeat(20_000)],
  ["an endless attribute", `<a href="${"x".repeat(500_000)}`],
  ["many entities", "&amp;".repeat(100_000)],
  ["an endless comment", `<!--${"-".repeat(100_000)}`],
  ["nothing", ""],
])("%s do no harm", async (_, source) => {
  const { text } = await read(source);

  expect(text.length).toBeLessThanOrEqual(source.length);
});

test("elements nested deeper than any page's are corrupt", async () => {
  await expect(read("<div><b>".repeat(20_000))).rejects.toMatchObject({ reason: "corrupt" });
});

test("whatever is read, spans lie within the text and quote what they stand for", async () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      "<main>",
      "</main>",
      "<nav>",
      "</nav>",
      "<article>",
      "</article>",
      "<h1>",
      "</h1>",
      "<p>",
      "<br>",
    ),
    fc.constantFrom(
      "<a href=x>",
      "</a>",
      "<pre>",
      "</pre>",
      "<script>",
      "</script>",
      "<td>",
      "<img src=y alt=z>",
      "&lt;",
      "<!--",
      "-->",
    ),
  );
  const source = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
  await fc.assert(
    fc.asyncProperty(source, async (written) => {
      const { text, links, headings } = await read(written);
      for (const { span, text: quote } of headings) {
        expect(text.slice(span.startOffset, span.endOffset)).toBe(quote);
      }
      for (const { span, text: quote } of links) {
        const { startOffset, endOffset } = span;
        expect(startOffset).toBeGreaterThanOrEqual(0);
        expect(endOffset).toBeLessThanOrEqual(text.length);
        expect([quote, ""]).toContain(text.slice(startOffset, endOffset));
      }
    }),
    { numRuns: 300 },
  );
});
