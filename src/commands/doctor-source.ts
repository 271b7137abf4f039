import type { ConnectorHost, ConnectorSession } from "../contract/connector.ts";
import { toScanError } from "../model/error.ts";
import type { SourceId } from "../model/ids.ts";
import type { Capabilities } from "../model/source.ts";
import type { ConfiguredSource } from "../scan/scan-tools.ts";
import { accessSample, fetchSample, type AccessCheck, type FetchCheck } from "./doctor-sample.ts";
import { listSample, type ListingCheck } from "./doctor-listing.ts";

/** How one source answers. Figures are null where the step before them failed. */
export interface SourceCheckup {
  readonly sourceId: SourceId;
  readonly connector: string;
  readonly capabilities: Capabilities;
  readonly steps: readonly CheckStep[];
  readonly listing: ListingCheck | null;
  readonly fetch: FetchCheck | null;
  readonly access: AccessCheck | null;
  /** No step failed; warnings are well. */
  readonly isWell: boolean;
}

export interface CheckStep {
  readonly name: "reach" | "identity" | "listing" | "fetch" | "access" | "stewardship";
  readonly status: "ok" | "warning" | "failed";
  readonly text: string;
}

interface Tools {
  readonly hostFor: (sourceId: SourceId) => ConnectorHost;
  readonly maxDocumentBytes: number;
  readonly tickMs: () => number;
}

/** Opens the source and asks it a little of everything. Never throws for what the source does. */
export async function checkSource(
  source: ConfiguredSource,
  tools: Tools,
  signal: AbortSignal,
): Promise<SourceCheckup> {
  const steps: CheckStep[] = [stewardshipStep(source)];
  const { meta } = source.connector;
  const card = { sourceId: source.id, connector: meta.id, capabilities: meta.capabilities };
  const startedMs = tools.tickMs();
  let session: ConnectorSession;
  try {
    session = await source.connector.open(source.options, tools.hostFor(source.id), signal);
  } catch (error) {
    steps.unshift(failed("reach", error));
    return { ...card, steps, listing: null, fetch: null, access: null, isWell: false };
  }
  steps.unshift(ok("reach", `answered in ${Math.round(tools.tickMs() - startedMs)} ms`));
  try {
    steps.push(await identityStep(session, signal));
    const listing = await step(
      steps,
      "listing",
      () => listSample(session, tools.tickMs, signal),
      listingStep,
    );
    const sample = listing?.sample.filter((ref) => ref.unreadable === null) ?? [];
    const fetch = await step(
      steps,
      "fetch",
      () => fetchSample(session, sample, tools, signal),
      fetchStep,
    );
    const access = await step(
      steps,
      "access",
      () => accessSample(session, sample, tools, signal),
      (check) => accessStep(check, meta.capabilities),
    );
    return {
      ...card,
      steps,
      listing,
      fetch,
      access,
      isWell: steps.every(({ status }) => status !== "failed"),
    };
  } finally {
    await session.close();
  }
}

async function step<T>(
  steps: CheckStep[],
  name: CheckStep["name"],
  look: () => Promise<T>,
  judge: (seen: T) => CheckStep,
): Promise<T | null> {
  try {
    const seen = await look();
    steps.push(judge(seen));
    return seen;
  } catch (error) {
    steps.push(failed(name, error));
    return null;
  }
}

function stewardshipStep({ stewardship }: ConfiguredSource): CheckStep {
  const missing = [
    stewardship.owner === null && "owner",
    stewardship.sla === null && "SLA",
    stewardship.escalation === null && "escalation contact",
    stewardship.nextReview === null && "next review date",
  ].filter((name) => name !== false);
  if (missing.length === 0) return ok("stewardship", `owned by ${stewardship.owner}`);
  return {
    name: "stewardship",
    status: "warning",
    text: `no ${missing.join(", no ")} in the configuration`,
  };
}

async function identityStep(session: ConnectorSession, signal: AbortSignal): Promise<CheckStep> {
  try {
    const identity = await session.whoAmI(signal);
    if (identity.isProved) return ok("identity", identity.name);
    const text = `${identity.name}, not proved by the source: a short listing will wait for an operator`;
    return { name: "identity", status: "warning", text };
  } catch (error) {
    return failed("identity", error);
  }
}

function listingStep(listing: ListingCheck): CheckStep {
  const rate = `${Math.round(listing.perSecond).toLocaleString("en")} a second`;
  const count = `${listing.isCut ? "at least " : ""}${listing.documentCount.toLocaleString("en")} documents, ${rate}`;
  if (listing.failedScopes.length > 0) {
    const [first] = listing.failedScopes;
    return {
      name: "listing",
      status: "warning",
      text: `${count}; ${listing.failedScopes.length} parts could not be read (${first})`,
    };
  }
  if (listing.documentCount === 0)
    return { name: "listing", status: "failed", text: "it has no documents" };
  return ok("listing", count);
}

function fetchStep(check: FetchCheck): CheckStep {
  if (check.sampleCount === 0)
    return { name: "fetch", status: "warning", text: "nothing to fetch" };
  const text = `${check.sampleCount} documents, ${check.medianMs.toFixed(1)} ms each at the median, ${check.slowestMs.toFixed(1)} ms at the slowest`;
  if (check.failedCount === 0) return ok("fetch", text);
  const status = check.failedCount === check.sampleCount ? "failed" : "warning";
  return { name: "fetch", status, text: `${check.failedCount} of ${text} could not be read` };
}

function accessStep(check: AccessCheck, capabilities: Capabilities): CheckStep {
  const reasons = Object.entries(check.unknownByReason).map(
    ([reason, count]) => `${count} ${reason}`,
  );
  const text = `known for ${check.knownCount} of ${check.sampleCount} documents (${capabilities.access})`;
  if (reasons.length === 0 && check.sampleCount > 0) return ok("access", text);
  return {
    name: "access",
    status: "warning",
    text: reasons.length === 0 ? text : `${text}; unknown: ${reasons.join(", ")}`,
  };
}

function ok(name: CheckStep["name"], text: string): CheckStep {
  return { name, status: "ok", text };
}

function failed(name: CheckStep["name"], error: unknown): CheckStep {
  const { code, message } = toScanError(error);
  return { name, status: "failed", text: `${code}: ${message}` };
}
