import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAddress, resolvePaths } from "./config.ts";
import { inferSource } from "./inferred-config.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidemark-infer-"));
  await mkdir(join(folder, "Team Docs"));
  await writeFile(join(folder, "one.md"), "# One\n");
  await writeFile(join(folder, "history.bundle"), "");
  execFileSync("git", ["init", "-q", join(folder, "clone")]);
  execFileSync("git", ["init", "-q", "--bare", join(folder, "hub.git")]);
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ["Team Docs", "filesystem", "team-docs"],
  ["Team Docs/", "filesystem", "team-docs"],
  ["one.md", "filesystem", "one.md"],
  ["clone", "git", "clone"],
  ["hub.git", "git", "hub"],
  ["history.bundle", "git", "history"],
])("%s is read by %s as %s", (path, connector, id) => {
  expect(inferSource(join(folder, path))).toMatchObject({ connector, id });
});

test.each([
  "https://git.example.com/team/handbook.git",
  "ssh://git@example.com/team/handbook",
  "git@git.example.com:team/handbook.git",
])("%s is a git repository and stays as it is written", (address) => {
  expect(inferSource(address)).toMatchObject({
    connector: "git",
    id: "handbook",
    location: address,
  });
});

test("nothing there is a source that does not exist", () => {
  expect(() => inferSource(join(folder, "none"))).toThrow(
    expect.objectContaining({ code: "SOURCE_NOT_FOUND" }),
  );
});

test("paths of a configuration are relative to its folder, addresses and globs are not touched", () => {
  const options = {
    path: "docs",
    location: "git@example.com:a.git",
    key_file: "../key",
    include: ["docs/**"],
    uri_prefix: "docs",
  };

  expect(resolvePaths(options, "/etc/tidemark")).toEqual({
    ...options,
    path: "/etc/tidemark/docs",
    key_file: "/etc/key",
  });
  expect(isAddress("C:\\docs")).toBe(false);
  expect(isAddress("docs/a@b:c")).toBe(false);
});
