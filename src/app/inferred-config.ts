import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { ScanError } from "../model/error.ts";
import { sourceId, workspaceId } from "../model/ids.ts";
import type { Stewardship } from "../model/source.ts";
import { isAddress, type ResolvedConfig } from "./config.ts";
import { LimitsConfig, type Registries } from "./config-schema.ts";
import { PERIOD_MS } from "./config-values.ts";
import { DEFAULT_POLICIES } from "./policies.ts";

export const NO_STEWARDSHIP: Stewardship = {
  owner: null,
  sla: null,
  escalation: null,
  nextReview: null,
};

/** Everything but workspace and sources, where there is no configuration. */
export const DEFAULT_CONFIG: Omit<ResolvedConfig, "workspace" | "sources"> = {
  file: null,
  asOf: null,
  databasePath: null,
  policies: DEFAULT_POLICIES,
  gates: null,
  limits: LimitsConfig.parse({}),
  retention: { deletedTextMs: 7 * PERIOD_MS.day, historyMs: PERIOD_MS.year },
  network: { proxy: null, caFile: null },
};

/** What a path or address that somebody wants scanned stands for. */
export interface InferredSource {
  /** The folder's or repository's name, fit to be an id. */
  readonly id: string;
  readonly name: string;
  readonly connector: "filesystem" | "git";
  readonly locationKey: "path" | "location";
  /** Absolute, or an address. */
  readonly location: string;
}

/** Tells a git repository from a folder. Throws SOURCE_NOT_FOUND when there is nothing there. */
export function inferSource(target: string): InferredSource {
  const location = isAddress(target) ? target : resolve(target);
  const name = basename(location.replace(/[/\\]+$/, "")).replace(/\.(git|bundle)$/, "") || "root";
  const common = { id: slugOf(name), name, location };
  if (isGit(target, location)) return { ...common, connector: "git", locationKey: "location" };
  return { ...common, connector: "filesystem", locationKey: "path" };
}

function isGit(target: string, location: string): boolean {
  if (isAddress(target)) return true;
  if (!existsSync(location)) {
    throw new ScanError("SOURCE_NOT_FOUND", `there is nothing at ${target}`, {
      detail: { path: location },
    });
  }
  if (!statSync(location).isDirectory()) return location.endsWith(".bundle");
  const isBare = ["HEAD", "objects", "refs"].every((entry) => existsSync(join(location, entry)));
  return isBare || existsSync(join(location, ".git"));
}

function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 63);
  return slug === "" ? "workspace" : slug;
}

/** The configuration that a bare path or address stands for: one source, in a workspace of its name. */
export function inferConfig(
  target: string,
  registries: Registries,
  connectorId: string | null,
): ResolvedConfig {
  const inferred = inferSource(target);
  const wanted = connectorId ?? inferred.connector;
  const connector = registries.connectors.find(({ meta }) => meta.id === wanted);
  if (connector === undefined) {
    const known = registries.connectors.map(({ meta }) => meta.id).join(", ");
    throw new ScanError("USAGE", `there is no connector "${wanted}"; there are: ${known}`);
  }
  const options = connector.Options.safeParse({
    [wanted === "git" ? "location" : "path"]: inferred.location,
  });
  if (!options.success) {
    throw new ScanError(
      "USAGE",
      `connector ${wanted} cannot be used without a configuration: write one with \`tidemark init\``,
    );
  }
  return {
    ...DEFAULT_CONFIG,
    workspace: { id: workspaceId(inferred.id), name: inferred.name, stewardship: NO_STEWARDSHIP },
    sources: [
      {
        id: sourceId(inferred.id),
        connector,
        options: options.data,
        stewardship: NO_STEWARDSHIP,
        schedule: null,
      },
    ],
  };
}
