import { expect, test } from "vitest";

import { groupPrincipal, realmId, userPrincipal } from "./ids.ts";

test("a principal's id names its realm and its kind", () => {
  expect(userPrincipal(realmId("corp"), "ada")).toBe("user:corp:ada");
  expect(groupPrincipal(realmId("corp"), "ada")).toBe("group:corp:ada");
});
