import { readRegion } from "../../.ci/docs/region.ts";

/** Codes that the README's error table and the code do not share, in both directions; empty where the README has no such table. */
export function findErrorTableProblems(
  readme: string,
  codes: readonly string[],
): readonly string[] {
  const table = readRegion(readme, "errors");
  if (table === null) return [];
  const written = [...table.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code = ""]) => code);
  return [
    ...codes
      .filter((code) => !written.includes(code))
      .map((code) => `${code} is not in the README`),
    ...written.filter((code) => !codes.includes(code)).map((code) => `${code} is not in the code`),
  ];
}
