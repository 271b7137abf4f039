import { nearestName } from "../lib/nearest.ts";
import { ScanError } from "../model/error.ts";
import {
  SEVERITIES,
  type FindingState,
  type Severity,
  type StoredFinding,
} from "../model/finding.ts";
import { fingerprint, sourceId } from "../model/ids.ts";
import type { DocumentState } from "../store/store.ts";
import type { Workspace } from "./workspace.ts";

export interface FindingRequest {
  readonly ruleIds: readonly string[];
  /** This one and worse. */
  readonly severity: Severity;
  readonly sourceId: string | null;
  readonly states: readonly FindingState[];
  /** Continues behind this fingerprint. */
  readonly after: string | null;
  /** 1..10,000 */
  readonly limit: number;
}

export interface ListedFinding {
  readonly finding: StoredFinding;
  /** The documents it is about; deleted ones are left out. */
  readonly documents: readonly DocumentState[];
}

export interface FindingList {
  readonly findings: readonly ListedFinding[];
  /** Where the next page starts; null: this is the end. */
  readonly next: string | null;
}

/** A page of findings, errors first. Throws UNKNOWN_RULE and UNKNOWN_SOURCE. */
export async function listFindings(
  workspace: Workspace,
  request: FindingRequest,
): Promise<FindingList> {
  checkNames(workspace, request);
  const found = await workspace.store.listFindings({
    states: request.states,
    severities: severitiesFrom(request.severity),
    limit: request.limit,
    ...(request.ruleIds.length > 0 && { ruleIds: request.ruleIds }),
    ...(request.sourceId !== null && { sourceId: sourceId(request.sourceId) }),
    ...(request.after !== null && { after: fingerprint(request.after) }),
  });
  const last = found.length === request.limit ? found.at(-1) : undefined;
  return { findings: await withDocuments(workspace, found), next: last?.fingerprint ?? null };
}

/** The severity and all that are worse. */
export function severitiesFrom(severity: Severity): readonly Severity[] {
  return SEVERITIES.slice(SEVERITIES.indexOf(severity));
}

/** The findings with the documents they speak of. */
export async function withDocuments(
  workspace: Workspace,
  findings: readonly StoredFinding[],
): Promise<readonly ListedFinding[]> {
  const ids = new Set(findings.flatMap((finding) => documentIdsOf(finding)));
  const documents = await workspace.store.getDocuments([...ids]);
  const byId = new Map(documents.map((document) => [document.id, document]));
  return findings.map((finding) => ({
    finding,
    documents: documentIdsOf(finding).flatMap((id) => byId.get(id) ?? []),
  }));
}

function documentIdsOf({ subject, evidence }: StoredFinding): readonly DocumentState["id"][] {
  if (subject.kind === "document") return [subject.documentId];
  if (subject.kind === "pair") return subject.documentIds;
  return [...new Set(evidence.map((item) => item.documentId))];
}

function checkNames(workspace: Workspace, request: FindingRequest): void {
  const ruleIds = workspace.rules.map((rule) => rule.meta.id);
  for (const ruleId of request.ruleIds) {
    if (ruleIds.includes(ruleId)) continue;
    const near = nearestName(ruleId, ruleIds);
    const hint = near === null ? "`tidemark rules` lists them." : `Did you mean "${near}"?`;
    throw new ScanError("UNKNOWN_RULE", `there is no rule "${ruleId}". ${hint}`, {
      detail: { rule: ruleId },
    });
  }
}
