import type { AccessReading, DocumentState, VersionRecord } from "../store/store.ts";
import type { DateEvidence } from "../model/dates.ts";
import {
  freshnessStatus,
  WEAK_TRUST_RATIO,
  type Freshness,
  type FreshnessPolicy,
} from "../model/freshness.ts";
import type { OwnerRef } from "../model/owner.ts";
import { allEvidence } from "../scan/evidence.ts";
import { openPolicyBook } from "../scan/policy-book.ts";
import { describeAccess, type AccessInWords } from "./access-words.ts";
import { withDocuments, type ListedFinding } from "./list-findings.ts";
import type { Workspace } from "./workspace.ts";

/** All that the judgement of one document rests on. */
export interface DocumentExplanation {
  readonly kind: "document";
  readonly document: DocumentState;
  readonly freshness: Freshness;
  readonly policy: { readonly name: string; readonly policy: FreshnessPolicy };
  readonly evidence: readonly WeighedEvidence[];
  readonly owners: readonly OwnerStep[];
  readonly access: AccessInWords;
  readonly links: { readonly inside: number; readonly elsewhere: number; readonly anchors: number };
  readonly findings: readonly ListedFinding[];
  readonly versions: readonly VersionRecord[];
}

/** One dated fact, and what was made of it. */
export interface WeighedEvidence {
  readonly evidence: DateEvidence;
  readonly weight: "decided" | "counted" | "outside-basis" | "too-weak" | "not-believed";
  readonly why: string;
}

/** One link of the chain that is asked for an owner; the first that answers holds. */
export interface OwnerStep {
  readonly owner: OwnerRef;
  readonly isAnswering: boolean;
}

const FINDING_LIMIT = 200;

/** Explains a document as of the workspace's clock, with the same functions that judged it. */
export async function explainDocument(
  workspace: Workspace,
  document: DocumentState,
): Promise<DocumentExplanation> {
  const { store } = workspace;
  const book = openPolicyBook(workspace.policies);
  const subject = {
    sourceId: document.place.sourceId,
    locator: document.place.locator,
    labels: document.labels,
  };
  const policy = book.freshnessPolicy(subject);
  const dates = allEvidence(document.dates, document);
  const freshness = freshnessStatus(dates, policy.policy, workspace.now());
  const [reading, links, anchors, found, versions] = await Promise.all([
    store.getAccess(document.id),
    store.getLinks([document.id]),
    store.getAnchors([document.id]),
    store.listFindings({
      documentId: document.id,
      states: ["open", "acknowledged", "waived"],
      limit: FINDING_LIMIT,
    }),
    store.listVersions(document.id),
  ]);
  const written = links.get(document.id) ?? [];
  return {
    kind: "document",
    document,
    freshness,
    policy: { name: policy.name, policy: policy.policy },
    evidence: dates.map((evidence) => weigh(evidence, freshness, policy.policy)),
    owners: document.owners.map((owner, index) => ({ owner, isAnswering: index === 0 })),
    access: describeAccess(accessOf(reading)),
    links: {
      inside: written.filter((link) => link.targetKey !== null).length,
      elsewhere: written.filter((link) => link.targetKey === null).length,
      anchors: (anchors.get(document.id) ?? []).length,
    },
    findings: await withDocuments(workspace, found),
    versions,
  };
}

function accessOf(reading: AccessReading | null): AccessReading["access"] {
  return reading?.access ?? { kind: "unknown", reason: "unreadable" };
}

const SUSPICIONS = {
  malformed: "it is no date",
  future: "it lies in the future",
  placeholder: "it is a placeholder that programs write",
} as const;

function weigh(
  evidence: DateEvidence,
  freshness: Freshness,
  policy: FreshnessPolicy,
): WeighedEvidence {
  const suspect = freshness.suspects.find((entry) => entry.evidence === evidence);
  if (suspect !== undefined)
    return { evidence, weight: "not-believed", why: SUSPICIONS[suspect.reason] };
  if (freshness.decidedBy === evidence)
    return { evidence, weight: "decided", why: "the status rests on it" };
  if (evidence.kind === "review_due" || evidence.kind === "expires") {
    return { evidence, weight: "counted", why: "the document's own date" };
  }
  if (!policy.basis.includes(evidence.kind)) {
    return { evidence, weight: "outside-basis", why: `the policy does not count ${evidence.kind}` };
  }
  if (evidence.trustRatio < WEAK_TRUST_RATIO && freshness.basisAt !== evidence.at) {
    return { evidence, weight: "too-weak", why: "counts only where there is nothing better" };
  }
  return { evidence, weight: "counted", why: "an older date of the basis" };
}
