import { z } from "zod";

import type { Connector } from "../../src/contract/connector.ts";
import { markdownTable } from "./markdown-table.ts";
import { renderOptions } from "./settings.ts";

/** The generated part of a connector's README: its truth card and its options. */
export function renderConnectorPage({ meta, Options }: Connector): string {
  const { access, changes, deletions, dates, notes } = meta.capabilities;
  return [
    `Connector \`${meta.id}\`: ${meta.title}.`,
    "## What it sees",
    markdownTable(
      ["Of the source", "How truly"],
      [
        ["Who may read", access],
        ["Changes", changes],
        ["Deletions", deletions],
        ["Dates", dates.length === 0 ? "none" : dates.map((kind) => `\`${kind}\``).join(", ")],
      ],
    ),
    ...(notes.length === 0
      ? []
      : [["What it cannot see:", "", ...notes.map((note) => `- ${note}`)].join("\n")]),
    "## Options",
    renderOptions(z.toJSONSchema(Options, { io: "input" })),
  ].join("\n\n");
}

/** The table of connectors/README.md. */
export function renderConnectorsTable(connectors: readonly Connector[]): string {
  return markdownTable(
    ["Connector", "Reads", "Access", "Changes", "Deletions"],
    connectors.map(({ meta: { id, title, capabilities } }) => [
      `[${id}](${id}/README.md)`,
      title,
      capabilities.access,
      capabilities.changes,
      capabilities.deletions,
    ]),
  );
}
