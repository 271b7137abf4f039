import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { docx } from "./docx.ts";

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (content: string, style = "") =>
  `<w:p>${style === "" ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${content}</w:p>`;

function writeDocx(body: string, parts: Readonly<Record<string, string>> = {}): Uint8Array {
  const files = {
    "[Content_Types].xml":
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": `<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `<w:document ${W} ${R}><w:body>${body}</w:body></w:document>`,
    "word/_rels/document.xml.rels": `<Relationships xmlns="${RELATIONS}"><Relationship Id="l1" Type="${OFFICE}/hyperlink" Target="https://example.com/" TargetMode="External"/></Relationships>`,
    ...parts,
  };
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
    { level: 1 },
  );
}

async function read(body: Uint8Array, textLength = 10_000) {
  return docx.read({ body, locator: "a.docx", charset: null, textLength });
}

const cell = (text: string) => `<w:tc>${paragraph(run(text))}</w:tc>`;

test("text, headings, tables, links and bookmarks are read", async () => {
  const reading = await read(
    writeDocx(
      paragraph(
        `<w:bookmarkStart w:id="1" w:name="start"/>${run("Leave policy")}<w:bookmarkEnd w:id="1"/>`,
        "Heading1",
      ) +
        paragraph(
          `${run("See ")}<w:hyperlink r:id="l1">${run("the form")}</w:hyperlink>${run(".")}`,
        ) +
        `<w:tbl><w:tr>${cell("Days")}${cell("30")}</w:tr></w:tbl>`,
    ),
  );

  expect(reading.text).toBe("Leave policy\n\nSee the form.\n\nDays\t30");
  expect(reading.title).toBe("Leave policy");
  expect(reading.headings).toMatchObject([{ level: 1, text: "Leave policy", line: null }]);
  expect(reading.links).toMatchObject([
    { href: "https://example.com/", text: "the form", span: { startOffset: 18, endOffset: 26 } },
  ]);
  expect(reading.anchors).toEqual(["start"]);
});

test("the package's core properties give title, language and dates", async () => {
  const core = `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Leave</dc:title><dc:language>de-DE</dc:language>
    <dcterms:created>2024-05-03T10:00:00Z</dcterms:created><dcterms:modified>never</dcterms:modified></cp:coreProperties>`;
  const reading = await read(writeDocx(paragraph(run("Text")), { "docProps/core.xml": core }));

  expect(reading).toMatchObject({ title: "Leave", language: "de-DE" });
  expect(reading.dates.map(({ kind, text, at }) => [kind, text, at])).toEqual([
    ["published", "2024-05-03T10:00:00Z", Date.UTC(2024, 4, 3, 10)],
    ["modified", "never", null],
  ]);
});

test("a document without text is read and empty", async () => {
  expect((await read(writeDocx(""))).text).toBe("");
});

test("a package that unpacks to more than any text needs is oversized, and nothing is unpacked", async () => {
  const bomb = writeDocx(paragraph(run("x")), { "word/media.xml": " ".repeat(80 * 1024 * 1024) });

  await expect(read(bomb)).rejects.toMatchObject({ reason: "oversized" });
});

test.each([
  ["a part that is no XML", writeDocx("<w:p><w:r>")],
  ["a package without its main part", zipSync({ "word/other.xml": strToU8("<a/>") })],
])("%s is corrupt", async (_, body) => {
  await expect(read(body)).rejects.toMatchObject({ reason: "corrupt" });
});
