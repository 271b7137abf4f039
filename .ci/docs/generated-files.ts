import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { z } from "zod";

import type { Connector } from "../../src/contract/connector.ts";
import type { Rule } from "../../src/contract/rule.ts";
import { renderConfigReference } from "./config-reference.ts";
import { renderConnectorPage, renderConnectorsTable } from "./connector-page.ts";
import { renderErrorTable } from "./error-table.ts";
import { replaceRegion } from "./region.ts";
import { renderRulePage, renderRulesTable, type CaseFile } from "./rule-page.ts";

/** A file that is wholly or in part made from the code. */
export interface GeneratedFile {
  readonly path: string;
  /** Null: it is not there. */
  readonly current: string | null;
  readonly fresh: string;
}

export interface DocumentedParts {
  readonly rules: readonly Rule[];
  readonly connectors: readonly Connector[];
  readonly configSchema: z.core.JSONSchema.JSONSchema;
}

/** Every file that the parts generate below `root`, with what it is to hold. A file of the operator's own with no markers is left alone. */
export function listGeneratedFiles(root: string, parts: DocumentedParts): readonly GeneratedFile[] {
  const { rules, connectors, configSchema } = parts;
  return [
    ...rules.map((rule) =>
      pluginPage(root, `rules/${rule.meta.id}`, renderRulePage(rule, readCaseFiles(root, rule))),
    ),
    ...connectors.map((connector) =>
      pluginPage(root, `connectors/${connector.meta.id}`, renderConnectorPage(connector)),
    ),
    pluginPage(root, "rules", renderRulesTable(rules)),
    pluginPage(root, "connectors", renderConnectorsTable(connectors)),
    ...regionOf(root, "README.md", "errors", renderErrorTable()),
    ...regionOf(
      root,
      "docs/configuration.md",
      "config",
      renderConfigReference(configSchema, rules, connectors),
    ),
  ];
}

/** True when the file does not hold what the code says. */
export function isOutdated({ current, fresh }: GeneratedFile): boolean {
  return current !== fresh;
}

/** A plug-in's README is made when it is not there; one without markers gets them at its end. */
function pluginPage(root: string, folder: string, body: string): GeneratedFile {
  const path = `${folder}/README.md`;
  const current = readText(join(root, path));
  const written = current ?? `# ${basename(folder)}\n`;
  const marked = written.includes("<!-- generated -->")
    ? written
    : `${written.trimEnd()}\n\n<!-- generated -->\n<!-- /generated -->\n`;
  return { path, current, fresh: replaceRegion(marked, "generated", body) ?? marked };
}

function regionOf(
  root: string,
  path: string,
  name: string,
  body: string,
): readonly GeneratedFile[] {
  const current = readText(join(root, path));
  const fresh = current === null ? null : replaceRegion(current, name, body);
  return fresh === null ? [] : [{ path, current, fresh }];
}

function readCaseFiles(root: string, { meta }: Rule): readonly CaseFile[] {
  const folder = join(root, "rules", meta.id, "cases");
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  return names.map((file) => ({
    name: basename(file, ".json"),
    json: readFileSync(join(folder, file), "utf8"),
  }));
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
