import type { z } from "zod";

import { markdownTable } from "./markdown-table.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** One key that an operator may write, as the schema describes it. */
export interface Setting {
  /** Dotted; `[]` stands for each entry of a list, `*` for any name. */
  readonly path: string;
  readonly type: string;
  /** JSON; null: it has none. */
  readonly byDefault: string | null;
  readonly isRequired: boolean;
  readonly description: string;
}

/** All settings of a schema, depth first, in the schema's order; a setting that several alternatives share comes once. */
export function listSettings(schema: JsonSchema): readonly Setting[] {
  const settings = new Map<string, Setting>();
  const definitions = schema.$defs ?? {};

  function visitObject(object: JsonSchema, place: string): void {
    const required = new Set(object.required);
    for (const [key, value] of Object.entries(object.properties ?? {})) {
      const property = resolve(value);
      const path = place === "" ? key : `${place}.${key}`;
      const known = settings.get(path);
      const setting: Setting = {
        path,
        type: typeOf(property),
        byDefault: property.default === undefined ? null : JSON.stringify(property.default),
        isRequired: required.has(key),
        description: property.description ?? itemsOf(property)?.description ?? "",
      };
      if (known === undefined) settings.set(path, setting);
      else if (known.type !== setting.type) {
        settings.set(path, { ...known, type: `${known.type} or ${setting.type}` });
      }
      visitInside(property, path);
    }
    const { additionalProperties } = object;
    if (typeof additionalProperties === "object") visitInside(additionalProperties, `${place}.*`);
  }

  function visitInside(value: JsonSchema, path: string): void {
    const inner = resolve(value);
    for (const alternative of [
      ...(inner.anyOf ?? []),
      ...(inner.oneOf ?? []),
      ...(inner.allOf ?? []),
    ]) {
      visitInside(resolve(alternative), path);
    }
    if (inner.properties !== undefined || typeof inner.additionalProperties === "object") {
      visitObject(inner, path);
    }
    const items = itemsOf(inner);
    if (items !== null) visitInside(items, `${path}[]`);
  }

  function typeOf(value: JsonSchema): string {
    const inner = resolve(value);
    if (inner.const !== undefined) return `\`${JSON.stringify(inner.const)}\``;
    if (inner.enum !== undefined)
      return inner.enum.map((choice) => `\`${String(choice)}\``).join(", ");
    const alternatives = [...(inner.anyOf ?? []), ...(inner.oneOf ?? [])];
    if (alternatives.length > 0) {
      return [...new Set(alternatives.map((each) => typeOf(resolve(each))))].join(" or ");
    }
    if (inner.type === "array") {
      const items = itemsOf(inner);
      const each = items === null ? "anything" : typeOf(items);
      return `list of ${each}`;
    }
    return [inner.type ?? "anything"].flat().join(" or ");
  }

  /** What each entry of a list is; null: it is no list, or one of anything. */
  function itemsOf({ items }: JsonSchema): JsonSchema | null {
    return items === undefined || Array.isArray(items) ? null : resolve(items);
  }

  function resolve(value: JsonSchema | boolean): JsonSchema {
    if (typeof value === "boolean") return {};
    const name = value.$ref?.replace("#/$defs/", "");
    if (name === undefined) return value;
    const { $ref: _, ...own } = value;
    return { ...resolve(definitions[name] ?? {}), ...own };
  }

  visitInside(schema, "");
  return [...settings.values()].map((setting) => ({
    ...setting,
    path: setting.path.replace(/^\./, ""),
  }));
}

/** The settings of a plug-in's options as a Markdown table; a sentence where there are none. */
export function renderOptions(schema: JsonSchema): string {
  const settings = listSettings(schema);
  return settings.length === 0 ? "It has no options." : settingsTable(settings);
}

export function settingsTable(settings: readonly Setting[]): string {
  return markdownTable(
    ["Key", "Type", "Default", "Meaning"],
    settings.map((setting) => [
      `\`${setting.path}\``,
      setting.type,
      defaultOf(setting),
      setting.description,
    ]),
  );
}

function defaultOf({ byDefault, isRequired }: Setting): string {
  if (byDefault !== null) return `\`${byDefault}\``;
  return isRequired ? "required" : "none";
}
