import { z } from "zod";

import type { Connector } from "../../src/contract/connector.ts";
import type { Rule } from "../../src/contract/rule.ts";
import { listSettings, settingsTable } from "./settings.ts";

/** The settings of the configuration file. What belongs to one connector or one rule stands on that plug-in's page. */
export function renderConfigReference(
  configSchema: z.core.JSONSchema.JSONSchema,
  rules: readonly Rule[],
  connectors: readonly Connector[],
): string {
  const ofConnectors = new Set(connectors.flatMap((connector) => optionKeys(connector)));
  const shown = new Map(
    listSettings(configSchema)
      .map((setting) => ({ ...setting, path: forAnyRule(setting.path, rules) }))
      .filter(
        ({ path }) => !path.startsWith("rules.RULE.options.") && !isOption(path, ofConnectors),
      )
      .map((setting) => [setting.path, setting]),
  );
  const anyRule = shown.get("rules.RULE");
  if (anyRule !== undefined) {
    shown.set(anyRule.path, { ...anyRule, description: "How one rule runs; RULE is its id." });
  }
  return [
    settingsTable([...shown.values()]),
    "A source has its connector's options beside these: see [the connectors](../connectors/README.md).\nThe options of each rule are on its page: see [the rules](../rules/README.md).",
  ].join("\n\n");
}

function optionKeys({ Options }: Connector): readonly string[] {
  return Object.keys(z.toJSONSchema(Options, { io: "input" }).properties ?? {});
}

function isOption(path: string, keys: ReadonlySet<string>): boolean {
  const [, key] = /^sources\[\]\.([^.[]+)/.exec(path) ?? [];
  return key !== undefined && keys.has(key);
}

/** Every rule has the same settings: they are told once. */
function forAnyRule(path: string, rules: readonly Rule[]): string {
  const [list, id, ...rest] = path.split(".");
  const isOfRule = list === "rules" && rules.some(({ meta }) => meta.id === id);
  return isOfRule ? ["rules.RULE", ...rest].join(".").replace("options[].", "options.") : path;
}
