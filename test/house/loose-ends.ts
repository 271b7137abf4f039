import { codeBelow, linesWhere, type ProjectTree } from "./project-tree.ts";

const ROOMS = ["src", "connectors", "rules", "test", "data", ".ci"];
const COMMENT = /(?:\/\/|\/\*|^\s*\*)(.*)$/;
const DUTY = /\b(?:TODO|FIXME)\b/;
const ISSUE = /#\d+/;
const ONLY = /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.only\b/;
const SKIPPED = /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.(?:skip|todo|fails)\b/;
const CODE_IN_COMMENT =
  /^\s*\/\/\s?(?:(?:import|export|const|let|return|throw|await|yield)\b.*[;{(]|\}.*[;)}]?|(?:if|for|while|switch)\s*\(.*\)\s*\{|[\w.#]+\(.*\);|[\w.]+\s*=[^=>].*;)\s*$/;

/** Duties in comments without the number of an issue: nobody comes back to them. */
export function findUnnumberedDuties(tree: ProjectTree): readonly string[] {
  return linesWhere(allCode(tree), (line) => {
    const [, comment = ""] = COMMENT.exec(line) ?? [];
    return DUTY.test(comment) && !ISSUE.test(comment);
  });
}

/** Tests that keep all others of their file from running. */
export function findExclusiveTests(tree: ProjectTree): readonly string[] {
  return linesWhere(allCode(tree), (line) => ONLY.test(withoutStrings(line)));
}

/** Tests that never run, without a comment on their line or the line before that says why; `skipIf` says it by its condition. */
export function findUnexplainedSkips(tree: ProjectTree): readonly string[] {
  return linesWhere(
    allCode(tree),
    (line, before) =>
      SKIPPED.test(withoutStrings(line)) && !COMMENT.test(line) && !COMMENT.test(before),
  );
}

/** Comments that look like code; version control remembers what was there. */
export function findCommentedCode(tree: ProjectTree): readonly string[] {
  return linesWhere(allCode(tree), (line) => CODE_IN_COMMENT.test(line));
}

/** Defaults told in comments: they stand in the schema, from which the documentation is made. */
export function findDefaultTags(tree: ProjectTree): readonly string[] {
  return linesWhere(allCode(tree), (line) => /@default\b/.test(COMMENT.exec(line)?.[1] ?? ""));
}

function allCode(tree: ProjectTree) {
  return codeBelow(tree, ROOMS, { withTests: true });
}

function withoutStrings(line: string): string {
  return line.replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '""');
}
