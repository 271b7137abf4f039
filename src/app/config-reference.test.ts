import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configJsonSchema } from "./config-json-schema.ts";
import { configReference } from "./config-reference.ts";
import { packageRoot } from "./package-root.ts";
import { REGISTRIES } from "./registries.ts";

test("the published schema is the one that is built: `tidemark config schema -o test/golden/config.schema.json`", async () => {
  const committed = await readFile(join(packageRoot(), "test/golden/config.schema.json"), "utf8");

  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(configJsonSchema(REGISTRIES))));
});

test("docs/configuration.md holds what `tidemark config reference` prints", async () => {
  const page = await readFile(join(packageRoot(), "docs/configuration.md"), "utf8");
  const [, written] = /<!-- reference -->\n([\s\S]*)<!-- \/reference -->/.exec(page) ?? [];

  expect(written?.trim()).toBe(configReference(REGISTRIES).trim());
});
