import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packText, unpackText } from "./pack.ts";

test("copies of one text share a hash, whatever their case, marks and spaces", () => {
  const copyHash = packText("It's  10 % more – Café").packed.copyHash;

  expect(packText("it s 10\n\nMORE, café!").packed.copyHash).toBe(copyHash);
  expect(packText("IT'S 10 more cafe\u0301").packed.copyHash).toBe(copyHash);
  expect(packText("it s 10 more cafes").packed.copyHash).not.toBe(copyHash);
});

test.each([
  ["", 0],
  ["  -- ", 0],
  ["Two words.", 2],
  ["Zwei Wörter", 2],
])("%j has %i words", (text, wordCount) => {
  expect(packText(text).wordCount).toBe(wordCount);
});

test("well-formed text comes back unchanged, its length said in UTF-16 code units", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
      const { packed } = packText(text);
      expect(unpackText(packed)).toBe(text);
      expect(packed.length).toBe(text.length);
    }),
  );
});

test("text in ASCII and its twin with one other letter are counted alike", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      const ascii = packText(text);
      const other = packText(`${text} é`);
      expect(other.wordCount).toBe(ascii.wordCount + 1);
      const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
      expect(packText(words.join(" ")).packed.copyHash).toBe(ascii.packed.copyHash);
    }),
  );
});
