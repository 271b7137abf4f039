import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Connector } from "../contract/connector.ts";
import { defineDocumentRule, looked } from "../contract/rule.ts";
import { ScanError } from "../model/error.ts";
import { DAY_MS } from "../model/ids.ts";
import { loadConfig, parseConfig, resolveSecret } from "./config.ts";
import type { Registries } from "./config-schema.ts";

const folderConnector: Connector = {
  meta: {
    id: "folder",
    title: "A folder",
    capabilities: {
      access: "none",
      changes: "full-listing",
      deletions: "inferred",
      dates: [],
      notes: [],
    },
  },
  Options: z
    .strictObject({
      path: z.string(),
      include: z.array(z.string()).default([]),
      depth: z.int().default(3),
    })
    .refine(({ path, depth }) => path !== "/" || depth < 2, {
      path: ["depth"],
      error: "too deep for the root",
    }),
  open: () => Promise.reject(new Error("never opened")),
};

const lengthRule = defineDocumentRule({
  meta: {
    id: "short-document",
    category: "ingestion",
    title: "Documents say something",
    failureTitle: "Documents say next to nothing",
    why: "A retriever finds nothing in them.",
    remedy: "Write more.",
    version: 1,
    needs: ["ingestion"],
    messages: { short: { severity: "note", text: "Only {words} words." } },
  },
  Options: z.strictObject({ min_words: z.int().default(5).describe("Fewer are too few.") }),
  check: () => looked([]),
});

const REGISTRIES: Registries = { connectors: [folderConnector], rules: [lengthRule] };

const GOOD = `workspace:
  id: demo
  name: Demo
sources:
  - id: docs
    connector: folder
    path: ./docs
    owner: docs@example.com
`;

function refusal(text: string): ScanError {
  try {
    parseConfig(text, "tidemark.yaml", REGISTRIES);
  } catch (error) {
    if (error instanceof ScanError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("a wrong configuration names file, line, column, key and what was expected", () => {
  test.each([
    [
      "an unknown key with the nearest name",
      `${GOOD}freshness:\n  - warn_afer: { count: 1, period: day }\n`,
      'tidemark.yaml:10:5: freshness[0].warn_afer: unknown key; did you mean "warn_after"?',
    ],
    [
      "an unknown key of a source",
      GOOD.replace("    owner:", "    ownr:"),
      'tidemark.yaml:8:5: sources[0].ownr: unknown key; did you mean "owner"?',
    ],
    [
      "an unknown key at the top",
      `${GOOD}sorces: []\n`,
      'tidemark.yaml:9:1: sorces: unknown key; did you mean "sources"?',
    ],
    [
      "a wrong type",
      GOOD.replace("path: ./docs", "path: 7"),
      "tidemark.yaml:7:11: sources[0].path: expected text, found 7",
    ],
    [
      "a missing key at its mapping",
      GOOD.replace("    path: ./docs\n", ""),
      "tidemark.yaml:5:5: sources[0].path: missing; expected text",
    ],
    [
      "an unknown connector",
      GOOD.replace("connector: folder", "connector: foldr"),
      'tidemark.yaml:6:16: sources[0].connector: expected "folder"',
    ],
    [
      "an unknown period",
      `${GOOD}freshness:\n  - warn_after: { count: 1, period: dya }\n`,
      'tidemark.yaml:10:37: freshness[0].warn_after.period: expected one of hour, day, week, month, year; did you mean "day"?',
    ],
    [
      "a day that is none",
      `${GOOD}as_of: 2026-02-31\n`,
      "tidemark.yaml:9:8: as_of: expected a day such as 2026-12-31 or an instant such as 2026-12-31T09:00:00Z",
    ],
    [
      "a schedule that is none",
      `${GOOD}    schedule: every day\n`,
      "tidemark.yaml:9:15: sources[0].schedule: expected a cron expression such as '0 6 * * 1-5'",
    ],
    [
      "an option that its rule does not have",
      `${GOOD}rules:\n  short-document:\n    options:\n      - match: { path: "a/**" }\n        min_word: 3\n`,
      'tidemark.yaml:13:9: rules.short-document.options[0].min_word: unknown key; did you mean "min_words"?',
    ],
    [
      "what the connector itself refuses",
      GOOD.replace("path: ./docs", 'path: "/"'),
      "tidemark.yaml:5:5: sources[0].depth: too deep for the root",
    ],
    [
      "a metric that does not exist",
      `${GOOD}quality_gates:\n  - { metric: scor, min: 80 }\n`,
      'tidemark.yaml:10:15: quality_gates[0].metric: there is no metric "scor"; did you mean "score"?',
    ],
  ])("%s", (_, text, message) => {
    const error = refusal(text);

    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toBe(message);
  });

  test("several problems are told at once, in the order of the file", () => {
    const error = refusal(
      GOOD.replace("id: demo", "id: Demo!").replace("    path: ./docs", "    pth: ./docs"),
    );

    expect(error.message.split("\n").map((line) => line.split(": ").slice(0, 2).join(" "))).toEqual(
      [
        "tidemark.yaml:2:7 workspace.id",
        "tidemark.yaml:5:5 sources[0].path",
        "tidemark.yaml:7:5 sources[0].pth",
      ],
    );
    expect(error.detail).toMatchObject({
      line: 2,
      column: 7,
      key: "workspace.id",
      problemCount: 3,
    });
  });

  test("broken YAML has its place", () => {
    expect(refusal("workspace:\n  id: [demo\nsources: []\n").message).toMatch(
      /^tidemark\.yaml:3:\d+: /,
    );
    expect(refusal("a: 1\na: 2\n").message).toMatch(/^tidemark\.yaml:2:1: /);
  });

  test("an empty file misses its keys", () => {
    expect(refusal("").message).toBe("tidemark.yaml:1:1: expected a mapping, found nothing");
  });

  test("aliases that multiply are refused and not followed", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let index = 1; index < 9; index += 1) {
      lines.push(
        `a${index}: &a${index} [${Array.from({ length: 10 }, () => `*a${index - 1}`).join(", ")}]`,
      );
    }

    expect(refusal(lines.join("\n")).code).toBe("CONFIG_INVALID");
  });
});

describe("settings that only make sense together are refused together", () => {
  test.each([
    [
      "evergreen with an age",
      "  - { evergreen: true, warn_after: { count: 1, period: day } }",
      "cannot have warn_after",
    ],
    ["neither an age nor evergreen", "  - { name: nothing }", "needs warn_after or error_after"],
    [
      "a warning after the error",
      "  - { warn_after: { count: 2, period: year }, error_after: { count: 3, period: month } }",
      "must not be longer than error_after",
    ],
    [
      "an entry behind one that matches all",
      "  - { warn_after: { count: 2, period: day } }\n  - { match: { path: x }, evergreen: true }",
      "never used: freshness[0] already matches",
    ],
    [
      "an entry for a source that is not there",
      "  - { match: { source: dosc }, evergreen: true }",
      'there is no source "dosc"; did you mean "docs"?',
    ],
  ])("%s", (_, entries, text) => {
    expect(refusal(`${GOOD}freshness:\n${entries}\n`).message).toContain(text);
  });

  test("two sources with one id", () => {
    expect(refusal(`${GOOD}  - { id: docs, connector: folder, path: b }\n`).message).toContain(
      '"docs" is already the id of sources[0]',
    );
  });

  test("a gate with both bounds", () => {
    expect(
      refusal(`${GOOD}quality_gates:\n  - { metric: score, min: 1, max: 2 }\n`).message,
    ).toContain("min or max");
  });
});

describe("an unknown rule", () => {
  test.each([
    [
      `${GOOD}rules:\n  shrt-document: { enabled: false }\n`,
      "tidemark.yaml:10:3: rules.shrt-document",
    ],
    [
      `${GOOD}waivers:\n  - { rule: shrt-document, reason: old }\n`,
      "tidemark.yaml:10:13: waivers[0].rule",
    ],
  ])("is UNKNOWN_RULE with the nearest name", (text, place) => {
    const error = refusal(text);

    expect(error.code).toBe("UNKNOWN_RULE");
    expect(error.message).toBe(
      `${place}: there is no rule "shrt-document"; did you mean "short-document"?`,
    );
  });
});

describe("a good configuration", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tidemark-config-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function load(text: string): ReturnType<typeof loadConfig> {
    const file = join(folder, "tidemark.yaml");
    await writeFile(file, text);
    return loadConfig(file, REGISTRIES);
  }

  test("is resolved against its own folder, with all defaults filled in", async () => {
    const config = await load(
      `${GOOD}database: kb.db\nnetwork: { ca_file: ca.pem, proxy: { file: proxy.txt } }\n`,
    );

    expect(config.databasePath).toBe(join(folder, "kb.db"));
    expect(config.sources[0]).toMatchObject({
      id: "docs",
      options: { path: join(folder, "docs"), include: [], depth: 3 },
      stewardship: { owner: "docs@example.com", sla: null, escalation: null, nextReview: null },
    });
    expect(config.network).toEqual({
      proxy: { file: join(folder, "proxy.txt") },
      caFile: join(folder, "ca.pem"),
    });
    expect(config.gates).toBeNull();
    expect(config.policies.freshness.map(({ name }) => name)).toEqual([
      "evergreen label",
      "default",
    ]);
  });

  test("freshness, waivers and rule options become policies", async () => {
    const config = await load(`${GOOD}as_of: 2026-03-01
freshness:
  - match: { path: "hr/**" }
    warn_after: { count: 2, period: week }
    basis: [reviewed]
  - match: { label: legal }
    evergreen: true
waivers:
  - { rule: short-document, path: "old/**", reason: kept, until: "2026-12-31" }
rules:
  short-document: { severity: error, options: [{ match: { label: faq }, min_words: 1 }, { min_words: 9 }] }
`);
    const all = { source: null, path: null, label: null };

    expect(config.asOf).toBe(Date.parse("2026-03-01T00:00:00Z"));
    expect(config.policies.freshness.slice(0, 2)).toEqual([
      {
        match: { ...all, path: "hr/**" },
        name: "freshness[0]",
        policy: { basis: ["reviewed"], warnAfterMs: 14 * DAY_MS, errorAfterMs: null },
      },
      {
        match: { ...all, label: "legal" },
        name: "freshness[1]",
        policy: { ...config.policies.freshness[3]?.policy, warnAfterMs: null, errorAfterMs: null },
      },
    ]);
    expect(config.policies.waivers).toEqual([
      {
        ruleId: "short-document",
        match: { ...all, path: "old/**" },
        reason: "kept",
        untilAt: Date.parse("2026-12-31T23:59:59.999Z"),
      },
    ]);
    expect(config.policies.rules["short-document"]).toEqual({
      isEnabled: true,
      severity: "error",
      options: [
        { match: { ...all, label: "faq" }, options: { min_words: 1 } },
        { match: all, options: { min_words: 9 } },
      ],
    });
  });

  test("a file that is not there is a wrong configuration, not a crash", async () => {
    await expect(loadConfig(join(folder, "none.yaml"), REGISTRIES)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
    await expect(loadConfig(folder, REGISTRIES)).rejects.toThrow("it is a folder");
  });

  test("a secret is only ever referred to, and one that is not there names its place", async () => {
    await writeFile(join(folder, "token"), "hunter2\n");

    const secret = await resolveSecret({ file: join(folder, "token") });

    expect(secret.reveal()).toBe("hunter2");
    expect(
      refusal(`${GOOD}network: { proxy: "http://user:hunter2@example.com" }\n`).message,
    ).not.toContain("hunter2");
    await expect(resolveSecret({ env: "TIDEMARK_TEST_NOT_SET" })).rejects.toThrow(
      "TIDEMARK_TEST_NOT_SET is not set",
    );
  });
});
