import { EXIT } from "../app/lifecycle.ts";
import { explain } from "../commands/explain.ts";
import { giveAnswer, toJson } from "./answer.ts";
import { formatOf, type CommonOptions, type FormatOptions } from "./options.ts";
import { documentText } from "./print-document.ts";
import { findingText } from "./print-finding.ts";
import type { Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

export async function explainCommand(
  reference: string,
  options: CommonOptions & FormatOptions,
  terminal: Terminal,
): Promise<number> {
  return withWorkspace(null, options, "readonly", async (workspace) => {
    const explanation = await explain(workspace, reference);
    if (formatOf(options) === "json") {
      await giveAnswer(toJson(explanation), options.output, terminal);
    } else if (explanation.kind === "document") {
      await giveAnswer(documentText(explanation, terminal.outPen), options.output, terminal);
    } else {
      await giveAnswer(findingText(explanation, terminal.outPen), options.output, terminal);
    }
    return EXIT.ready;
  });
}
