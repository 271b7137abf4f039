import { z } from "zod";
import {
  FetchFailure,
  type Connector,
  type ConnectorSession,
  type DocumentRef,
  type FailedScope,
  type ListEvent,
} from "../../src/contract/connector.ts";
import { sha256Hex } from "../../src/lib/hash.ts";
import type { Access } from "../../src/model/access.ts";
import type { DateEvidence } from "../../src/model/dates.ts";
import type { UnreadableReason } from "../../src/model/document.ts";
import { ScanError } from "../../src/model/error.ts";
import { realmId } from "../../src/model/ids.ts";

/** A store of documents in memory, with everything that can go wrong in one at a switch. */
export interface FakeSource {
  readonly connector: Connector;
  put(locator: string, text: string, extra?: Partial<FakeDocument>): void;
  remove(locator: string): void;
  rename(from: string, to: string): void;
  readonly documents: Map<string, FakeDocument>;
  /** How the next listings behave. */
  readonly behaviour: {
    failedScopes: readonly FailedScope[];
    listing: "full" | "partial";
    openError: ScanError | null;
    isProved: boolean;
    fetchFailures: ReadonlyMap<string, UnreadableReason>;
    pageOf: ((locator: string) => string) | null;
    /** Called before each fetch: the place to change the world between listing and reading. */
    beforeFetch: (locator: string) => void;
  };
  readonly calls: { fetched: string[]; accessRead: string[]; opened: number; closed: number };
}

export interface FakeDocument {
  readonly text: string;
  readonly access: Access;
  readonly accessRevision: string | null;
  readonly identity: string | null;
  readonly movedFrom: string | null;
  readonly dates: readonly DateEvidence[];
}

const REALM = realmId("fake");
export const FOR_EVERYONE: Access = {
  kind: "known",
  realm: REALM,
  gates: [
    {
      origin: "fake",
      gate: { entries: [{ effect: "allow", principals: [{ kind: "everyone", realm: REALM }] }] },
    },
  ],
};

export function createFakeSource(): FakeSource {
  const documents = new Map<string, FakeDocument>();
  const behaviour: FakeSource["behaviour"] = {
    failedScopes: [],
    listing: "full",
    openError: null,
    isProved: true,
    fetchFailures: new Map(),
    pageOf: null,
    beforeFetch: () => {},
  };
  const calls: FakeSource["calls"] = { fetched: [], accessRead: [], opened: 0, closed: 0 };

  function refOf(locator: string, document: FakeDocument): DocumentRef {
    return {
      locator,
      uri: `fake://source/${locator}`,
      revision: sha256Hex(document.text),
      accessRevision: document.accessRevision,
      identity: document.identity,
      movedFrom: document.movedFrom,
      title: null,
      dates: document.dates,
      owners: [],
      labels: [],
      unreadable: null,
    };
  }

  function isListed(locator: string): boolean {
    return !behaviour.failedScopes.some((scope) =>
      scope.kind === "document" ? scope.locator === locator : locator.startsWith(scope.prefix),
    );
  }

  async function* list(): AsyncGenerator<ListEvent> {
    const refs = [...documents]
      .filter(([locator]) => isListed(locator))
      .map(([locator, document]) => refOf(locator, document));
    const { pageOf } = behaviour;
    if (pageOf === null) {
      for (const ref of refs) yield { kind: "seen", ref };
    } else {
      const pages = new Map<string, DocumentRef[]>();
      for (const ref of refs)
        pages.set(pageOf(ref.locator), [...(pages.get(pageOf(ref.locator)) ?? []), ref]);
      for (const [prefix, ofPage] of pages) {
        const digest = sha256Hex(
          JSON.stringify(ofPage.map((ref) => [ref.locator, ref.revision, ref.accessRevision])),
        );
        yield {
          kind: "page",
          page: {
            prefix,
            digest,
            documentCount: ofPage.length,
            refs: () => ofPage,
            assets: () => [],
          },
        };
      }
    }
    for (const scope of behaviour.failedScopes) {
      yield {
        kind: "failed",
        scope,
        error: new ScanError("SUBTREE_UNREADABLE", "it is closed to us"),
      };
    }
    yield { kind: "done", listing: behaviour.listing, cursor: null };
  }

  const session: ConnectorSession = {
    whoAmI: () => Promise.resolve({ name: "fake", isProved: behaviour.isProved }),
    list,
    fetch(ref) {
      behaviour.beforeFetch(ref.locator);
      calls.fetched.push(ref.locator);
      const reason = behaviour.fetchFailures.get(ref.locator);
      const document = documents.get(ref.locator);
      if (reason !== undefined)
        return Promise.reject(new FetchFailure(reason, "as the test wants it"));
      if (document === undefined) return Promise.reject(new FetchFailure("vanished", "it is gone"));
      return Promise.resolve({
        mediaType: null,
        body: new TextEncoder().encode(document.text),
        revision: sha256Hex(document.text),
        dates: [],
      });
    },
    async *readAccess(refs) {
      for (const { locator } of refs) {
        calls.accessRead.push(locator);
        yield {
          locator,
          access: documents.get(locator)?.access ?? { kind: "unknown", reason: "unreadable" },
        };
      }
    },
    close() {
      calls.closed += 1;
      return Promise.resolve();
    },
  };

  const connector: Connector = {
    meta: {
      id: "fake",
      title: "A store in memory",
      capabilities: {
        access: "exact",
        changes: "full-listing",
        deletions: "inferred",
        dates: [],
        notes: [],
      },
    },
    Options: z.strictObject({}),
    open() {
      calls.opened += 1;
      return behaviour.openError === null
        ? Promise.resolve(session)
        : Promise.reject(behaviour.openError);
    },
  };

  return {
    connector,
    documents,
    behaviour,
    calls,
    put(locator, text, extra = {}) {
      documents.set(locator, {
        text,
        access: FOR_EVERYONE,
        accessRevision: "1",
        identity: null,
        movedFrom: null,
        dates: [],
        ...extra,
      });
    },
    remove(locator) {
      documents.delete(locator);
    },
    rename(from, to) {
      const document = documents.get(from);
      if (document === undefined) throw new Error(`nothing is called ${from}`);
      documents.delete(from);
      documents.set(to, document);
    },
  };
}
