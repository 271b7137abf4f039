import { FetchFailure, type ConnectorSession, type DocumentRef } from "../contract/connector.ts";
import { exposureOf } from "../model/access.ts";

export interface FetchCheck {
  readonly sampleCount: number;
  readonly failedCount: number;
  readonly medianMs: number;
  readonly slowestMs: number;
  readonly bytes: number;
}

export interface AccessCheck {
  readonly sampleCount: number;
  readonly knownCount: number;
  readonly unknownByReason: Readonly<Record<string, number>>;
  readonly byExposure: Readonly<Record<string, number>>;
  readonly totalMs: number;
}

interface Tools {
  readonly maxDocumentBytes: number;
  readonly tickMs: () => number;
}

/** Fetches each document of the sample. Throws what is no failure of one document. */
export async function fetchSample(
  session: ConnectorSession,
  sample: readonly DocumentRef[],
  { maxDocumentBytes, tickMs }: Tools,
  signal: AbortSignal,
): Promise<FetchCheck> {
  const durationsMs: number[] = [];
  let bytes = 0;
  let failedCount = 0;
  for (const ref of sample) {
    const startedMs = tickMs();
    try {
      bytes += (await session.fetch(ref, { maxBytes: maxDocumentBytes }, signal)).body.byteLength;
    } catch (error) {
      if (!(error instanceof FetchFailure)) throw error;
      failedCount += 1;
    }
    durationsMs.push(tickMs() - startedMs);
  }
  durationsMs.sort((a, b) => a - b);
  const medianMs = durationsMs[Math.floor(durationsMs.length / 2)] ?? 0;
  return {
    sampleCount: sample.length,
    failedCount,
    medianMs,
    slowestMs: durationsMs.at(-1) ?? 0,
    bytes,
  };
}

/** Reads the access of the sample. */
export async function accessSample(
  session: ConnectorSession,
  sample: readonly DocumentRef[],
  { tickMs }: Pick<Tools, "tickMs">,
  signal: AbortSignal,
): Promise<AccessCheck> {
  const startedMs = tickMs();
  const unknownByReason: Record<string, number> = {};
  const byExposure: Record<string, number> = {};
  let knownCount = 0;
  for await (const { access } of session.readAccess(sample, signal)) {
    if (access.kind === "unknown") {
      unknownByReason[access.reason] = (unknownByReason[access.reason] ?? 0) + 1;
      continue;
    }
    knownCount += 1;
    const exposure = exposureOf(access);
    byExposure[exposure] = (byExposure[exposure] ?? 0) + 1;
  }
  return {
    sampleCount: sample.length,
    knownCount,
    unknownByReason,
    byExposure,
    totalMs: tickMs() - startedMs,
  };
}
