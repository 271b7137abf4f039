import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ScanError } from "../model/error.ts";
import { packageRoot } from "./package-root.ts";

/** The configuration of the knowledge base that comes with Tidemark. */
export function demoConfigFile(): string {
  const samples = join(packageRoot(), "data", "samples");
  const names = existsSync(samples) ? readdirSync(samples).toSorted() : [];
  const file = names.map((name) => join(samples, name, "tidemark.yaml")).find(existsSync);
  if (file !== undefined) return file;
  throw new ScanError(
    "NOT_FOUND",
    "the demonstration is not here; scan something of yours: `tidemark start PATH`",
  );
}
