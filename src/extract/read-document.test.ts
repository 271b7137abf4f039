import * as fc from "fast-check";
import { expect, test } from "vitest";
import { UNREADABLE_REASONS } from "../model/document.ts";
import { unpackText } from "./pack.ts";
import { readDocument } from "./read-document.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function read(locator: string, body: Uint8Array) {
  return readDocument({ locator, mediaType: null, body }, 100_000);
}

test("a document is packed with its words, language and type", async () => {
  const body = encode("---\nlang: en\n---\n# Hello\n\nTwo words.");
  const outcome = await read("a.md", body);

  expect(outcome).toMatchObject({
    kind: "read",
    extracted: { mediaType: "text/markdown", title: "Hello", language: "en", wordCount: 3 },
  });
  const text = outcome.kind === "read" ? unpackText(outcome.extracted.text) : null;
  expect(text).toBe("Hello\n\nTwo words.");
});

test("an empty document is read and has no words", async () => {
  expect(await read("a.md", new Uint8Array())).toMatchObject({
    kind: "read",
    extracted: { wordCount: 0, text: { length: 0 } },
  });
});

test("a type without a reader fails by its name", async () => {
  expect(await read("a.md", encode("{\\rtf1 x}"))).toEqual({
    kind: "failed",
    mediaType: "application/rtf",
    reason: "unsupported",
    detail: "no extractor reads application/rtf",
  });
});

test("whatever bytes it is given, the outcome is typed", { timeout: 60_000 }, async () => {
  const start = fc.constantFrom(
    "",
    "%PDF-1.4\n",
    "PK\u0003\u0004",
    "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1",
    "<html>",
    "---\na: ",
    "+++\n",
    "\u00ef\u00bb\u00bf",
    "\u00ff\u00fe",
    "\u00fe\u00ff",
  );
  const rest = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(encode));
  const locator = fc.constantFrom("a.md", "a.html", "a.txt", "a", "a.pdf", "a.md.erb");
  await fc.assert(
    fc.asyncProperty(locator, start, rest, async (name, magic, bytes) => {
      const outcome = await read(name, Buffer.concat([Buffer.from(magic, "latin1"), bytes]));
      const isTyped = outcome.kind === "read" || UNREADABLE_REASONS.includes(outcome.reason);
      expect(isTyped).toBe(true);
    }),
    { numRuns: 300 },
  );
});
