import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { ScanError } from "../model/error.ts";
import { loadConfig, type ResolvedConfig } from "./config.ts";
import type { Registries } from "./config-schema.ts";
import { inferConfig } from "./inferred-config.ts";

/** What the command line says about what to work on. */
export interface ConfigRequest {
  /** A path or address to scan; a configuration file, or a folder that holds one, counts as that configuration. */
  readonly target: string | null;
  readonly configFile: string | null;
  /** Which connector reads the target; null: told from what is there. */
  readonly connector: string | null;
}

const FILE_NAMES = ["tidemark.yaml", "tidemark.yml"];

/** The configuration that is meant; null: neither target nor file, so the database has to know. Throws CONFIG_INVALID, USAGE, SOURCE_NOT_FOUND. */
export async function findConfig(
  request: ConfigRequest,
  registries: Registries,
): Promise<ResolvedConfig | null> {
  const { target, configFile, connector } = request;
  if (configFile !== null && target !== null) {
    throw new ScanError(
      "USAGE",
      "--config and a path exclude each other: the configuration says what is scanned",
    );
  }
  if (configFile !== null) return loadConfig(configFile, registries);
  if (target === null) {
    const here = configIn(".");
    return here === null ? null : loadConfig(here, registries);
  }
  if (connector === null) {
    const file = /\.ya?ml$/i.test(target) && isFile(target) ? target : configIn(target);
    if (file !== null) return loadConfig(file, registries);
  }
  return inferConfig(target, registries, connector);
}

function configIn(folder: string): string | null {
  return FILE_NAMES.map((name) => join(folder, name)).find(isFile) ?? null;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
