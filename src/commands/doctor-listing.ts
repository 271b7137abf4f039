import type { ConnectorSession, DocumentRef, ListEvent } from "../contract/connector.ts";

/** What a listing showed in the time it was given. */
export interface ListingCheck {
  readonly documentCount: number;
  readonly assetCount: number;
  readonly failedScopes: readonly string[];
  readonly totalMs: number;
  readonly perSecond: number;
  /** It was stopped before its end. */
  readonly isCut: boolean;
  /** Documents from all over what was listed. */
  readonly sample: readonly DocumentRef[];
}

const MAX_MS = 10_000;
const SAMPLE_SIZE = 25;
const PER_PAGE = 3;

/** Lists for at most ten seconds and keeps a few documents of each folder. */
export async function listSample(
  session: ConnectorSession,
  tickMs: () => number,
  signal: AbortSignal,
): Promise<ListingCheck> {
  const startedMs = tickMs();
  const sample: DocumentRef[] = [];
  const failedScopes: string[] = [];
  let documentCount = 0;
  let assetCount = 0;
  let isDone = false;
  for await (const event of session.list(null, signal)) {
    documentCount += documentsIn(event);
    if (event.kind === "asset") assetCount += 1;
    if (event.kind === "failed") failedScopes.push(`${scopeOf(event)}: ${event.error.message}`);
    isDone = event.kind === "done";
    if (sample.length < SAMPLE_SIZE) sample.push(...refsIn(event));
    if (tickMs() - startedMs > MAX_MS) break;
  }
  const totalMs = tickMs() - startedMs;
  const perSecond = totalMs === 0 ? 0 : (documentCount / totalMs) * 1000;
  return {
    documentCount,
    assetCount,
    failedScopes,
    totalMs,
    perSecond,
    isCut: !isDone,
    sample: sample.slice(0, SAMPLE_SIZE),
  };
}

function documentsIn(event: ListEvent): number {
  if (event.kind === "seen") return 1;
  return event.kind === "page" ? event.page.documentCount : 0;
}

function refsIn(event: ListEvent): readonly DocumentRef[] {
  if (event.kind === "seen") return [event.ref];
  return event.kind === "page" ? event.page.refs().slice(0, PER_PAGE) : [];
}

function scopeOf({ scope }: ListEvent & { readonly kind: "failed" }): string {
  return scope.kind === "document" ? scope.locator : scope.prefix;
}
