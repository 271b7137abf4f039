import { relative } from "node:path";
import type { OpenedWorkspace } from "../app/open-workspace.ts";
import type { Terminal } from "./terminal.ts";

/** Says what a target was taken for, where a person may have meant something else. */
export function sayTarget(
  target: string | null,
  { config }: OpenedWorkspace,
  terminal: Terminal,
): void {
  const { dim } = terminal.errPen;
  if (config.file !== null) {
    terminal.err(dim(`configuration: ${relative(process.cwd(), config.file)}\n`));
    return;
  }
  const [source] = config.sources;
  if (target === null || source?.connector.meta.id !== "git") return;
  terminal.err(
    dim(
      `${target} is a git repository: its last commit is read (--connector filesystem reads the files as they lie there)\n`,
    ),
  );
}
