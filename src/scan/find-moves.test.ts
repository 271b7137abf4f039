import { expect, test } from "vitest";
import type { DocumentRef } from "../contract/connector.ts";
import { documentId } from "../model/ids.ts";
import type { StoredRef } from "../store/store.ts";
import { openMoveFinder } from "./find-moves.ts";

function stored(locator: string, more: Partial<StoredRef> = {}): StoredRef {
  return {
    id: documentId(locator),
    locator,
    page: "",
    revision: "r1",
    accessRevision: null,
    identity: null,
    textHash: "same",
    ...more,
  };
}

function listed(locator: string, more: Partial<DocumentRef> = {}): DocumentRef {
  return {
    locator,
    uri: locator,
    revision: "r1",
    accessRevision: null,
    identity: null,
    movedFrom: null,
    title: null,
    dates: [],
    owners: [],
    labels: [],
    unreadable: null,
    ...more,
  };
}

test("the store's own rename is believed, once", () => {
  const moves = openMoveFinder([stored("old.md")]);

  expect(moves.claimListed(listed("new.md", { movedFrom: "old.md" }))?.locator).toBe("old.md");
  expect(moves.claimListed(listed("other.md", { movedFrom: "old.md" }))).toBeNull();
  expect(moves.unclaimed()).toEqual([]);
});

test("an inode alone is not enough: file systems hand it out again", () => {
  const moves = openMoveFinder([stored("old.md", { identity: "8:42" })]);

  expect(moves.claimListed(listed("new.md", { identity: "8:42", revision: "r2" }))).toBeNull();
  expect(moves.claimListed(listed("new.md", { identity: "8:42" }))?.locator).toBe("old.md");
});

test("the same text is a move where one document had it, or one of the same name", () => {
  const moves = openMoveFinder([
    stored("a/one.md"),
    stored("a/two.md"),
    stored("b/three.md", { textHash: "other" }),
  ]);

  expect(moves.claimContent(listed("c/four.md"), "same")).toBeNull();
  expect(moves.claimContent(listed("c/two.md"), "same")?.locator).toBe("a/two.md");
  expect(moves.claimContent(listed("c/four.md"), "same")?.locator).toBe("a/one.md");
  expect(moves.unclaimed().map(({ locator }) => locator)).toEqual(["b/three.md"]);
});
