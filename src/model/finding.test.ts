import { describe, expect, test } from "vitest";

import { canonicalSubject, fillMessage, fingerprintText, type Subject } from "./finding.ts";
import { documentId, sourceId } from "./ids.ts";

const A = documentId("a");
const B = documentId("b");

describe("the canonical form of a subject", () => {
  test("puts the two documents of a pair in order", () => {
    expect(canonicalSubject({ kind: "pair", documentIds: [B, A] })).toBe(
      canonicalSubject({ kind: "pair", documentIds: [A, B] }),
    );
  });

  test("differs between subjects", () => {
    const subjects: readonly Subject[] = [
      { kind: "document", documentId: A },
      { kind: "document", documentId: B },
      { kind: "pair", documentIds: [A, B] },
      { kind: "source", sourceId: sourceId("a") },
      { kind: "group", group: "copies", key: "a" },
      { kind: "group", group: "a", key: "copies" },
      { kind: "question", key: "a" },
      { kind: "workspace" },
    ];

    expect(new Set(subjects.map(canonicalSubject)).size).toBe(subjects.length);
  });
});

describe("a fingerprint", () => {
  const finding = {
    subject: { kind: "document", documentId: A },
    messageId: "missing-target",
    key: "b.md",
  } as const;

  test("is the same for the same problem", () => {
    expect(fingerprintText("broken-link", { ...finding })).toBe(
      fingerprintText("broken-link", finding),
    );
  });

  test("differs by rule, subject, message and key", () => {
    const texts = [
      fingerprintText("broken-link", finding),
      fingerprintText("other-rule", finding),
      fingerprintText("broken-link", { ...finding, subject: { kind: "workspace" } }),
      fingerprintText("broken-link", { ...finding, messageId: "missing-anchor" }),
      fingerprintText("broken-link", { ...finding, key: "c.md" }),
    ];

    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("a message", () => {
  test("is filled from its data", () => {
    expect(fillMessage("{name} is {ageDays} days old, {name}.", { name: "It", ageDays: 3 })).toBe(
      "It is 3 days old, It.",
    );
  });

  test("keeps a name that nothing fills, and fills none from what was filled in", () => {
    expect(fillMessage("{a} {b}", { a: "{b}" })).toBe("{b} {b}");
    expect(fillMessage("{zero}", { zero: 0 })).toBe("0");
  });
});
