import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, tidemark } from "../kit/command.ts";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
].filter((name) => name.endsWith(".md"));

/** The commands and options that a page shows in code: `tidemark sources accept --db …`. */
function commandsIn(
  markdown: string,
): readonly { readonly words: readonly string[]; readonly options: readonly string[] }[] {
  const spans = [
    ...markdown.matchAll(/`([^`\n]+)`/g),
    ...markdown.matchAll(/^((?:npx )?tidemark .*)$/gm),
  ].map((match) => match[1] ?? "");
  return spans.flatMap((span) => {
    const match = /^(?:npx )?tidemark((?: [a-z][a-z-]*(?:\\?\|[a-z-]+)*)+)(.*)$/.exec(span);
    if (match === null) return [];
    const [, named = "", rest = ""] = match;
    const words = named.trim().split(" ");
    const last = words.pop() ?? "";
    const options = rest.match(/--[a-z][a-z-]*/g) ?? [];
    return last.split(/\\?\|/).map((word) => ({ words: [...words, word], options }));
  });
}

/** What is wrong with the commands of a page: words that are no command, options that the command does not have. */
function findUnknown(markdown: string): readonly string[] {
  const unknown: string[] = [];
  for (const { words, options } of commandsIn(markdown)) {
    const help = tidemark(ROOT, [...words, "--help"]);
    const usage = help.stdout.split("\n").find((line) => line.startsWith("Usage:")) ?? "";
    if (help.status !== 0 || !usage.includes(words.join(" "))) unknown.push(words.join(" "));
    for (const option of options)
      if (!help.stdout.includes(option)) unknown.push(`${words.join(" ")} ${option}`);
  }
  return unknown;
}

test.each(PAGES)("%s shows only commands and options that there are", (page) => {
  expect(findUnknown(readFileSync(join(ROOT, page), "utf8"))).toEqual([]);
});

test("a command that is not there is told, and an option that is not there too", () => {
  expect(findUnknown("Run `tidemark scna`, then `tidemark report --frmat json`.")).toEqual([
    "scna",
    "report --frmat",
  ]);
  expect(commandsIn(readFileSync(join(ROOT, "README.md"), "utf8")).length).toBeGreaterThan(8);
});

test("the two commands of the README are scripts of the package", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const shown = [
    ...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(
      /npm (?:run )?(start|test|[a-z:-]+)(?=[\s`])/g,
    ),
  ].map((match) => match[1] ?? "");

  for (const name of shown.filter((word) => !["ci", "link", "run"].includes(word)))
    expect(Object.keys(scripts)).toContain(name);
  expect(shown).toContain("start");
  expect(shown).toContain("test");
});
