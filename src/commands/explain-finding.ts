import type { StoredFinding } from "../model/finding.ts";
import type { ListedFinding } from "./list-findings.ts";
import { withDocuments } from "./list-findings.ts";
import type { Workspace } from "./workspace.ts";

/** A finding with what it rests on and what to do about it. */
export interface FindingExplanation extends ListedFinding {
  readonly kind: "finding";
  /** Null: the rule is no longer here. */
  readonly rule: {
    readonly title: string;
    readonly why: string;
    readonly remedy: string;
    readonly category: string;
  } | null;
}

export async function explainFinding(
  workspace: Workspace,
  finding: StoredFinding,
): Promise<FindingExplanation> {
  const meta = workspace.rules.find((rule) => rule.meta.id === finding.ruleId)?.meta;
  const [listed] = await withDocuments(workspace, [finding]);
  return {
    kind: "finding",
    finding,
    documents: listed?.documents ?? [],
    rule: meta
      ? { title: meta.failureTitle, why: meta.why, remedy: meta.remedy, category: meta.category }
      : null,
  };
}
