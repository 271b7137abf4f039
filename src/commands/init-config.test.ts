import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseConfig } from "../app/config.ts";
import { REGISTRIES } from "../app/registries.ts";
import { configText, initConfig, type InitAnswers } from "./init-config.ts";

const ANSWERS: InitAnswers = {
  workspaceId: "handbook",
  workspaceName: 'The "big" handbook: yes',
  source: { id: "no", connector: "filesystem", locationKey: "path", location: "./Team Docs # 1" },
  owner: "Ines <ines@example.com>",
  sla: "true",
  escalation: "@head-of-docs",
  nextReview: "2027-01-31",
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidemark-init-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("what was answered is what the file says, whatever YAML would make of the words", () => {
  const config = parseConfig(configText(ANSWERS), "tidemark.yaml", REGISTRIES);

  const stewardship = {
    owner: ANSWERS.owner,
    sla: "true",
    escalation: "@head-of-docs",
    next_review: "2027-01-31",
  };
  expect(config.workspace).toEqual({ id: "handbook", name: ANSWERS.workspaceName, ...stewardship });
  expect(config.sources[0]).toMatchObject({ id: "no", path: "./Team Docs # 1", ...stewardship });
});

test("what was left open is a comment, and every commented example is well once it is uncommented", () => {
  const open = configText({
    ...ANSWERS,
    owner: null,
    sla: null,
    escalation: null,
    nextReview: null,
  });
  const uncommented = open
    .replaceAll(/^( *)# (schedule:.*)$/gm, "$1$2")
    .replaceAll(/^# (\w+:)$/gm, "$1")
    .replaceAll(/^# {3}/gm, "  ");

  expect(parseConfig(open, "tidemark.yaml", REGISTRIES).workspace).toEqual({
    id: "handbook",
    name: ANSWERS.workspaceName,
  });
  const config = parseConfig(uncommented, "tidemark.yaml", REGISTRIES);
  expect(config.freshness.map(({ name }) => name)).toEqual(["policies", "everything else"]);
  expect(config.quality_gates).toHaveLength(2);
  expect(config.waivers).toHaveLength(1);
  expect(config.owners).toHaveLength(1);
  expect(config.sources[0]?.schedule).toBe("0 6 * * 1-5");
});

test("a file that is there is kept unless it is forced", async () => {
  const file = join(folder, "tidemark.yaml");
  await writeFile(file, "mine");

  await expect(initConfig(file, ANSWERS, false)).rejects.toMatchObject({ code: "USAGE" });
  expect(await readFile(file, "utf8")).toBe("mine");
  await initConfig(file, ANSWERS, true);

  expect(await readFile(file, "utf8")).toBe(configText(ANSWERS));
  await expect(initConfig(join(folder, "none/tidemark.yaml"), ANSWERS, false)).rejects.toThrow(
    "cannot be written",
  );
});
