import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { looksHeavy, sniff } from "./sniff.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const zip = (...names: string[]) =>
  zipSync(Object.fromEntries(names.map((name) => [name, encode("x")])));
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, "utf16le"));
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

async function typeOf(body: Uint8Array, locator: string, mediaType: string | null = null) {
  const { mediaType: type, charset } = await sniff({ body, locator, mediaType });
  return charset === null ? type : `${type}; ${charset}`;
}

test.each([
  ["a.md", "# Hello", null, "text/markdown; utf-8"],
  ["a.html.md.erb", "# Hello", null, "text/markdown; utf-8"],
  ["a.html", "Hello", null, "text/html; utf-8"],
  ["a.txt", "Hello", null, "text/plain; utf-8"],
  ["LICENSE", "Hello", null, "text/plain; utf-8"],
  ["page", "<p>Hello", null, "text/html; utf-8"],
  ["page", "Hello", "text/html; charset=utf-8", "text/html; utf-8"],
  ["page", "Hello", "text/markdown", "text/markdown; utf-8"],
  ["a.md", "%PDF-1.7 …", null, "application/pdf"],
  ["a.md", "<!DOCTYPE html><p>Hello", null, "text/html; utf-8"],
  ["a.txt", "<?xml version='1.0'?>\n<!-- c --><html>", null, "text/html; utf-8"],
  ["a.md", '<div align="center">\n\n# Hello', null, "text/markdown; utf-8"],
  ["a.md", "", null, "text/markdown; utf-8"],
])("%s with %j, stated as %j, is %s", async (locator, text, stated, expected) => {
  expect(await typeOf(encode(text), locator, stated)).toBe(expected);
});

test.each([
  [zip("[Content_Types].xml", "word/document.xml"), "a.zip"],
  [zip("[Content_Types].xml", "_rels/.rels", "word/document2.xml"), "a.md"],
])("a package with Word's parts is a Word document, whatever its name", async (body, locator) => {
  expect(await typeOf(body, locator)).toMatch(/wordprocessingml/);
});

test.each([
  ["an archive", zip("a.txt"), "unsupported", "application/zip"],
  ["a workbook", zip("[Content_Types].xml", "xl/workbook.xml"), "unsupported", "spreadsheetml"],
  ["an old Word document", Uint8Array.from(OLE), "unsupported", "application/x-ole-storage"],
  [
    "an encrypted one",
    Uint8Array.from([...OLE, ...utf16("EncryptedPackage")]),
    "encrypted",
    "password",
  ],
  ["rich text", encode("{\\rtf1 x}"), "unsupported", "application/rtf"],
  ["a picture", Uint8Array.from(PNG), "unsupported", "image/png"],
  ["a drawing", encode('<svg xmlns="x"></svg>'), "unsupported", "image/svg+xml"],
  ["bytes with NULs", encode("a\0b\0c\0d"), "unsupported", "application/octet-stream"],
  ["a broken archive", encode("PK\u0003\u0004 broken"), "corrupt", "ZIP"],
])("%s is refused with its reason", async (_, body, reason, detail) => {
  await expect(typeOf(body, "a.bin")).rejects.toMatchObject({
    reason,
    message: expect.stringContaining(detail),
  });
});

test("OpenDocument is named by its own part", async () => {
  const body = zipSync({
    mimetype: encode("application/vnd.oasis.opendocument.text"),
    "content.xml": encode("x"),
  });

  await expect(typeOf(body, "a.odt")).rejects.toMatchObject({
    message: expect.stringContaining("opendocument.text"),
  });
});

test("only formats with parsers that misbehave go to the heavy lane", () => {
  expect(looksHeavy(encode("%PDF-1.4"))).toBe(true);
  expect(looksHeavy(encode("PK\u0003\u0004"))).toBe(true);
  expect(looksHeavy(Uint8Array.from(OLE))).toBe(true);
  expect(looksHeavy(encode("# Hello"))).toBe(false);
  expect(looksHeavy(new Uint8Array())).toBe(false);
});
