import { assert, property, uint8Array } from "fast-check";
import { expect, it } from "vitest";
import { encodePath, systemPath, textOfName, textOfPath } from "./path-text.ts";

const name = uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes));

it("gives every name a text of its own that leads back to its bytes", () => {
  assert(
    property(name, (bytes) => {
      const path = systemPath(textOfName(bytes).text);

      expect(Buffer.from(path).equals(bytes)).toBe(true);
    }),
  );
});

it("says which names are no UTF-8", () => {
  expect(textOfName(Buffer.from("café.md"))).toEqual({ text: "café.md", isUtf8: true });
  expect(textOfName(Buffer.from("caf\xe9.md", "latin1"))).toEqual({
    text: "caf\uFFFDe9.md",
    isUtf8: false,
  });
  expect(textOfName(Buffer.from("\uFFFDe9"))).toEqual({ text: "\uFFFD\uFFFDe9", isUtf8: true });
});

it("percent-encodes the bytes and keeps the slashes", () => {
  expect(encodePath("a b/café.md")).toBe("a%20b/caf%C3%A9.md");
  expect(encodePath("x/caf\uFFFDe9 .md")).toBe("x/caf%E9%20.md");
  expect(encodePath(textOfPath("x\uFFFDy"))).toBe("x%EF%BF%BDy");
});
