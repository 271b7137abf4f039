import { ScanError } from "../model/error.ts";
import type { StoredFinding } from "../model/finding.ts";
import { fingerprint, type Fingerprint } from "../model/ids.ts";
import type { Workspace } from "./workspace.ts";

const PAGE_SIZE = 10_000;
const MIN_PREFIX_LENGTH = 4;

/** The finding with this fingerprint, or whose fingerprint alone starts so; null: there is none. Throws USAGE when several do. */
export async function findFinding(
  workspace: Workspace,
  reference: string,
): Promise<StoredFinding | null> {
  const exact = await workspace.store.getFinding(fingerprint(reference));
  if (exact !== null) return exact;
  if (reference.length < MIN_PREFIX_LENGTH || !/^[0-9a-z]+$/.test(reference)) return null;
  const matches: StoredFinding[] = [];
  let after: Fingerprint | undefined;
  for (;;) {
    const page = await workspace.store.listFindings({
      states: ["open", "acknowledged", "waived", "resolved"],
      limit: PAGE_SIZE,
      ...(after !== undefined && { after }),
    });
    matches.push(...page.filter((finding) => finding.fingerprint.startsWith(reference)));
    after = page.at(-1)?.fingerprint;
    if (page.length < PAGE_SIZE) break;
  }
  const [first, second] = matches;
  if (first !== undefined && second !== undefined) {
    throw new ScanError(
      "USAGE",
      `${matches.length} findings start with ${reference}; write more of the fingerprint`,
    );
  }
  return first ?? null;
}

/** As findFinding. Throws NOT_FOUND when there is none. */
export async function requireFinding(
  workspace: Workspace,
  reference: string,
): Promise<StoredFinding> {
  const finding = await findFinding(workspace, reference);
  if (finding !== null) return finding;
  throw new ScanError(
    "NOT_FOUND",
    `there is no finding ${reference}. \`tidemark findings\` lists them.`,
  );
}
