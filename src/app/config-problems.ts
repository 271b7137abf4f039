import type { z } from "zod";
import { nearestName } from "../lib/nearest.ts";

/** One thing that is wrong with a configuration. */
export interface Problem {
  readonly path: Path;
  /** Whether the key itself is wrong or what stands behind it. */
  readonly at: "key" | "value";
  readonly text: string;
  readonly isUnknownRule: boolean;
}
export type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping",
  record: "a mapping",
  array: "a list",
  null: "nothing",
};

/** What zod found, in the words of the person who wrote the file. No value is repeated that could be a secret. */
export function problemsOf(issues: readonly Issue[], config: unknown, known: KnownKeys): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, [], config, known));
}

/** The keys that may stand at a path; empty where any or none may. */
export type KnownKeys = (path: Path) => readonly string[];

function problemsOfIssue(issue: Issue, base: Path, config: unknown, known: KnownKeys): Problem[] {
  const path = [...base, ...issue.path.map(step)];
  const value = valueAt(config, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, known(path)));
    case "invalid_type":
      return [problem(path, wrongType(issue.expected, value))];
    case "invalid_value":
      return [problem(path, wrongName(value, issue.values.map(String)))];
    case "invalid_union":
      return problemsOfUnion(issue, path, config, known);
    case "too_small":
      return [problem(path, bound("at least", issue.minimum, issue.origin, issue.inclusive))];
    case "too_big":
      return [problem(path, bound("at most", issue.maximum, issue.origin, issue.inclusive))];
    case "invalid_format":
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return [problem(path, issue.message)];
  }
}

function problemsOfUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  path: Path,
  config: unknown,
  known: KnownKeys,
): Problem[] {
  if (issue.errors.length === 0) {
    const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
    return [problem(path, wrongName(valueAt(config, path), options.map(String)))];
  }
  if (issue.message !== "Invalid input") return [problem(path, issue.message)];
  // The branch that the writer meant is the one whose kind of value it is.
  const meant =
    issue.errors.find(
      (branch) => !branch.some((inner) => inner.path.length === 0 && inner.code === "invalid_type"),
    ) ??
    issue.errors[0] ??
    [];
  return meant.flatMap((inner) => problemsOfIssue(inner, path, config, known));
}

function problem(path: Path, text: string): Problem {
  return { path, at: "value", text, isUnknownRule: false };
}

function unknownKey(path: Path, key: string, names: readonly string[]): Problem {
  const isRule = path.length === 1 && path[0] === "rules";
  const what = isRule ? `there is no rule "${key}"` : "unknown key";
  return {
    path: [...path, key],
    at: "key",
    text: `${what}${suggestion(key, names)}`,
    isUnknownRule: isRule,
  };
}

/** `; did you mean "x"?`, or all the names where none is near, or nothing. */
export function suggestion(written: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const near = nearestName(written, names);
  return near === null ? `; known here: ${names.join(", ")}` : `; did you mean "${near}"?`;
}

function wrongType(expected: string, value: unknown): string {
  const wanted = KINDS[expected] ?? expected;
  if (value === undefined) return `missing; expected ${wanted}`;
  return `expected ${wanted}, found ${kindOf(value)}`;
}

function wrongName(value: unknown, names: readonly string[]): string {
  if (value === undefined) return `missing; expected ${oneOf(names)}`;
  if (typeof value !== "string") return `expected ${oneOf(names)}, found ${kindOf(value)}`;
  const near = names.length === 1 ? null : nearestName(value, names);
  return `expected ${oneOf(names)}${near === null ? "" : `; did you mean "${near}"?`}`;
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? `"${names.join("")}"` : `one of ${names.join(", ")}`;
}

function bound(
  words: string,
  limit: number | bigint,
  origin: string,
  isInclusive: boolean | undefined,
): string {
  const exact = isInclusive === false ? (words === "at least" ? "more than" : "less than") : words;
  if (origin === "array") return `expected ${exact} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  if (origin === "string")
    return limit === 1 ? "expected text, found an empty one" : `expected ${exact} ${limit} letters`;
  return `expected ${exact} ${limit}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return `${value}`;
  return KINDS[typeof value] ?? typeof value;
}

function step(key: PropertyKey): string | number {
  return typeof key === "number" ? key : String(key);
}

function valueAt(config: unknown, path: Path): unknown {
  let value: unknown = config;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
