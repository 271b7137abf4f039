import { sha256Hex } from "../lib/hash.ts";
import type { Severity } from "../model/finding.ts";
import type { Capabilities } from "../model/source.ts";
import { takeReadiness, type ReadinessContext, type ReportMemory } from "../report/report.ts";
import type { ReadinessReport } from "../report/readiness-report.ts";
import { openPolicyBook } from "../scan/policy-book.ts";
import { severitiesFrom } from "./list-findings.ts";
import type { Workspace } from "./workspace.ts";

/** The readiness report as of the workspace's clock. */
export async function getReport(workspace: Workspace): Promise<ReadinessReport> {
  const { store, canWrite } = workspace;
  const memory: ReportMemory = {
    recall: (name, now) => store.recall(sha256Hex(name), now),
    keep: async (name, json, at, version) => {
      if (canWrite) await store.remember({ name: sha256Hex(name), json, at, version });
    },
  };
  return takeReadiness(store, contextOf(workspace), memory);
}

function contextOf(workspace: Workspace): ReadinessContext {
  const enabled = openPolicyBook(workspace.policies).enabledRules(workspace.rules);
  return {
    workspace: workspace.id,
    workspaceName: workspace.name,
    now: workspace.now(),
    gates: workspace.gates,
    connectors: capabilitiesOf(workspace),
    rules: workspace.rules.map(({ meta }) => meta),
    enabledRuleIds: new Set(enabled.map(({ meta }) => meta.id)),
  };
}

function capabilitiesOf({ sources }: Workspace): ReadonlyMap<string, Capabilities> {
  return new Map(sources.map(({ connector }) => [connector.meta.id, connector.meta.capabilities]));
}

/** The severity at which a run fails; `never`: findings and gates fail nothing. */
export type FailOn = Severity | "never";

/** Whether the report fails the run: it is not ready, or (where a level is asked for) findings of that level or worse count. */
export function isFailing(report: ReadinessReport, failOn: FailOn | null): boolean {
  if (failOn === "never") return false;
  if (!report.ready) return true;
  if (failOn === null) return false;
  return severitiesFrom(failOn).some((severity) => (report.findings.bySeverity[severity] ?? 0) > 0);
}
