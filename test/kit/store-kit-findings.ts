import { describe, expect, test } from "vitest";
import type { Waiver } from "../../src/model/finding.ts";
import { documentId, epochMs, fingerprint, kbVersion, sourceId } from "../../src/model/ids.ts";
import type { Store, FindingQuery } from "../../src/store/store.ts";
import type { KitBench } from "./store-engine.ts";
import {
  aboutDocument,
  at,
  commit,
  commitAt,
  found,
  freshness,
  HANDBOOK,
  journalAfter,
  judged,
  saved,
  sourceSaved,
} from "./store-batches.ts";

const FINGERPRINT = found().fingerprint;

async function stateOf(store: Store): Promise<unknown> {
  const finding = await store.getFinding(FINGERPRINT);
  return finding && [finding.state, finding.baselineState];
}

function waivedUntil(untilAt: number | null): Waiver {
  return { reason: "known", untilAt: untilAt === null ? null : epochMs(untilAt), by: "person" };
}

/** The life of findings, what is due, and the figures. */
export function describeFindings(open: () => KitBench): void {
  describe("findings", () => {
    test("a finding opens, is resolved by a rule that looked, and opens again as the same one", async () => {
      const { store } = open();
      await commitAt(store, at(1), saved("one"), judged([found({ evidenceIds: ["one"] })]));
      const opened = await store.getFinding(FINGERPRINT);
      await commitAt(store, at(2), judged([]));
      const closed = await store.getFinding(FINGERPRINT);
      const reopenedVersion = await commitAt(store, at(3), judged([found()]));

      expect(opened).toEqual({
        fingerprint: FINGERPRINT,
        ruleId: "broken-link",
        category: "links",
        severity: "warning",
        subject: aboutDocument("one"),
        messageId: "missing",
        key: "",
        text: "Something is missing.",
        data: { count: 1 },
        evidence: [{ documentId: "one", startOffset: 0, endOffset: 3, quote: "The", line: 1 }],
        confidenceRatio: 1,
        state: "open",
        waiver: null,
        openedAt: at(1),
        openedVersion: 2,
        closedAt: null,
        baselineState: "new",
      });
      expect(closed).toMatchObject({ state: "resolved", closedAt: at(2), openedAt: at(1) });
      const again = await store.getFinding(FINGERPRINT);
      expect(again).toMatchObject({
        state: "open",
        closedAt: null,
        openedAt: at(3),
        openedVersion: reopenedVersion,
      });
      expect(await store.getFinding(fingerprint("nobody"))).toBeNull();
    });

    test("a rule that could not look resolves, a rule that failed leaves as it was and is counted", async () => {
      const { store } = open();
      await commit(store, saved("one"), judged([found()]));
      const version = await store.currentVersion();

      expect(await commit(store, judged([], { outcome: "failed" }))).toBe(version);
      expect(await stateOf(store)).toEqual(["open", "new"]);
      const { failedRules } = await store.readinessFigures(at(0));
      expect(failedRules).toEqual([
        { ruleId: "broken-link", category: "links", subjects: 1, reason: "because" },
      ]);
      await commit(store, judged([], { outcome: "not-applicable" }));
      expect(await stateOf(store)).toEqual(["resolved", "new"]);
      expect((await store.readinessFigures(at(0))).failedRules).toEqual([]);
    });

    test("a judgement replaces what its own rules said of its own subject, and nothing else", async () => {
      const { store } = open();
      const other = found({ rule: "missing-owner" });
      const elsewhere = found({ subject: aboutDocument("two") });
      await commit(store, saved("one"), saved("two"), judged([found(), found({ key: "k" })]));
      await commit(store, judged([other], { rule: "missing-owner", category: "ownership" }));
      await commit(store, judged([elsewhere], { subject: aboutDocument("two") }));
      await commit(store, judged([found()]));

      const states = (await store.listFindings({ limit: 10 })).map(
        ({ key, state, ruleId }) => `${ruleId} [${key}] ${state}`,
      );
      expect(states.toSorted()).toEqual([
        "broken-link [] open",
        "broken-link [] open",
        "broken-link [k] resolved",
        "missing-owner [] open",
      ]);
    });

    test("a finding about another subject belongs to the subject that was judged", async () => {
      const { store } = open();
      const group = { kind: "group", group: "copies", key: "k" } as const;
      await commit(
        store,
        saved("one"),
        judged([found({ rule: "copies" })], { subject: group, rule: "copies" }),
      );

      expect(await store.listJudgedSubjects("copies")).toEqual([group]);
      await commit(store, judged([], { rule: "copies" }));
      expect((await store.listFindings({ limit: 1 })).at(0)?.state).toBe("open");
      await commit(store, judged([], { subject: group, rule: "copies" }));
      expect((await store.listFindings({ limit: 1 })).at(0)?.state).toBe("resolved");
      expect(await store.listJudgedSubjects("copies")).toEqual([]);
    });

    test("what a person said survives judging again; a waiver past its end opens again", async () => {
      const { store } = open();
      const mark = { kind: "finding-marked", fingerprint: FINGERPRINT, by: "Ada" } as const;
      await commit(store, saved("one"), judged([found()]));
      await commit(store, { ...mark, state: "acknowledged", waiver: null });
      await commit(store, judged([found()]));
      expect(await stateOf(store)).toEqual(["acknowledged", "new"]);

      await commit(store, { ...mark, state: "waived", waiver: waivedUntil(at(10)) });
      await commitAt(store, at(9), judged([found()]));
      expect(await store.getFinding(FINGERPRINT)).toMatchObject({
        state: "waived",
        waiver: waivedUntil(at(10)),
      });
      const version = await commitAt(store, at(10), judged([found()]));
      expect(await store.getFinding(FINGERPRINT)).toMatchObject({ state: "open", waiver: null });
      expect((await journalAfter(store, kbVersion(version - 1))).map(({ kind }) => kind)).toEqual([
        "finding-opened",
      ]);

      await commitAt(store, at(11), { ...mark, state: "waived", waiver: waivedUntil(null) });
      await commitAt(store, at(12), judged([]));
      await commitAt(store, at(13), judged([found()]));
      expect(await stateOf(store)).toEqual(["waived", "new"]);
      await commitAt(store, at(14), { ...mark, state: "open", waiver: null });
      expect(await stateOf(store)).toEqual(["open", "new"]);
      const nobody = {
        ...mark,
        fingerprint: fingerprint("nobody"),
        state: "open",
        waiver: null,
      } as const;
      await expect(commit(store, nobody)).rejects.toMatchObject({ code: "NOT_FOUND" });
    });

    test("a document's own waiver holds as long as it is stated", async () => {
      const { store } = open();
      const waiver: Waiver = { reason: "archive", untilAt: null, by: "document" };
      await commit(store, saved("one"), judged([found({ waiver })]));
      expect(await store.getFinding(FINGERPRINT)).toMatchObject({ state: "waived", waiver });
      await commit(store, judged([found()]));

      expect(await store.getFinding(FINGERPRINT)).toMatchObject({ state: "open", waiver: null });
    });

    test("what is said of a document ends with it", async () => {
      const { store } = open();
      const pair = { kind: "pair", documentIds: [documentId("one"), documentId("two")] } as const;
      const contradiction = found({ rule: "contradiction", subject: pair });
      await commit(store, saved("one"), saved("two"), judged([found()]));
      await commit(
        store,
        judged([contradiction], { subject: pair, rule: "contradiction" }),
        judged([], { rule: "x", outcome: "failed" }),
      );
      await commit(store, { kind: "document-deleted", id: documentId("one") });

      const states = (await store.listFindings({ limit: 10 })).map(({ state }) => state);
      expect(states).toEqual(["resolved", "resolved"]);
      expect((await store.readinessFigures(at(0))).failedRules).toEqual([]);
    });

    test("the baseline tells new from unchanged from absent", async () => {
      const { store } = open();
      expect(await store.getBaseline()).toBeNull();
      await commit(store, saved("one"), judged([found(), found({ key: "a" })]));
      const version = await commitAt(store, at(2), { kind: "baseline-set", name: "first" });
      await commit(store, judged([found(), found({ key: "b" })]));

      const states = (await store.listFindings({ limit: 10 })).map(
        ({ key, baselineState }) => `[${key}] ${baselineState}`,
      );
      expect(states.toSorted()).toEqual(["[] unchanged", "[a] absent", "[b] new"]);
      expect((await store.readinessFigures(at(0))).findings.byBaseline).toEqual({
        new: 1,
        unchanged: 1,
        absent: 1,
      });
      expect(await store.getBaseline()).toEqual({ name: "first", version, at: at(2) });
    });

    test("findings are listed by severity, rule and fingerprint, filtered, and paged by key", async () => {
      const { store } = open();
      const annex = sourceId("annex");
      await commit(
        store,
        sourceSaved(annex),
        saved("one"),
        saved("two", { place: { sourceId: annex } }),
      );
      const all = [
        found({ key: "1", severity: "note" }),
        found({ key: "2", severity: "error" }),
        found({ key: "3", severity: "error" }),
        found({ key: "4", severity: "warning" }),
      ];
      await commit(
        store,
        judged(all),
        judged([found({ subject: aboutDocument("two") })], { subject: aboutDocument("two") }),
      );
      const source = { kind: "source", sourceId: HANDBOOK } as const;
      const unhealthy = found({ rule: "source-unhealthy", subject: source, severity: "error" });
      await commit(
        store,
        judged([unhealthy], { rule: "source-unhealthy", subject: source, category: "ingestion" }),
      );

      const list = async (query: Partial<FindingQuery>): Promise<readonly string[]> =>
        (await store.listFindings({ limit: 10_000, ...query })).map(
          ({ severity, ruleId }) => `${severity} ${ruleId}`,
        );
      expect(await list({})).toEqual([
        "error broken-link",
        "error broken-link",
        "error source-unhealthy",
        "warning broken-link",
        "warning broken-link",
        "note broken-link",
      ]);
      const seen: string[] = [];
      for (let after = (await store.listFindings({ limit: 1 })).at(0); after !== undefined;) {
        seen.push(after.fingerprint);
        after = (await store.listFindings({ limit: 1, after: after.fingerprint })).at(0);
      }
      expect(seen).toEqual(
        (await store.listFindings({ limit: 99 })).map((finding) => finding.fingerprint),
      );
      expect(await list({ severities: ["note"] })).toEqual(["note broken-link"]);
      expect(await list({ ruleIds: ["source-unhealthy"] })).toHaveLength(1);
      expect(await list({ documentId: documentId("one") })).toHaveLength(4);
      expect(await list({ sourceId: HANDBOOK })).toHaveLength(5);
      expect(await list({ sourceId: annex })).toHaveLength(1);
      expect(await list({ states: ["resolved"] })).toEqual([]);
    });

    test("what comes due is listed soonest first until it is judged again", async () => {
      const { store } = open();
      const source = { kind: "source", sourceId: HANDBOOK } as const;
      await commit(store, saved("one"), saved("two"));
      await commit(
        store,
        judged([], { dueAt: at(5) }),
        judged([], { subject: aboutDocument("two"), dueAt: at(3) }),
        judged([], { subject: source, dueAt: at(4) }),
      );

      expect(await store.nextDueAt()).toBe(at(3));
      expect(await store.listDue(at(4), 10)).toEqual([
        { subject: aboutDocument("two"), dueAt: at(3) },
        { subject: source, dueAt: at(4) },
      ]);
      expect(await store.listDue(at(9), 1)).toHaveLength(1);
      await commit(
        store,
        judged([], { subject: aboutDocument("two") }),
        judged([], { subject: source, dueAt: null }),
      );
      expect(await store.listDue(at(4), 10)).toEqual([
        { subject: aboutDocument("two"), dueAt: at(3) },
      ]);
      await commit(store, { kind: "document-deleted", id: documentId("two") });
      expect(await store.nextDueAt()).toBe(at(5));
    });
  });

  describe("figures", () => {
    test("freshness is told as of now, whatever was judged last, and unread documents are unknown", async () => {
      const { store } = open();
      const turns = { agingAt: at(10), staleAt: at(20), expiresAt: at(30) };
      await commit(
        store,
        saved("one"),
        saved("two", { text: null }),
        saved("three"),
        saved("four"),
      );
      await commit(
        store,
        judged([], { freshness: freshness("fresh", turns) }),
        judged([], { subject: aboutDocument("two"), freshness: freshness("fresh", turns) }),
        judged([], {
          subject: aboutDocument("four"),
          freshness: freshness("unknown", { expiresAt: at(30) }),
        }),
      );

      const statusAt = async (minutes: number): Promise<unknown> =>
        (await store.readinessFigures(at(minutes))).documents.byStatus;
      const none = { fresh: 0, aging: 0, stale: 0, expired: 0, unknown: 3 };
      expect(await statusAt(9)).toEqual({ ...none, fresh: 1 });
      expect(await statusAt(10)).toEqual({ ...none, aging: 1 });
      expect(await statusAt(20)).toEqual({ ...none, stale: 1 });
      expect(await statusAt(30)).toEqual({ ...none, expired: 2, unknown: 2 });
    });

    test("everything is counted once", async () => {
      const { store } = open();
      const owners = [{ name: "Ada", email: null, readFrom: "CODEOWNERS" }];
      await commit(
        store,
        saved("one", { content: { owners } }),
        saved("two", { text: null, access: { kind: "unknown", reason: "unreadable" } }),
        saved("three"),
      );
      await commit(store, { kind: "document-deleted", id: documentId("three") });
      const group = { kind: "group", group: "copies", key: "k" } as const;
      const copies = found({
        rule: "copies",
        subject: group,
        evidenceIds: ["one", "two"],
        severity: "note",
      });
      await commit(
        store,
        judged([found({ key: "a" }), found({ key: "b", severity: "error" })]),
        judged([copies], { subject: group, rule: "copies", category: "consistency" }),
      );
      const waiver = waivedUntil(null);
      await commit(store, {
        kind: "finding-marked",
        fingerprint: found({ key: "a" }).fingerprint,
        state: "waived",
        waiver,
        by: "Ada",
      });

      expect(await store.readinessFigures(at(0))).toEqual({
        kbVersion: await store.currentVersion(),
        documents: {
          total: 2,
          read: 1,
          unreadByReason: { encrypted: 1 },
          bySource: { handbook: 2 },
          byStatus: { fresh: 0, aging: 0, stale: 0, expired: 0, unknown: 2 },
          withOwner: 1,
        },
        access: { known: 1, unknownByReason: { unreadable: 1 } },
        links: { internal: 0, external: 0, documentsWithInternal: 0 },
        damaged: [
          { category: "links", severity: "error", documents: 1 },
          { category: "consistency", severity: "note", documents: 2 },
        ],
        findings: {
          total: 3,
          open: 2,
          byRule: { "broken-link": 1, copies: 1 },
          bySeverity: { note: 1, warning: 0, error: 1 },
          byState: { open: 2, acknowledged: 0, waived: 1, resolved: 0 },
          byBaseline: { new: 2, unchanged: 0, absent: 0 },
        },
        failedRules: [],
      });
    });

    test("an empty workspace has figures too", async () => {
      const { store } = open();

      expect((await store.readinessFigures(at(0))).documents).toMatchObject({
        total: 0,
        read: 0,
        withOwner: 0,
      });
    });
  });
}
