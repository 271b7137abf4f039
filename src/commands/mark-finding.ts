import { ScanError } from "../model/error.ts";
import type { StoredFinding } from "../model/finding.ts";
import type { EpochMs } from "../model/ids.ts";
import { requireFinding } from "./find-finding.ts";
import type { Workspace } from "./workspace.ts";

export interface WaiveRequest {
  /** A fingerprint or the beginning of one. */
  readonly finding: string;
  readonly reason: string;
  /** Null: until somebody takes it back. */
  readonly untilAt: EpochMs | null;
  /** Who says so. */
  readonly by: string;
}

/** A person accepts a finding although it is true: it no longer counts until then. Throws NOT_FOUND, USAGE. */
export async function waiveFinding(
  workspace: Workspace,
  request: WaiveRequest,
): Promise<StoredFinding> {
  const { reason, untilAt } = request;
  if (reason.trim() === "") throw new ScanError("USAGE", "a waiver needs a reason");
  if (untilAt !== null && untilAt <= workspace.now()) {
    throw new ScanError("USAGE", "a waiver cannot end in the past");
  }
  return mark(workspace, request, "waived", { reason, untilAt, by: "person" });
}

/** A person has seen a finding and is on it: it still counts. Throws NOT_FOUND, USAGE. */
export async function acknowledgeFinding(
  workspace: Workspace,
  request: Pick<WaiveRequest, "finding" | "by">,
): Promise<StoredFinding> {
  return mark(workspace, request, "acknowledged", null);
}

/** Takes a waiver or acknowledgement back. Throws NOT_FOUND, USAGE. */
export async function reopenFinding(
  workspace: Workspace,
  request: Pick<WaiveRequest, "finding" | "by">,
): Promise<StoredFinding> {
  return mark(workspace, request, "open", null);
}

async function mark(
  workspace: Workspace,
  request: Pick<WaiveRequest, "finding" | "by">,
  state: "open" | "acknowledged" | "waived",
  waiver: StoredFinding["waiver"],
): Promise<StoredFinding> {
  const { fingerprint, state: current } = await requireFinding(workspace, request.finding);
  if (current === "resolved")
    throw new ScanError("USAGE", `finding ${request.finding} is resolved already`);
  await workspace.store.commit({
    at: workspace.now(),
    scanId: null,
    changes: [{ kind: "finding-marked", fingerprint, state, waiver, by: request.by }],
  });
  return requireFinding(workspace, fingerprint);
}
