import { expect, test } from "vitest";
import { pdf } from "./pdf.ts";
import { ReadFailure } from "./reading.ts";

interface Page {
  readonly lines: readonly string[];
  /** Where its whole first line leads. */
  readonly url?: string;
}

/** A PDF of its least parts: catalog, pages, one font, one content stream for each page, document information. */
function writePdf(pages: readonly Page[], info = ""): Uint8Array {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${5 + 2 * index} 0 R`).join(" ")}] >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    `<< ${info} >>`,
  ];
  for (const [index, { lines, url }] of pages.entries()) {
    const content = lines
      .map((line, row) => `BT /F1 12 Tf 72 ${720 - 20 * row} Td (${line}) Tj ET`)
      .join("\n");
    const link = `/Annots [<< /Type /Annot /Subtype /Link /Rect [70 715 300 735] /A << /S /URI /URI (${url}) >> >>]`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${6 + 2 * index} 0 R ${url === undefined ? "" : link} >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  }
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return new TextEncoder().encode(file);
}

async function read(body: Uint8Array, textLength = 10_000) {
  return pdf.read({ body, locator: "a.pdf", charset: null, textLength });
}

test("text comes page by page, with the title, language and dates of its properties", async () => {
  const info = "/Title (Travel policy) /CreationDate (D:20240503102030Z) /ModDate (yesterday)";
  const body = writePdf([{ lines: ["First page", "second line"] }, { lines: ["Last page"] }], info);

  const reading = await read(body);

  expect(reading.text).toBe("First page\nsecond line\n\nLast page");
  expect(reading).toMatchObject({ title: "Travel policy", language: "en-GB" });
  expect(reading.dates.map(({ kind, readFrom, text, at }) => [kind, readFrom, text, at])).toEqual([
    ["published", "PDF CreationDate", "D:20240503102030Z", Date.UTC(2024, 4, 3, 10, 20, 30)],
    ["modified", "PDF ModDate", "yesterday", null],
  ]);
});

test.each(["Microsoft Word - draft.doc", "untitled", "report.indd"])(
  "a title that a program made up (%s) is none",
  async (title) => {
    expect((await read(writePdf([{ lines: ["Text"] }], `/Title (${title})`))).title).toBeNull();
  },
);

test("addresses of annotations are links, with the words that they lie on", async () => {
  const { links } = await read(
    writePdf([
      { lines: ["Intro"] },
      { lines: ["our form", "more"], url: "https://example.com/form" },
    ]),
  );

  expect(links).toEqual([
    {
      kind: "link",
      href: "https://example.com/form",
      text: "our form",
      span: { startOffset: 7, endOffset: 15 },
      line: null,
    },
  ]);
});

test("the caller's bytes stay as they are", async () => {
  const body = writePdf([{ lines: ["Text"] }]);
  const copy = Uint8Array.from(body);

  await read(body);

  expect(body).toEqual(copy);
});

test("pages without a text layer are scanned", async () => {
  await expect(read(writePdf([{ lines: [] }]))).rejects.toMatchObject({ reason: "scanned" });
});

test("more text than the limit is oversized", async () => {
  const body = writePdf([{ lines: ["x".repeat(100)] }]);

  await expect(read(body, 50)).rejects.toMatchObject({ reason: "oversized" });
});

test.each([
  ["nothing but a header", "%PDF-1.7\n"],
  ["half a file", new TextDecoder().decode(writePdf([{ lines: ["Text"] }])).slice(0, 200)],
])("%s is corrupt", async (_, source) => {
  await expect(read(new TextEncoder().encode(source))).rejects.toBeInstanceOf(ReadFailure);
});

test("reading a PDF leaves the process's own functions alone", async () => {
  await read(writePdf([{ lines: ["Text"] }]));

  expect(Function.prototype.toString.call(Array.prototype.push)).toContain("[native code]");
});
