import { userInfo } from "node:os";
import { endOfDayAt, Day } from "../app/config-values.ts";
import { EXIT } from "../app/lifecycle.ts";
import { acknowledgeFinding, reopenFinding, waiveFinding } from "../commands/mark-finding.ts";
import { ScanError } from "../model/error.ts";
import type { CommonOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { withWorkspace } from "./workspace-session.ts";

interface MarkOptions extends CommonOptions {
  readonly by?: string;
}

interface WaiveOptions extends MarkOptions {
  readonly reason: string;
  readonly until?: string;
}

export async function waiveCommand(
  finding: string,
  options: WaiveOptions,
  terminal: Terminal,
): Promise<number> {
  const untilAt = options.until === undefined ? null : endOfDayAt(parseDay(options.until));
  return withWorkspace(null, options, "readwrite", async (workspace) => {
    const waived = await waiveFinding(workspace, {
      finding,
      reason: options.reason,
      untilAt,
      by: byWhom(options),
    });
    const until = options.until === undefined ? "" : ` until ${options.until}`;
    terminal.err(`${waived.fingerprint} no longer counts${until}: ${waived.text}\n`);
    return EXIT.ready;
  });
}

export async function markCommand(
  kind: "ack" | "reopen",
  finding: string,
  options: MarkOptions,
  terminal: Terminal,
): Promise<number> {
  return withWorkspace(null, options, "readwrite", async (workspace) => {
    const mark = kind === "ack" ? acknowledgeFinding : reopenFinding;
    const marked = await mark(workspace, { finding, by: byWhom(options) });
    terminal.err(`${marked.fingerprint} is ${marked.state}: ${marked.text}\n`);
    return EXIT.ready;
  });
}

function byWhom({ by }: MarkOptions): string {
  if (by !== undefined) return by;
  try {
    return userInfo().username;
  } catch {
    // An account without a name, as in some containers.
    return "unknown";
  }
}

export function parseDay(text: string): string {
  const parsed = Day.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ScanError("USAGE", `"${text}" is no day; write it like 2026-12-31`);
}
