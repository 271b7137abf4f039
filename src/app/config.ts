import { readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { LineCounter, parseDocument, type Document } from "yaml";
import { Secret } from "../lib/secret.ts";
import { ScanError } from "../model/error.ts";
import { sourceId, workspaceId, type EpochMs, type WorkspaceId } from "../model/ids.ts";
import type { Policies } from "../model/policy.ts";
import type { Stewardship } from "../model/source.ts";
import type { QualityGateConfig } from "../report/quality-gate.ts";
import type { ConfiguredSource } from "../scan/scan-tools.ts";
import type { Retention } from "../store/store.ts";
import { checkConfig, optionsOf } from "./config-checks.ts";
import { knownKeysOf } from "./config-keys.ts";
import { placeOf } from "./config-place.ts";
import { problemsOf, type Problem } from "./config-problems.ts";
import { buildConfigSchema, type Config, type Registries } from "./config-schema.ts";
import { durationMs, instantAt, type SecretRef } from "./config-values.ts";
import { policiesOf } from "./policies.ts";

/** A configuration with everything in it resolved: paths absolute, defaults filled in, plug-ins found. */
export interface ResolvedConfig {
  /** Absolute; null where none was written. */
  readonly file: string | null;
  readonly workspace: {
    readonly id: WorkspaceId;
    readonly name: string;
    readonly stewardship: Stewardship;
  };
  /** The clock stands still at this instant; null: it runs. */
  readonly asOf: EpochMs | null;
  /** Absolute; null: the command line says, or the default. */
  readonly databasePath: string | null;
  readonly sources: readonly SourceConfig[];
  readonly policies: Policies;
  /** Null: the default gates. */
  readonly gates: readonly QualityGateConfig[] | null;
  readonly limits: Config["limits"];
  readonly retention: Retention;
  readonly network: { readonly proxy: SecretRef | null; readonly caFile: string | null };
}

export interface SourceConfig extends ConfiguredSource {
  /** A cron expression; null: scanned when somebody asks. */
  readonly schedule: string | null;
}

/** Reads and resolves a configuration file. Throws CONFIG_INVALID, or UNKNOWN_RULE, with every problem and its place. */
export async function loadConfig(path: string, registries: Registries): Promise<ResolvedConfig> {
  const file = resolve(path);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new ScanError("CONFIG_INVALID", `${path} cannot be read: ${reasonOf(cause)}`, {
      detail: { file },
      cause,
    });
  }
  return resolveConfig(parseConfig(text, path, registries), file, registries);
}

/** Parses the text of a configuration; `name` is what errors call it. */
export function parseConfig(text: string, name: string, registries: Registries): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const { line, col } = lines.linePos(syntax.pos[0]);
    throw new ScanError("CONFIG_INVALID", `${name}:${line}:${col}: ${syntax.message}`, {
      detail: { file: name, line, column: col },
      cause: syntax,
    });
  }
  const written = plainOf(document, name);
  const schema = buildConfigSchema(registries);
  const parsed = schema.safeParse(written);
  const problems = parsed.success
    ? checkConfig(parsed.data, registries)
    : problemsOf(parsed.error.issues, written, knownKeysOf(schema));
  if (parsed.success && problems.length === 0) return parsed.data;
  throw refusal(problems, name, document, lines);
}

/** Aliases that multiply past the parser's bound are refused here. */
function plainOf(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw new ScanError("CONFIG_INVALID", `${name}: ${reasonOf(cause)}`, {
      detail: { file: name },
      cause,
    });
  }
}

function refusal(
  problems: readonly Problem[],
  name: string,
  document: Document.Parsed,
  lines: LineCounter,
): ScanError {
  const placed = problems
    .map((problem) => ({ problem, place: placeOf(document, lines, problem.path, problem.at) }))
    .toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const message = placed
    .map(
      ({ problem, place }) =>
        `${name}:${place.line}:${place.column}: ${keyOf(problem)}${problem.text}`,
    )
    .join("\n");
  const [first] = placed;
  return new ScanError(
    problems.every((problem) => problem.isUnknownRule) ? "UNKNOWN_RULE" : "CONFIG_INVALID",
    message,
    {
      detail: {
        file: name,
        problemCount: problems.length,
        ...(first && {
          line: first.place.line,
          column: first.place.column,
          key: keyOf(first.problem).slice(0, -2),
        }),
      },
    },
  );
}

function keyOf(problem: Problem): string {
  const text = problem.path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("");
  return text === "" ? "" : `${text.replace(/^\./, "")}: `;
}

function resolveConfig(config: Config, file: string, registries: Registries): ResolvedConfig {
  const folder = dirname(file);
  const { workspace, network } = config;
  return {
    file,
    workspace: {
      id: workspaceId(workspace.id),
      name: workspace.name ?? workspace.id,
      stewardship: stewardshipOf(workspace),
    },
    asOf: config.as_of === undefined ? null : instantAt(config.as_of),
    databasePath: config.database === undefined ? null : resolve(folder, config.database),
    sources: config.sources.map((source) => resolveSource(source, folder, registries)),
    policies: policiesOf(config),
    gates: config.quality_gates ?? null,
    limits: config.limits,
    retention: {
      deletedTextMs: durationMs(config.retention.deleted_text),
      historyMs: durationMs(config.retention.history),
    },
    network: {
      proxy: network.proxy === undefined ? null : fromFolder(network.proxy, folder),
      caFile: network.ca_file === undefined ? null : resolve(folder, network.ca_file),
    },
  };
}

function resolveSource(
  source: Config["sources"][number],
  folder: string,
  registries: Registries,
): SourceConfig {
  const connector = registries.connectors.find(({ meta }) => meta.id === source.connector);
  if (connector === undefined) throw new ScanError("INTERNAL", `no connector ${source.connector}`);
  return {
    id: sourceId(source.id),
    connector,
    options: connector.Options.parse(resolvePaths(optionsOf(source), folder)),
    stewardship: stewardshipOf(source),
    schedule: source.schedule ?? null,
  };
}

/** Options that name a place on this machine are relative to the file they are written in. Addresses stay as they are. */
export function resolvePaths(
  options: Readonly<Record<string, unknown>>,
  folder: string,
): Record<string, unknown> {
  const entries = Object.entries(options).map(([key, value]) => {
    const isPlace = ["path", "location"].includes(key) || key.endsWith("_file");
    return [
      key,
      isPlace && typeof value === "string" && !isAddress(value) ? resolve(folder, value) : value,
    ];
  });
  return Object.fromEntries(entries);
}

/** `https://…`, `ssh://…`, or git's short form `user@host:path`. */
export function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[^/\\:@\s]+@[^/\\:\s]+:/.test(text);
}

function stewardshipOf(keys: {
  readonly owner?: string | undefined;
  readonly sla?: string | undefined;
  readonly escalation?: string | undefined;
  readonly next_review?: string | undefined;
}): Stewardship {
  return {
    owner: keys.owner ?? null,
    sla: keys.sla ?? null,
    escalation: keys.escalation ?? null,
    nextReview: keys.next_review ?? null,
  };
}

function fromFolder(ref: SecretRef, folder: string): SecretRef {
  return "file" in ref && !isAbsolute(ref.file) ? { file: resolve(folder, ref.file) } : ref;
}

/** The secret that a reference names. Throws CONFIG_INVALID when it is not there or empty; the error never holds it. */
export async function resolveSecret(ref: SecretRef): Promise<Secret> {
  const name = "env" in ref ? `environment variable ${ref.env}` : `file ${ref.file}`;
  let text: string | undefined;
  try {
    text = "env" in ref ? process.env[ref.env] : (await readFile(ref.file, "utf8")).trim();
  } catch (cause) {
    throw new ScanError(
      "CONFIG_INVALID",
      `the secret's ${name} cannot be read: ${reasonOf(cause)}`,
      { cause },
    );
  }
  if (text === undefined || text === "") {
    throw new ScanError("CONFIG_INVALID", `the secret's ${name} is not set`, {
      detail: { secret: basename(name) },
    });
  }
  return new Secret(text);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : null;
  if (code === "ENOENT") return "it is not there";
  if (code === "EACCES") return "no permission to read it";
  if (code === "EISDIR") return "it is a folder";
  return error.message;
}
