import { EXIT } from "../app/lifecycle.ts";
import { setBaseline, showBaseline } from "../commands/baseline.ts";
import { giveAnswer, toJson } from "./answer.ts";
import { formatOf, type CommonOptions, type FormatOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

export async function setBaselineCommand(
  name: string,
  options: CommonOptions,
  terminal: Terminal,
): Promise<number> {
  return withWorkspace(null, options, "readwrite", async (workspace) => {
    const baseline = await setBaseline(workspace, name);
    terminal.err(
      `Baseline "${name}" is KB version ${baseline?.version ?? 0}: findings opened later are new.\n`,
    );
    return EXIT.ready;
  });
}

export async function showBaselineCommand(
  options: CommonOptions & FormatOptions,
  terminal: Terminal,
): Promise<number> {
  return withWorkspace(null, options, "readonly", async (workspace) => {
    const baseline = await showBaseline(workspace);
    const text =
      baseline === null
        ? "There is no baseline yet: the first complete scan sets it."
        : `${baseline.name}: KB version ${baseline.version}, ${new Date(baseline.at).toISOString()}`;
    await giveAnswer(
      formatOf(options) === "json" ? toJson(baseline) : text,
      options.output,
      terminal,
    );
    return EXIT.ready;
  });
}
