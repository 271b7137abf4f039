import { expect, test } from "vitest";
import { createByteBudget, mapBounded } from "./bounded.ts";

test("results come in the items' order, with no more under way than allowed", async () => {
  let running = 0;
  let most = 0;
  const results = await mapBounded([5, 1, 4, 2, 3], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
    running -= 1;
    return item * 10;
  });

  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test("the first failure is thrown and nothing more is begun", async () => {
  const begun: number[] = [];
  const work = mapBounded([1, 2, 3, 4, 5, 6], 2, (item) => {
    begun.push(item);
    return item === 2 ? Promise.reject(new Error("two")) : Promise.resolve(item);
  });

  await expect(work).rejects.toThrow("two");
  expect(begun.length).toBeLessThan(6);
});

test("nothing to do is done at once", async () => {
  expect(await mapBounded([], 4, () => Promise.resolve(1))).toEqual([]);
});

test("a budget holds back whoever asks while too much is held", async () => {
  const budget = createByteBudget(100);
  const order: string[] = [];
  budget.hold(150);
  const waiting = budget.wait().then(() => order.push("let through"));

  await Promise.resolve();
  order.push("released");
  budget.release(60);
  await waiting;

  expect(order).toEqual(["released", "let through"]);
});
