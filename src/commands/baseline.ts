import type { BaselineRecord } from "../store/store.ts";
import type { Workspace } from "./workspace.ts";

/** From now on findings that are open today count as known, and later ones as new. */
export async function setBaseline(
  workspace: Workspace,
  name: string,
): Promise<BaselineRecord | null> {
  await workspace.store.commit({
    at: workspace.now(),
    scanId: null,
    changes: [{ kind: "baseline-set", name }],
  });
  return workspace.store.getBaseline();
}

/** Null: nothing was scanned yet. */
export async function showBaseline(workspace: Workspace): Promise<BaselineRecord | null> {
  return workspace.store.getBaseline();
}
