import { z } from "zod";
import type { KnownKeys, Path } from "./config-problems.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Reads the keys that may stand at a path off the schema: for hints, so all branches of a union count. */
export function knownKeysOf(schema: z.ZodType): KnownKeys {
  let json: JsonSchema | null = null;
  return (path) => {
    json ??= z.toJSONSchema(schema, { io: "input" });
    return [...new Set(keysAt(json, path))].toSorted();
  };
}

function keysAt(schema: JsonSchema, path: Path): string[] {
  const branches = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const [key, ...rest] = path;
  return branches.flatMap((branch) => {
    if (key === undefined) return Object.keys(branch.properties ?? {});
    const next = typeof key === "number" ? branch.items : branch.properties?.[key];
    return typeof next === "object" && !Array.isArray(next) ? keysAt(next, rest) : [];
  });
}
