import { parseDocument } from "yaml";

/** What stands between the fences at the beginning of a document. */
export interface FrontMatterBlock {
  readonly fields: readonly FrontMatterField[];
  /** Where the document itself begins. */
  readonly bodyOffset: number;
  /** Lines before the document itself. */
  readonly lineCount: number;
}

export interface FrontMatterField {
  /** As written. */
  readonly name: string;
  /** Lower case, words parted by underscores. */
  readonly key: string;
  /** Scalars are strings as written: `1.10` is a version, `2024` a year, `yes` and `true` are words. */
  readonly value: FrontMatterValue;
}

export type FrontMatterValue =
  | string
  | readonly FrontMatterValue[]
  | { readonly [key: string]: FrontMatterValue };

// At most this much is looked at: a longer one is text that begins with a rule.
const MAX_BLOCK_LENGTH = 65_536;
const MAX_DEPTH = 6;
const YAML_FENCE = /^---[ \t]*\r?\n/;
const TOML_FENCE = /^\+\+\+[ \t]*\r?\n/;

/** The front matter of a document, YAML or (Hugo's) TOML; null where there is none. Broken parts are left out, never thrown. */
export function splitFrontMatter(source: string): FrontMatterBlock | null {
  const yaml = YAML_FENCE.exec(source);
  const toml = yaml === null ? TOML_FENCE.exec(source) : null;
  const opening = (yaml ?? toml)?.[0];
  if (opening === undefined) return null;
  const rest = source.slice(opening.length, opening.length + MAX_BLOCK_LENGTH);
  const closing = (yaml ? /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m : /^\+\+\+[ \t]*(?:\r?\n|$)/m).exec(
    rest,
  );
  if (closing === null) return null;
  const inner = rest.slice(0, closing.index);
  if (yaml && !looksLikeFields(inner)) return null;
  const bodyOffset = opening.length + closing.index + closing[0].length;
  const lineCount = source.slice(0, bodyOffset).split("\n").length - 1;
  return { fields: yaml ? readYaml(inner) : readToml(inner), bodyOffset, lineCount };
}

/** Two thematic breaks with prose between them are no front matter. */
function looksLikeFields(inner: string): boolean {
  const first = inner.split("\n").find((line) => line.trim() !== "" && !line.startsWith("#"));
  return first === undefined || /^\s*(?:["']?[\w$@.\- ]+["']?\s*:(?:\s|$)|\{|- )/.test(first);
}

/** YAML's failsafe schema: every scalar is text, so nothing is run, and no date or version loses its form. Aliases are bounded. */
function readYaml(inner: string): readonly FrontMatterField[] {
  const fields: FrontMatterField[] = [];
  try {
    const document = parseDocument(inner, {
      schema: "failsafe",
      logLevel: "silent",
      uniqueKeys: false,
      prettyErrors: false,
      strict: false,
      resolveKnownTags: false,
    });
    const plain: unknown = document.toJS({ maxAliasCount: 100 });
    if (typeof plain !== "object" || plain === null || Array.isArray(plain)) return [];
    for (const [name, value] of Object.entries(plain)) {
      fields.push({ name, key: normalKey(name), value: plainValue(value, 0) });
    }
    return fields;
  } catch (error) {
    // The package refuses unknown aliases (`owner: *everyone*`), aliases that grow too large, and too deep nesting.
    if (error instanceof ReferenceError || error instanceof RangeError) return readYamlLines(inner);
    throw error;
  }
}

/** The `key: value` lines of what is no YAML. */
function readYamlLines(inner: string): readonly FrontMatterField[] {
  return [...inner.matchAll(/^(?<name>[\w.-]+):[ \t]+(?<value>\S.*?)[ \t]*\r?$/gm)].map(
    ({ groups }) => {
      const name = groups?.["name"] ?? "";
      return {
        name,
        key: normalKey(name),
        value: (groups?.["value"] ?? "").replaceAll(/^["']|["']$/g, ""),
      };
    },
  );
}

/** The simple lines of TOML: strings, dates, booleans, numbers and flat lists; a table's keys get its name in front. */
function readToml(inner: string): readonly FrontMatterField[] {
  const fields: FrontMatterField[] = [];
  let table = "";
  for (const line of inner.split("\n")) {
    const header = /^\s*\[+\s*(?<name>[\w.-]+)\s*\]+\s*$/.exec(line)?.groups?.["name"];
    if (header !== undefined) table = `${header}.`;
    const parts = /^\s*(?<name>[\w.-]+|"[^"]+")\s*=\s*(?<value>.+?)\s*$/.exec(line)?.groups;
    if (parts?.["name"] === undefined || parts["value"] === undefined) continue;
    const name = table + parts["name"].replaceAll('"', "");
    fields.push({ name, key: normalKey(name), value: tomlValue(parts["value"]) });
  }
  return fields;
}

function tomlValue(written: string): FrontMatterValue {
  const list = /^\[(?<items>.*)\]\s*(?:#.*)?$/.exec(written)?.groups?.["items"];
  if (list !== undefined) {
    const items = list.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^,\s]+/g) ?? [];
    return items.map((item) => tomlScalar(item));
  }
  return tomlScalar(written);
}

function tomlScalar(written: string): FrontMatterValue {
  const quoted = /^(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>[^']*)')/.exec(written)?.groups;
  if (quoted !== undefined)
    return quoted["single"] ?? (quoted["double"] ?? "").replaceAll(/\\(.)/g, "$1");
  return written.replace(/\s+#.*$/, "").trim();
}

function normalKey(name: string): string {
  return name
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
}

function plainValue(value: unknown, depth: number): FrontMatterValue {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object" || depth >= MAX_DEPTH) return "";
  if (Array.isArray(value)) return value.map((item) => plainValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [normalKey(key), plainValue(item, depth + 1)]),
  );
}
