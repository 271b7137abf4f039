import { writeFile } from "node:fs/promises";
import { ScanError } from "../model/error.ts";

/** What `init` asks for. Null: left open, and written as a comment to fill in. */
export interface InitAnswers {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly source: {
    readonly id: string;
    readonly connector: string;
    /** The option that says where it is. */
    readonly locationKey: string;
    readonly location: string;
  };
  readonly owner: string | null;
  readonly sla: string | null;
  readonly escalation: string | null;
  /** ISO date. */
  readonly nextReview: string | null;
}

/** Writes a commented configuration. Throws USAGE when the file is there and may not be replaced. */
export async function initConfig(
  file: string,
  answers: InitAnswers,
  isForced: boolean,
): Promise<void> {
  try {
    await writeFile(file, configText(answers), { flag: isForced ? "w" : "wx" });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") {
      throw new ScanError("USAGE", `${file} is already there; --force replaces it`, {
        detail: { file },
        cause,
      });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ScanError("USAGE", `${file} cannot be written: ${reason}`, {
      detail: { file },
      cause,
    });
  }
}

/** The text of a `tidemark.yaml` that holds the answers and shows what else can be set. */
export function configText(answers: InitAnswers): string {
  const { source } = answers;
  return `# What Tidemark scans, and by which promises. Every key is described in docs/configuration.md;
# \`tidemark config check\` checks this file, \`tidemark config schema\` prints its JSON schema for editors.

workspace:
  id: ${scalar(answers.workspaceId)}
  name: ${scalar(answers.workspaceName)}
${stewardship(answers, "  ")}
sources:
  - id: ${scalar(source.id)}
    connector: ${scalar(source.connector)}
    ${source.locationKey}: ${scalar(source.location)}
${stewardship(answers, "    ")}    # schedule: "0 6 * * 1-5"          # tidemark serve scans it then

# When documents count as old. The first entry that matches holds.
# Without any: aging after 180 days, stale after 365; documents labelled "evergreen" never.
freshness:
#   - name: policies
#     match: { path: "policies/**" }
#     warn_after: { count: 11, period: month }
#     error_after: { count: 1, period: year }
  - name: everything else
    warn_after: { count: 180, period: day }
    error_after: { count: 365, period: day }

# Who answers for documents that name no owner themselves. The first entry that matches holds.
# owners:
#   - path: "hr/**"
#     owner: people@example.com

# Findings that are true and accepted.
# waivers:
#   - rule: broken-link
#     path: "archive/**"
#     reason: the archive is kept as it was
#     until: "2027-12-31"

# What makes the knowledge base ready, in place of the default gates.
# quality_gates:
#   - { metric: score, min: 80 }
#   - { metric: findings.error, max: 0 }
`;
}

function stewardship(answers: InitAnswers, indent: string): string {
  return [
    line("owner", answers.owner, "who answers for it"),
    line("sla", answers.sla, "how fresh it must be, in the owner's words"),
    line("escalation", answers.escalation, "who is told when the owner does not answer"),
    line(
      "next_review",
      answers.nextReview,
      "by when somebody looks at this again, such as 2027-06-30",
    ),
  ]
    .map((text) => `${indent}${text}\n`)
    .join("");
}

function line(key: string, value: string | null, hint: string): string {
  return value === null ? `# ${key}:   ${hint}` : `${key}: ${scalar(value)}`;
}

/** JSON's strings are YAML's double-quoted ones; plain words need no quotes. */
function scalar(text: string): string {
  return /^(\.{0,2}\/)?[A-Za-z][\w./-]*$/.test(text) &&
    !/^(true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
