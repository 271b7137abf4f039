import { loadConfig } from "../app/config.ts";
import { configJsonSchema } from "../app/config-json-schema.ts";
import { configReference } from "../app/config-reference.ts";
import { EXIT } from "../app/lifecycle.ts";
import { REGISTRIES } from "../app/registries.ts";
import { resolveNetwork } from "../app/scan-tools.ts";
import { giveAnswer } from "./answer.ts";
import type { Terminal } from "./terminal.ts";

export async function checkConfigCommand(file: string, terminal: Terminal): Promise<number> {
  const config = await loadConfig(file, REGISTRIES);
  await resolveNetwork(config.network);
  const sources = config.sources
    .map(({ id, connector }) => `${id} (${connector.meta.id})`)
    .join(", ");
  terminal.out(`${file} is well: workspace ${config.workspace.id}, sources ${sources}.\n`);
  return EXIT.ready;
}

export async function configSchemaCommand(
  file: string | undefined,
  terminal: Terminal,
): Promise<number> {
  await giveAnswer(JSON.stringify(configJsonSchema(REGISTRIES), null, 2), file, terminal);
  return EXIT.ready;
}

export function configReferenceCommand(terminal: Terminal): number {
  terminal.out(configReference(REGISTRIES));
  return EXIT.ready;
}
