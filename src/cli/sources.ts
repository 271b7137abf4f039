import { confirm, isCancel } from "@clack/prompts";
import { EXIT } from "../app/lifecycle.ts";
import { listSources, removeSource, type ListedSource } from "../commands/list-sources.ts";
import { ScanError } from "../model/error.ts";
import { giveAnswer, toJson } from "./answer.ts";
import { formatOf, type CommonOptions, type FormatOptions } from "./options.ts";
import { drawTable } from "./table.ts";
import type { Pen, Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

export async function listSourcesCommand(
  options: CommonOptions & FormatOptions,
  terminal: Terminal,
): Promise<number> {
  return withWorkspace(null, options, "readonly", async (workspace) => {
    const sources = await listSources(workspace);
    const text =
      formatOf(options) === "json" ? toJson(sources) : sourceTable(sources, terminal.outPen);
    await giveAnswer(text, options.output, terminal);
    return EXIT.ready;
  });
}

function sourceTable(sources: readonly ListedSource[], pen: Pen): string {
  const head = [
    "source",
    "connector",
    "documents",
    "health",
    "last complete",
    "owner",
    "next review",
  ];
  const rows = sources.map(({ id, connector, record, isConfigured }) => [
    id,
    connector,
    (record?.documentCount ?? 0).toLocaleString("en"),
    `${healthText(record?.health.kind ?? "never-scanned", pen)}${isConfigured ? "" : pen.yellow(" (not configured)")}`,
    lastCompleteText(record?.lastCompleteAt ?? null),
    record?.stewardship.owner ?? pen.dim("none"),
    record?.stewardship.nextReview ?? pen.dim("none"),
  ]);
  return rows.length === 0 ? "There are no sources." : drawTable(head, rows, pen);
}

function lastCompleteText(at: number | null): string {
  return at === null ? "never" : new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

function healthText(kind: string, pen: Pen): string {
  if (kind === "healthy") return pen.green(kind);
  return kind === "failed" || kind === "suspect" ? pen.red(kind) : pen.yellow(kind);
}

export async function removeSourceCommand(
  id: string,
  options: CommonOptions & { readonly yes?: boolean },
  terminal: Terminal,
): Promise<number> {
  return withWorkspace(null, options, "readwrite", async (workspace) => {
    if (options.yes !== true) await askToErase(id, terminal);
    await removeSource(workspace, id);
    terminal.err(`Source ${id} is erased.\n`);
    return EXIT.ready;
  });
}

async function askToErase(id: string, terminal: Terminal): Promise<void> {
  if (!terminal.isInteractive)
    throw new ScanError(
      "USAGE",
      "this erases the source's documents, texts and findings; say --yes",
    );
  const answer = await confirm({
    message: `Erase ${id} with its documents, texts and findings?`,
    initialValue: false,
  });
  if (isCancel(answer) || !answer) throw new ScanError("USAGE", "nothing was erased");
}
