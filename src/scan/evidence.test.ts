import { expect, test } from "vitest";
import { epochMs } from "../model/ids.ts";
import { allEvidence, resolveOwners } from "./evidence.ts";

const CREATED = epochMs(1000);

test("the first version of a document says nothing of its age", () => {
  const history = { verification: null, createdAt: CREATED, contentChangedAt: CREATED };

  expect(allEvidence([], history)).toEqual([]);
  expect(allEvidence([], null)).toEqual([]);
});

test("a later change of content is evidence, and voids the verification before it", () => {
  const verification = { by: "ada", at: epochMs(1500), untilAt: epochMs(9000) };
  const changed = { verification, createdAt: CREATED, contentChangedAt: epochMs(2000) };

  expect(allEvidence([], changed).map(({ kind, at }) => [kind, at])).toEqual([
    ["content_changed", 2000],
  ]);
});

test("a verification of what the document says now counts as a review, and until when", () => {
  const verification = { by: "ada", at: epochMs(3000), untilAt: epochMs(9000) };
  const history = { verification, createdAt: CREATED, contentChangedAt: CREATED };

  expect(allEvidence([], history).map(({ kind, at }) => [kind, at])).toEqual([
    ["reviewed", 3000],
    ["review_due", 9000],
  ]);
});

test("owners come in the order of the resolution chain, each once", () => {
  const stated = [{ name: "Ada", email: "ada@example.com", readFrom: "front matter owner" }];
  const listed = [
    { name: "Bo", email: "bo@example.com", readFrom: "git author" },
    { name: "@docs", email: null, readFrom: "CODEOWNERS" },
  ];
  const byPath = { name: "@hr", email: null, readFrom: "path rule" };

  const owners = resolveOwners(stated, listed, "Cy <cy@example.com>", byPath);

  expect(owners.map(({ name }) => name)).toEqual(["Ada", "@docs", "Cy", "Bo", "@hr"]);
  expect(owners[2]).toEqual({ name: "Cy", email: "cy@example.com", readFrom: "source" });
  expect(resolveOwners(stated, [], "Ada <ada@example.com>", null)).toEqual(stated);
});
