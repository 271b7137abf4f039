import { configJsonSchema } from "./config-json-schema.ts";
import type { Registries } from "./config-schema.ts";

/** The part of a JSON schema that z.toJSONSchema writes for our kinds of value. */
interface KeySchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly items?: KeySchema;
  readonly anyOf?: readonly KeySchema[];
  readonly oneOf?: readonly KeySchema[];
}

/** Every key of `tidemark.yaml` as Markdown: one section for each top-level key, connector and rule. */
export function configReference(registries: Registries): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod writes this schema, from schemas of ours
  const schema = configJsonSchema(registries) as KeySchema;
  const { sources, rules, ...others } = schema.properties ?? {};
  const required = new Set(schema.required ?? []);
  return [
    ...Object.entries(others).map(([key, value]) =>
      section(`\`${key}\``, value, required.has(key)),
    ),
    ...branchesOf(itemsOf(sources ?? {})).map((branch) =>
      section(`\`sources\`: connector \`${constOf(branch)}\``, branch, true),
    ),
    ...Object.entries(rules?.properties ?? {}).map(([id, rule]) =>
      section(`\`rules.${id}\``, rule, false),
    ),
  ].join("\n");
}

function section(title: string, schema: KeySchema, isRequired: boolean): string {
  const inner = itemsOf(schema);
  const intro = schema.description ?? inner.description ?? "";
  const rows = keyRows(inner, "");
  const table =
    rows.length === 0
      ? []
      : ["", "| key | value | default | meaning |", "|---|---|---|---|", ...rows];
  const facts = rows.length === 0 ? `Value: ${cell(valueText(schema))}.` : "";
  return [
    `### ${title}`,
    "",
    [intro, facts, isRequired ? "Required." : ""].filter(Boolean).join("\n"),
    ...table,
    "",
  ].join("\n");
}

/** One row for each key; keys of mappings inside are written with a dot, those of lists with `[]`. */
function keyRows(schema: KeySchema, prefix: string): string[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`;
    const fallback = required.has(key)
      ? "required"
      : inner.default === undefined
        ? ""
        : `\`${JSON.stringify(inner.default)}\``;
    const row = `| \`${name}\` | ${cell(valueText(inner))} | ${cell(fallback)} | ${cell(inner.description ?? "")} |`;
    return [row, ...innerRows(inner, name)];
  });
}

/** Lengths of time and secrets are told by their description: their keys are always the same. */
function innerRows(schema: KeySchema, name: string): string[] {
  if (isDuration(schema)) return [];
  if (schema.properties !== undefined) return keyRows(schema, `${name}.`);
  const mapping = branchesOf(schema).find(
    (branch) => branch !== schema && branch.properties !== undefined && !isSecret(branch),
  );
  if (mapping !== undefined) return keyRows(mapping, `${name}.`);
  const items = itemsOf(schema);
  return items === schema || items.properties === undefined ? [] : keyRows(items, `${name}[].`);
}

function isSecret({ properties }: KeySchema): boolean {
  return Object.keys(properties ?? {}).every((key) => key === "env" || key === "file");
}

function isDuration(schema: KeySchema): boolean {
  const keys = Object.keys(schema.properties ?? {});
  return keys.length === 2 && keys.includes("count") && keys.includes("period");
}

function valueText(schema: KeySchema): string {
  if (schema.const !== undefined) return nameText(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(nameText).join(", ");
  if (isDuration(schema)) return "length of time";
  const branches = branchesOf(schema);
  if (branches.length > 1 || branches[0] !== schema)
    return [...new Set(branches.map(valueText))].join(" or ");
  if (schema.type === "array") return `list of ${valueText(itemsOf(schema))}`;
  if (schema.type === "object")
    return schema.properties === undefined ? "mapping" : objectText(schema);
  const names: Readonly<Record<string, string>> = {
    string: schema.format === "date" ? "day" : schema.format === "date-time" ? "instant" : "text",
    integer: `whole number${rangeText(schema)}`,
    number: `number${rangeText(schema)}`,
    boolean: "true or false",
    null: "null",
  };
  return names[schema.type ?? ""] ?? "any";
}

function nameText(name: unknown): string {
  return `\`${typeof name === "string" ? name : JSON.stringify(name)}\``;
}

function objectText(schema: KeySchema): string {
  const keys = Object.keys(schema.properties ?? {});
  return keys.length <= 2 ? `{ ${keys.join(", ")} }` : "mapping";
}

function rangeText({ minimum, maximum, exclusiveMinimum }: KeySchema): string {
  const least = minimum ?? exclusiveMinimum;
  const hasLeast = least !== undefined && least > Number.MIN_SAFE_INTEGER;
  const hasMost = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (hasLeast && hasMost) return `, ${least} to ${maximum}`;
  if (hasMost) return `, at most ${maximum}`;
  return hasLeast ? `, ${exclusiveMinimum === undefined ? "at least" : "more than"} ${least}` : "";
}

function branchesOf(schema: KeySchema): readonly KeySchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

function itemsOf(schema: KeySchema): KeySchema {
  return schema.items ?? schema;
}

function constOf(schema: KeySchema): string {
  return JSON.stringify(schema.properties?.["connector"]?.const).replaceAll('"', "");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
