import { describe, expect, test } from "vitest";
import { z } from "zod";

import { markdownTable } from "../../.ci/docs/markdown-table.ts";
import { readRegion, replaceRegion } from "../../.ci/docs/region.ts";
import { listSettings, renderOptions } from "../../.ci/docs/settings.ts";

function settingsOf(schema: z.ZodType) {
  return listSettings(z.toJSONSchema(schema, { io: "input" }));
}

describe("the settings of a schema", () => {
  test("tell path, type, default and meaning", () => {
    const schema = z.strictObject({
      limit: z.int().default(3).describe("How many."),
      name: z.string(),
      note: z.string().optional(),
      mode: z.enum(["a", "b"]).nullable().default(null),
    });

    expect(settingsOf(schema)).toEqual([
      {
        path: "limit",
        type: "integer",
        byDefault: "3",
        isRequired: false,
        description: "How many.",
      },
      { path: "name", type: "string", byDefault: null, isRequired: true, description: "" },
      { path: "note", type: "string", byDefault: null, isRequired: false, description: "" },
      {
        path: "mode",
        type: "`a`, `b` or null",
        byDefault: "null",
        isRequired: false,
        description: "",
      },
    ]);
  });

  test("go into objects, lists and maps", () => {
    const Entry = z.strictObject({ path: z.string() }).describe("One place.");
    const schema = z.strictObject({
      owner: z.strictObject({ email: z.string() }),
      places: z.array(Entry),
      byName: z.record(z.string(), Entry),
    });

    expect(settingsOf(schema).map(({ path, type }) => `${path}: ${type}`)).toEqual([
      "owner: object",
      "owner.email: string",
      "places: list of object",
      "places[].path: string",
      "byName: object",
      "byName.*.path: string",
    ]);
    expect(settingsOf(schema)[2]?.description).toBe("One place.");
  });

  test("of alternatives come once, with the types of all", () => {
    const schema = z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("file"), path: z.string() }),
      z.strictObject({ kind: z.literal("git"), path: z.string(), ref: z.string() }),
    ]);

    expect(
      settingsOf(z.strictObject({ source: schema })).map(({ path, type }) => `${path}: ${type}`),
    ).toEqual([
      "source: object",
      'source.kind: `"file"` or `"git"`',
      "source.path: string",
      "source.ref: string",
    ]);
  });

  test("that are shared by reference are followed", () => {
    const Shared = z.strictObject({ count: z.int() }).meta({ id: "Shared" });
    const schema = z.strictObject({ first: Shared, second: Shared.optional() });

    expect(settingsOf(schema).map(({ path }) => path)).toEqual([
      "first",
      "first.count",
      "second",
      "second.count",
    ]);
  });

  test("are a sentence where there are none", () => {
    expect(renderOptions(z.toJSONSchema(z.strictObject({})))).toBe("It has no options.");
  });
});

test("a table's cells cannot break it", () => {
  expect(markdownTable(["Key"], [["a | b\nc"]])).toBe("| Key |\n| --- |\n| a \\| b c |");
});

describe("a region", () => {
  const text = "# Us\n\n<!-- errors -->\nold\n<!-- /errors -->\n\nMore.\n";

  test("is replaced and read between its markers", () => {
    const replaced = replaceRegion(text, "errors", "new");

    expect(replaced).toBe("# Us\n\n<!-- errors -->\n\nnew\n\n<!-- /errors -->\n\nMore.\n");
    expect(readRegion(replaced ?? "", "errors")).toBe("new");
  });

  test("is none without both markers, in order", () => {
    expect(replaceRegion(text, "config", "new")).toBeNull();
    expect(replaceRegion("<!-- /errors --><!-- errors -->", "errors", "new")).toBeNull();
    expect(readRegion("<!-- errors -->", "errors")).toBeNull();
  });
});
