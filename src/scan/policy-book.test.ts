import { expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { DEFAULT_FRESHNESS_POLICY } from "../model/freshness.ts";
import { epochMs, sourceId } from "../model/ids.ts";
import type { DocumentMatch, Policies } from "../model/policy.ts";
import { openPolicyBook } from "./policy-book.ts";

const EVERYTHING: DocumentMatch = { source: null, path: null, label: null };
const HANDBOOK = { ...EVERYTHING, source: sourceId("handbook") };
const page = { sourceId: sourceId("handbook"), locator: "hr/leave.md", labels: ["policy"] };
const other = { sourceId: sourceId("wiki"), locator: "it/vpn.html", labels: [] };

function book(policies: Partial<Policies>) {
  return openPolicyBook({
    freshness: [],
    waivers: [],
    rules: {},
    owners: [],
    suspect: { missingRatio: 0.5, missingCount: 10, agreeForMs: 1 },
    ...policies,
  });
}

test("the first freshness policy whose every key matches holds, and the default where none does", () => {
  const policy = (name: string, match: DocumentMatch) => ({
    name,
    match,
    policy: DEFAULT_FRESHNESS_POLICY,
  });
  const { freshnessPolicy } = book({
    freshness: [
      policy("wrong source", { ...EVERYTHING, source: sourceId("wiki"), path: "hr/**" }),
      policy("by label and path", { ...EVERYTHING, path: "hr/**", label: "policy" }),
      policy("by source", HANDBOOK),
    ],
  });

  expect(freshnessPolicy(page).name).toBe("by label and path");
  expect(freshnessPolicy({ ...page, labels: [] }).name).toBe("by source");
  expect(freshnessPolicy(other).name).toBe("default");
});

test("a document's own waiver comes before the configuration's, and each ends on its day", () => {
  const until = epochMs(100);
  const { waiver } = book({
    waivers: [{ ruleId: "stale-document", match: HANDBOOK, reason: "configured", untilAt: until }],
  });
  const own = [{ ruleId: "stale-document", reason: "own", untilAt: epochMs(50) }];

  expect(waiver("stale-document", page, own, epochMs(50))?.by).toBe("document");
  expect(waiver("stale-document", page, own, epochMs(51))?.by).toBe("configuration");
  expect(waiver("stale-document", page, own, epochMs(101))).toBeNull();
  expect(waiver("broken-link", page, own, epochMs(0))).toBeNull();
  expect(waiver("stale-document", other, [], epochMs(0))).toBeNull();
});

test("options are those of the first match, parsed by the rule's own schema", () => {
  const rule = rules.find(({ meta }) => meta.id === "empty-document");
  if (rule === undefined) throw new Error("there is no empty-document");
  const [name] = Object.keys(rule.Options.parse({}) as object);
  const settings = (options: Policies["rules"][string]["options"]) => ({
    "empty-document": { isEnabled: true, severity: null, options },
  });

  const { options } = book({
    rules: settings([{ match: HANDBOOK, options: { [name ?? ""]: 3 } }]),
  });
  expect(options(rule, page)).toMatchObject({ [name ?? ""]: 3 });
  expect(options(rule, other)).toEqual(rule.Options.parse({}));
  expect(options(rule, null)).toEqual(rule.Options.parse({}));

  const broken = book({ rules: settings([{ match: EVERYTHING, options: { nonsense: true } }]) });
  expect(() => broken.options(rule, page)).toThrow(/empty-document/);
});

test("rules can be switched off, and their severity replaced", () => {
  const { enabledRules, severity } = book({
    rules: {
      "missing-owner": { isEnabled: false, severity: null, options: [] },
      "broken-link": { isEnabled: true, severity: "note", options: [] },
    },
  });

  expect(enabledRules(rules).map(({ meta }) => meta.id)).not.toContain("missing-owner");
  expect(enabledRules(rules)).toHaveLength(rules.length - 1);
  expect(severity("broken-link", "error")).toBe("note");
  expect(severity("stale-document", "error")).toBe("error");
});

test("a path rule names an owner", () => {
  const { pathOwner } = book({
    owners: [{ match: { ...EVERYTHING, path: "hr/**" }, owner: "@hr" }],
  });

  expect(pathOwner(page)).toEqual({ name: "@hr", email: null, readFrom: "path rule" });
  expect(pathOwner(other)).toBeNull();
});
