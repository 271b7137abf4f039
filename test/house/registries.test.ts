import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { connectors } from "../../connectors/index.ts";
import { rules } from "../../rules/index.ts";
import { findCaseProblems } from "../kit/case-problems.ts";
import { readCases } from "../kit/rule-kit.ts";
import { PROJECT_ROOT } from "./project-tree.ts";
import { findMissingFiles, findRegistryProblems, listPluginFolders } from "./registries.ts";

const RULES = join(PROJECT_ROOT, "rules");
const CONNECTORS = join(PROJECT_ROOT, "connectors");

describe("the registry of rules", () => {
  test("holds every rule's folder by its id, in order", () => {
    const ids = rules.map(({ meta }) => meta.id);

    expect(findRegistryProblems(ids, listPluginFolders(RULES, "rule.ts"))).toEqual([]);
  });

  test.each(rules.map(({ meta }) => meta.id))("%s has its page and its test", (id) => {
    expect(findMissingFiles(join(RULES, id), ["README.md", "rule.test.ts"])).toEqual([]);
  });

  test.each(rules.map((rule) => [rule.meta.id, rule] as const))("%s has its cases", (id, rule) => {
    expect(findCaseProblems(rule, readCases(join(RULES, id, "cases")))).toEqual([]);
  });
});

describe("the registry of connectors", () => {
  const ids = connectors.map(({ meta }) => meta.id);

  test("holds every connector's folder by its id, in order", () => {
    expect(findRegistryProblems(ids, listPluginFolders(CONNECTORS, "connector.ts"))).toEqual([]);
  });

  test.each(ids)("%s has its page, its schema and its test", (id) => {
    const files = ["README.md", "schema.ts", "connector.test.ts"];

    expect(findMissingFiles(join(CONNECTORS, id), files)).toEqual([]);
  });
});

describe("a registry", () => {
  test.each([
    ["that leaves out a folder", ["a"], ["a", "b"], ["b is not registered"]],
    ["with an id of no folder", ["a", "b"], ["a"], ["b has no folder of its name"]],
    ["with an id twice", ["a", "a"], ["a"], ["a is registered twice"]],
    ["out of order", ["b", "a"], ["a", "b"], ["the registry is not in order: b, a"]],
    ["in order", ["a", "b"], ["a", "b"], []],
  ])("%s is told so", (_, registered, folders, problems) => {
    expect(findRegistryProblems(registered, folders)).toEqual(problems);
  });
});

test("plug-in folders are those with the plug-in's file, and lack what is not there", () => {
  const root = mkdtempSync(join(tmpdir(), "registry-"));
  mkdirSync(join(root, "b"));
  mkdirSync(join(root, "a"));
  mkdirSync(join(root, "notes"));
  writeFileSync(join(root, "a", "rule.ts"), "");
  writeFileSync(join(root, "b", "rule.ts"), "");

  expect(listPluginFolders(root, "rule.ts")).toEqual(["a", "b"]);
  expect(findMissingFiles(join(root, "a"), ["rule.ts", "README.md"])).toEqual([
    join(root, "a", "README.md"),
  ]);
  rmSync(root, { recursive: true });
});
