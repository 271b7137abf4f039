import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FetchFailure } from "../../src/contract/connector.ts";
import type {
  Connector,
  ConnectorSession,
  DocumentRef,
  FailedScope,
  ListEvent,
} from "../../src/contract/connector.ts";
import type { Access } from "../../src/model/access.ts";
import { ScanError } from "../../src/model/error.ts";
import { createTestHost } from "./connector-host.ts";
import type { TestHost } from "./connector-host.ts";
import { runUnprivileged } from "./unprivileged.ts";

/** A real source that the kit fills and changes. Paths are locators. */
export interface SourcePlace {
  readonly options: Readonly<Record<string, unknown>>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  remove(path: string): Promise<void>;
  move(from: string, to: string): Promise<void>;
  /** Lets fewer people read a document; answers the options to open with from now on. */
  narrow(path: string): Promise<Readonly<Record<string, unknown>>>;
  /** Makes a folder unreadable; null where the store has no such thing. */
  readonly hideFolder: ((folder: string) => Promise<void>) | null;
  /** Makes one document unreadable. */
  breakDocument(path: string): Promise<void>;
  /** Takes the whole source away. */
  vanish(): Promise<void>;
  close(): Promise<void>;
}

export interface Listed {
  readonly refs: ReadonlyMap<string, DocumentRef>;
  readonly digests: ReadonlyMap<string, string>;
  readonly assets: readonly string[];
  readonly failed: readonly { readonly scope: FailedScope; readonly error: ScanError }[];
  readonly checkpoints: readonly string[];
  readonly done: (ListEvent & { readonly kind: "done" }) | null;
}

function ensure(isKept: boolean, promise: string): void {
  if (!isKept) throw new Error(`broken promise: ${promise}`);
}

/** Lists everything, and checks what every listing owes: one `done` at the end, no document twice, pages that count right. */
export async function listAll(
  session: ConnectorSession,
  from: string | null,
  signal = new AbortController().signal,
): Promise<Listed> {
  const refs = new Map<string, DocumentRef>();
  const digests = new Map<string, string>();
  const assets: string[] = [];
  const failed: { scope: FailedScope; error: ScanError }[] = [];
  const checkpoints: string[] = [];
  let done: (ListEvent & { readonly kind: "done" }) | null = null;
  const take = (ref: DocumentRef): void => {
    expect(refs.has(ref.locator), `${ref.locator} is listed once`).toBe(false);
    refs.set(ref.locator, ref);
  };
  for await (const event of session.list(from, signal)) {
    expect(done, "nothing follows done").toBeNull();
    if (event.kind === "seen") take(event.ref);
    if (event.kind === "page") {
      const pageRefs = event.page.refs();
      ensure(
        event.page.documentCount === pageRefs.length,
        `page ${event.page.prefix} counts its documents`,
      );
      ensure(!digests.has(event.page.prefix), `page ${event.page.prefix} is listed once`);
      digests.set(event.page.prefix, event.page.digest);
      for (const ref of pageRefs) take(ref);
      assets.push(...event.page.assets());
    }
    if (event.kind === "asset") assets.push(event.locator);
    if (event.kind === "failed") failed.push(event);
    if (event.kind === "checkpoint") checkpoints.push(event.cursor);
    if (event.kind === "done") done = event;
  }
  expect(done, "a listing ends with done").not.toBeNull();
  return { refs, digests, assets: assets.toSorted(), failed, checkpoints, done };
}

/** Reads the access of documents, and checks that each is answered once. */
export async function readAllAccess(
  session: ConnectorSession,
  refs: readonly DocumentRef[],
): Promise<ReadonlyMap<string, Access>> {
  const answers = new Map<string, Access>();
  for await (const { locator, access } of session.readAccess(refs, new AbortController().signal)) {
    expect(answers.has(locator), `${locator} is answered once`).toBe(false);
    ensure(access.kind === "unknown" || access.gates.length > 0, `${locator} has a gate`);
    answers.set(locator, access);
  }
  expect([...answers.keys()].toSorted()).toEqual(refs.map((ref) => ref.locator).toSorted());
  return answers;
}

export async function fetchText(session: ConnectorSession, ref: DocumentRef): Promise<string> {
  const raw = await session.fetch(ref, { maxBytes: 1_000_000 }, new AbortController().signal);
  return Buffer.from(raw.body).toString("utf8");
}

/** What a second pass has to compare: all that decides whether something is fetched or read again. */
function essence(refs: ReadonlyMap<string, DocumentRef>): readonly string[] {
  return [...refs.values()]
    .map(({ locator, revision, accessRevision, uri, identity }) =>
      JSON.stringify([locator, revision, accessRevision, uri, identity]),
    )
    .toSorted();
}

const FIRST_FILES: Readonly<Record<string, string>> = Object.fromEntries([
  ["index.md", "# Start\n"],
  ["logo.png", "no document\n"],
  ["a.md", "# Page a with some words of its own\n"],
  ...Array.from({ length: 40 }, (_, index) => [
    `guide/part-${index % 4}/page-${index}.md`,
    `# Page ${index}\n\nSome words, ${index * 7}.\n`,
  ]),
]);

/** The laws of a connector, against a real source with more than one page of documents. */
export function describeConnector(
  connector: Connector,
  makePlace: () => Promise<SourcePlace>,
): void {
  describe(`${connector.meta.id} keeps the laws of connectors`, () => {
    let host: TestHost;
    let place: SourcePlace;
    const sessions: ConnectorSession[] = [];

    beforeEach(async () => {
      host = createTestHost();
      place = await makePlace();
      await place.write(FIRST_FILES);
    });

    afterEach(async () => {
      for (const session of sessions.splice(0)) await session.close();
      await place.close();
      host.remove();
    });

    async function open(
      options: Readonly<Record<string, unknown>> = place.options,
    ): Promise<ConnectorSession> {
      const session = await connector.open(
        connector.Options.parse(options),
        host,
        new AbortController().signal,
      );
      sessions.push(session);
      return session;
    }

    it("lists every document once, assets apart, and says that it was all", async () => {
      const listed = await listAll(await open(), null);

      expect([...listed.refs.keys()].toSorted()).toEqual(
        Object.keys(FIRST_FILES)
          .filter((path) => path.endsWith(".md"))
          .toSorted(),
      );
      expect(listed.assets).toEqual(["logo.png"]);
      expect(listed.digests.size).toBeGreaterThan(1);
      expect(listed.done?.listing).toBe("full");
      expect(listed.failed).toEqual([]);
    });

    it("names an unreadable folder as one failed subtree and lists the rest", async ({ skip }) => {
      if (place.hideFolder === null) return skip("this store has no unreadable folders");
      await place.hideFolder("guide/part-1");

      const listed = await runUnprivileged(async () => listAll(await open(), null));

      expect(listed.failed.map(({ scope }) => scope)).toEqual([
        { kind: "subtree", prefix: "guide/part-1/" },
      ]);
      expect(listed.failed[0]?.error).toBeInstanceOf(ScanError);
      expect(listed.done?.listing).toBe("full");
      expect(listed.refs.size).toBe(32);
    });

    it("falls back to a full listing when it does not know the cursor", async () => {
      const listed = await listAll(await open(), "from another time");

      expect(listed.done?.listing).toBe("full");
      expect(listed.refs.size).toBe(42);
    });

    it("fails instead of listing nothing when the source is gone", async () => {
      const session = await open();
      await place.vanish();

      await expect(open()).rejects.toMatchObject({ code: expect.stringMatching(/^SOURCE_/u) });
      const isProved = (await session.whoAmI(new AbortController().signal)).isProved;
      const outcome = await listAll(session, null).catch((error: unknown) => error);

      // Either the listing fails, or what it lists is what was there when it was opened.
      const isWhole =
        isProved && !(outcome instanceof Error) && (outcome as Listed).refs.size === 42;
      expect(outcome instanceof ScanError || isWhole).toBe(true);
    });

    it("proves who it is", async () => {
      const identity = await (await open()).whoAmI(new AbortController().signal);

      expect(identity.isProved).toBe(true);
      expect(identity.name).not.toBe("");
    });

    it("gives the same set when it starts again from a checkpoint", async () => {
      const whole = await listAll(await open(), null);
      for (const cursor of whole.checkpoints) {
        const rest = await listAll(await open(), cursor);
        expect(rest.done?.listing).not.toBe("partial");
        for (const locator of rest.refs.keys()) expect(whole.refs.has(locator)).toBe(true);
      }
      const again = await listAll(await open(), null);

      expect(essence(again.refs)).toEqual(essence(whole.refs));
    });

    it("says on a second pass that nothing changed", async () => {
      const first = await listAll(await open(), null);
      const second = await listAll(await open(), first.done?.cursor ?? null);

      const isDelta = second.done?.listing === "delta";
      const refs = isDelta ? new Map([...first.refs, ...second.refs]) : second.refs;
      expect(essence(refs)).toEqual(essence(first.refs));
      expect(isDelta ? [...second.digests.keys()] : second.digests).toEqual(
        isDelta ? [] : first.digests,
      );
      expect([...refs.values()].every((ref) => ref.accessRevision !== null)).toBe(true);
    });

    it("changes the digest of the page that changed, and of no other", async () => {
      const first = await listAll(await open(), null);
      await place.write({ "guide/part-2/page-2.md": "# Page 2, written again\n" });
      const second = await listAll(await open(), first.done?.cursor ?? null);

      const changed = [...second.digests].filter(
        ([prefix, digest]) => first.digests.get(prefix) !== digest,
      );
      expect(changed.map(([prefix]) => prefix)).toEqual(["guide/part-2/"]);
      const changedRefs = [...second.refs.values()].filter(
        (ref) => first.refs.get(ref.locator)?.revision !== ref.revision,
      );
      expect(changedRefs.map((ref) => ref.locator)).toEqual(["guide/part-2/page-2.md"]);
    });

    it("no longer lists what was removed", async () => {
      const first = await listAll(await open(), null);
      await place.remove("guide/part-3/page-3.md");
      const second = await listAll(await open(), first.done?.cursor ?? null);

      expect(second.done?.listing).toBe("full");
      expect(second.refs.has("guide/part-3/page-3.md")).toBe(false);
      expect(second.refs.size).toBe(41);
    });

    it("shows narrowed access at the same content revision", async () => {
      const first = await listAll(await open(), null);
      const before = await readAllAccess(await open(), [...first.refs.values()]);
      const session = await open(await place.narrow("a.md"));
      const second = await listAll(session, null);

      const ref = second.refs.get("a.md");
      expect(ref?.revision).toBe(first.refs.get("a.md")?.revision);
      expect(ref?.accessRevision).not.toBe(first.refs.get("a.md")?.accessRevision);
      expect(second.digests.get("")).not.toBe(first.digests.get(""));
      const after = await readAllAccess(session, [...second.refs.values()]);
      expect(after.get("a.md")).not.toEqual(before.get("a.md"));
    });

    it("hands out the revision of the very bytes that it read", async () => {
      const session = await open();
      const ref = (await listAll(session, null)).refs.get("a.md");
      if (ref === undefined) throw new Error("a.md is missing");
      await place.write({ "a.md": "# Page a, changed after it was listed\n" });

      const raw = await session.fetch(ref, { maxBytes: 1_000 }, new AbortController().signal);

      const isNew = Buffer.from(raw.body).toString("utf8").includes("changed after");
      expect(raw.revision !== ref.revision).toBe(isNew);
      const next = (await listAll(await open(), null)).refs.get("a.md");
      expect(next?.revision === raw.revision).toBe(isNew);
    });

    it("tells that a document was moved", async () => {
      const first = await listAll(await open(), null);
      await place.move("a.md", "guide/renamed.md");
      const second = await listAll(await open(), first.done?.cursor ?? null);

      const moved = second.refs.get("guide/renamed.md");
      const isSameObject =
        moved?.identity !== null && moved?.identity === first.refs.get("a.md")?.identity;
      expect(isSameObject || moved?.movedFrom === "a.md").toBe(true);
      expect(second.refs.has("a.md")).toBe(false);
    });

    it("fails for one broken document and hands out the others", async () => {
      const session = await open();
      const { refs } = await listAll(session, null);
      await place.breakDocument("a.md");

      const outcomes = await runUnprivileged(() =>
        Promise.all(
          [...refs.values()].map((ref) =>
            fetchText(session, ref).catch((error: unknown) => [ref.locator, error] as const),
          ),
        ),
      );

      const broken = outcomes.filter((outcome) => typeof outcome !== "string");
      expect(broken.map(([locator]) => locator)).toEqual(["a.md"]);
      expect(broken[0]?.[1]).toBeInstanceOf(FetchFailure);
      expect(outcomes.filter((outcome) => typeof outcome === "string")).toHaveLength(41);
    });

    it("refuses a document that is larger than the limit", async () => {
      const session = await open();
      const ref = (await listAll(session, null)).refs.get("a.md");
      if (ref === undefined) throw new Error("a.md is missing");
      const sizeBytes = Buffer.byteLength(FIRST_FILES["a.md"] ?? "");
      const signal = new AbortController().signal;

      const onTheLimit = await session.fetch(ref, { maxBytes: sizeBytes }, signal);
      expect(onTheLimit.body).toHaveLength(sizeBytes);
      await expect(session.fetch(ref, { maxBytes: sizeBytes - 1 }, signal)).rejects.toMatchObject({
        reason: "oversized",
      });
    });

    it("ends within a second of an abort", async () => {
      const session = await open();
      const controller = new AbortController();
      const events = session.list(null, controller.signal)[Symbol.asyncIterator]();
      await events.next();
      controller.abort(new Error("stopped"));

      const startedAtMs = performance.now();
      const outcome = await (async () => {
        for (;;) if ((await events.next()).done === true) return "done";
      })().catch((error: unknown) => error);

      expect(outcome).toBeInstanceOf(Error);
      expect(performance.now() - startedAtMs).toBeLessThan(1_000);
      await expect(
        listAll(session, null, AbortSignal.abort(new Error("stopped"))),
      ).rejects.toThrow();
    });

    it("answers the access of every document, known with a gate or unknown with a reason", async () => {
      const session = await open();
      const { refs } = await listAll(session, null);

      const answers = await readAllAccess(session, [...refs.values()]);

      expect(answers.size).toBe(42);
      const gone = [...refs.values()].slice(0, 1);
      await place.vanish();
      const [access] = (await readAllAccess(session, gone)).values();
      const isAllowed = access?.kind === "unknown" || connector.meta.capabilities.access === "none";
      expect(isAllowed, "what is gone is never known to be readable").toBe(true);
    });

    it("closes twice without complaint and hands out nothing afterwards", async () => {
      const session = await open();
      const ref = [...(await listAll(session, null)).refs.values()][0];
      await session.close();
      await session.close();

      if (ref === undefined) throw new Error("nothing was listed");
      await expect(fetchText(session, ref)).rejects.toThrow();
    });
  });
}
