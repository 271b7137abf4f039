import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import {
  defineDocumentRule,
  defineGroupRule,
  defineWorkspaceRule,
  looked,
  type DocumentFacts,
  type Groups,
  type SourceFigures,
} from "../../src/contract/rule.ts";
import { documentId, type EpochMs } from "../../src/model/ids.ts";

const META = {
  id: "x",
  category: "links",
  title: "",
  failureTitle: "",
  why: "",
  remedy: "",
  version: 1,
  messages: { known: { severity: "note", text: "" }, other: { severity: "error", text: "" } },
} as const;
const ID = documentId("d");
const KNOWN = documentFinding(ID, "known", {});
const UNKNOWN = documentFinding(ID, "unknown", {});
const Options = z.strictObject({ limit: z.int().default(3) });

describe("a document rule's check", () => {
  test("gets what needs names, its parsed options and the clock, and nothing else", () => {
    const rule = defineDocumentRule({
      meta: { ...META, needs: ["links", "document"] },
      Options,
      check(facts, context) {
        expectTypeOf(facts).toEqualTypeOf<Pick<DocumentFacts, "links" | "document">>();
        expectTypeOf(context.options).toEqualTypeOf<{ limit: number }>();
        expectTypeOf(context.now).toEqualTypeOf<EpochMs>();
        // @ts-expect-error -- `access` is not in needs
        const { access } = facts;
        return looked(access === undefined ? [KNOWN] : []);
      },
    });

    expect(rule.scope).toBe("document");
  });

  test("reports messages that meta names only", () => {
    const allowed = defineDocumentRule({
      meta: { ...META, needs: ["document"] },
      Options,
      check: () => looked([KNOWN, documentFinding(ID, "other", {})]),
    });
    const refused = defineDocumentRule({
      meta: { ...META, needs: ["document"] },
      Options,
      // @ts-expect-error -- there is no message `unknown`
      check: () => looked([UNKNOWN]),
    });

    expect([allowed.scope, refused.scope]).toEqual(["document", "document"]);
  });

  test("cannot promise an answer later", () => {
    const rule = defineDocumentRule({
      meta: { ...META, needs: ["document"] },
      Options,
      // @ts-expect-error -- a rule answers at once
      check: async () => looked([KNOWN]),
    });

    expect(rule.scope).toBe("document");
  });

  test("needs facts that exist", () => {
    const rule = defineDocumentRule({
      // @ts-expect-error -- there is no fact `weather`
      meta: { ...META, needs: ["weather"] },
      Options,
      check: () => looked([]),
    });

    expect(rule.scope).toBe("document");
  });

  test("has a known category and known severities", () => {
    const allowed = defineDocumentRule({
      // @ts-expect-error -- there is no category `taste`
      meta: { ...META, category: "taste", needs: ["document"] },
      Options,
      check: () => looked([]),
    });
    const refused = defineDocumentRule({
      // @ts-expect-error -- there is no severity `fatal`
      meta: { ...META, needs: ["document"], messages: { known: { severity: "fatal", text: "" } } },
      Options,
      check: () => looked([]),
    });

    expect([allowed.scope, refused.scope]).toEqual(["document", "document"]);
  });
});

describe("a group rule's check", () => {
  test("gets the kind of group that needs names", () => {
    const rule = defineGroupRule({
      meta: { ...META, needs: ["copies"] },
      Options,
      check(group) {
        expectTypeOf(group).toEqualTypeOf<Groups["copies"]>();
        return looked([KNOWN]);
      },
    });

    expect(rule.scope).toBe("group");
  });

  test("reports messages that meta names only", () => {
    const rule = defineGroupRule({
      meta: { ...META, needs: ["copies"] },
      Options,
      // @ts-expect-error -- there is no message `unknown`
      check: () => looked([UNKNOWN]),
    });

    expect(rule.scope).toBe("group");
  });

  test("looks at one kind of group", () => {
    const rule = defineGroupRule({
      // @ts-expect-error -- two kinds are two rules
      meta: { ...META, needs: ["copies", "unknownAccess"] },
      Options,
      check: () => looked([]),
    });

    expect(rule.scope).toBe("group");
  });
});

describe("a workspace rule's check", () => {
  test("gets the figures that needs names", () => {
    const rule = defineWorkspaceRule({
      meta: { ...META, needs: ["sources"] },
      Options,
      check({ sources }) {
        expectTypeOf(sources).toEqualTypeOf<readonly SourceFigures[]>();
        return looked([KNOWN]);
      },
    });

    expect(rule.scope).toBe("workspace");
  });

  test("reports messages that meta names only", () => {
    const rule = defineWorkspaceRule({
      meta: { ...META, needs: ["sources"] },
      Options,
      // @ts-expect-error -- there is no message `unknown`
      check: () => looked([UNKNOWN]),
    });

    expect(rule.scope).toBe("workspace");
  });
});
