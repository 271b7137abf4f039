import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "./secret.ts";

test("a secret shows itself only when it is asked to", () => {
  const secret = new Secret("hunter2");

  expect(secret.reveal()).toBe("hunter2");
  expect(
    `${String(secret)} ${JSON.stringify({ secret })} ${inspect({ secret })} ${secret.toString()}`,
  ).not.toContain("hunter2");
  expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
  expect(Object.keys(secret)).toEqual([]);
});
