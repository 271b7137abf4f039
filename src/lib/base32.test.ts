import { expect, test } from "vitest";
import { toBase32 } from "./base32.ts";

test.each([
  [[], ""],
  [[0], "00"],
  [[255], "zw"],
  [[0, 0, 0, 0, 1], "00000001"],
  [[255, 255, 255, 255, 255], "zzzzzzzz"],
])("%j becomes %j", (bytes, text) => {
  expect(toBase32(Uint8Array.from(bytes))).toBe(text);
});
