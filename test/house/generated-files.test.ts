import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { isOutdated, listGeneratedFiles } from "../../.ci/docs/generated-files.ts";
import { connectors } from "../../connectors/index.ts";
import { rules } from "../../rules/index.ts";
import { configJsonSchema } from "../../src/app/config-json-schema.ts";
import { PROJECT_ROOT } from "./project-tree.ts";

const PARTS = { rules, connectors, configSchema: configJsonSchema({ rules, connectors }) };

function outdatedBelow(root: string): readonly string[] {
  return listGeneratedFiles(root, PARTS)
    .filter((file) => isOutdated(file))
    .map(({ path }) => path);
}

test("what is generated is what the code says", () => {
  expect(outdatedBelow(PROJECT_ROOT)).toEqual([]);
});

describe("a generated part", () => {
  let root = "";

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "generated-"));
    cpSync(join(PROJECT_ROOT, "rules"), join(root, "rules"), { recursive: true });
    cpSync(join(PROJECT_ROOT, "connectors"), join(root, "connectors"), { recursive: true });
    for (const { path, fresh } of listGeneratedFiles(root, PARTS))
      writeFileSync(join(root, path), fresh);
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function edit(path: string, change: (text: string) => string): void {
    writeFileSync(join(root, path), change(readFileSync(join(root, path), "utf8")));
  }

  test("is fresh when it was just written", () => {
    expect(outdatedBelow(root)).toEqual([]);
  });

  test("is outdated when somebody edits it", () => {
    edit("rules/broken-link/README.md", (text) => text.replace("error", "note"));

    expect(outdatedBelow(root)).toEqual(["rules/broken-link/README.md"]);
  });

  test("is outdated when its page is gone", () => {
    rmSync(join(root, "rules/README.md"));

    expect(outdatedBelow(root)).toEqual(["rules/README.md"]);
  });

  test("leaves alone what stands around it", () => {
    edit("rules/broken-link/README.md", (text) => `${text}\nOne more thing to know.\n`);

    expect(outdatedBelow(root)).toEqual([]);
  });

  test("fills the README's errors and the configuration's reference where they have markers", () => {
    mkdirSync(join(root, "docs"));
    writeFileSync(join(root, "README.md"), "# Us\n\n<!-- errors -->\n<!-- /errors -->\n");
    writeFileSync(join(root, "docs/configuration.md"), "<!-- config -->\n<!-- /config -->\n");

    expect(outdatedBelow(root)).toEqual(["README.md", "docs/configuration.md"]);
    const texts = listGeneratedFiles(root, PARTS).map(({ fresh }) => fresh);
    expect(texts.at(-2)).toContain("| `SCAN_RUNNING` | 409 | 3 | later |");
    expect(texts.at(-1)).toContain("| `rules.RULE.enabled` | boolean | `true` |");
  });

  test("is not forced on a README without markers", () => {
    writeFileSync(join(root, "README.md"), "# Us\n");

    expect(outdatedBelow(root)).toEqual([]);
  });
});
