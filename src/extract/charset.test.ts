import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { decodeText, detectCharset } from "./charset.ts";

const RUSSIAN =
  "Документация описывает порядок обновления серверов и проверки резервных копий. ".repeat(4);

function read(body: Uint8Array, declared: string | null = null): string {
  return decodeText(body, detectCharset(body, declared));
}

test.each(["utf-8", "utf-16le", "utf-16be"])(
  "a byte order mark of %s is believed and is no text",
  (charset) => {
    const body = iconv.encode("Grüße, 世界", charset, { addBOM: true });

    expect(read(body)).toBe("Grüße, 世界");
  },
);

test("UTF-16 is known without a mark", () => {
  expect(read(Buffer.from("plain words", "utf16le"))).toBe("plain words");
});

test.each([
  ["valid UTF-8 though something else is declared", Buffer.from("Grüße"), "iso-8859-1", "Grüße"],
  ["what the store declares", iconv.encode("Grüße", "iso-8859-1"), "iso-8859-1", "Grüße"],
  [
    "what the page declares",
    iconv.encode('<meta charset="windows-1251">Привет', "windows-1251"),
    null,
    '<meta charset="windows-1251">Привет',
  ],
  [
    "escapes that are declared",
    Buffer.from("\u001B$BF|K\\\u001B(B", "latin1"),
    "iso-2022-jp",
    "日本",
  ],
  ["a guess, for long texts", iconv.encode(RUSSIAN, "koi8-r"), null, RUSSIAN],
  ["Western Europe, for short texts", iconv.encode("Grüße", "windows-1252"), null, "Grüße"],
  [
    "a charset that nobody knows is not believed",
    iconv.encode("Grüße", "windows-1252"),
    "x-none",
    "Grüße",
  ],
])("%s", (_, body, declared, expected) => {
  expect(read(body, declared)).toBe(expected);
});

test("NUL bytes become the replacement character", () => {
  expect(decodeText(Buffer.from("a\0b"), "utf-8")).toBe("a\u{FFFD}b");
});
