/** Runs `work` for every item, at most `limit` at a time; results in the items' order. The first failure ends it and is thrown. */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let isFailed = false;
  async function runLane(): Promise<void> {
    while (next < items.length && !isFailed) {
      const index = next;
      next += 1;
      const item = items[index];
      if (item === undefined) continue;
      try {
        results[index] = await work(item, index);
      } catch (error) {
        isFailed = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, runLane));
  return results;
}

/** Holds back whoever asks while more than `limitBytes` are held. */
export interface ByteBudget {
  /** Resolves when the held bytes are at or below the limit. */
  wait(): Promise<void>;
  hold(bytes: number): void;
  release(bytes: number): void;
}

export function createByteBudget(limitBytes: number): ByteBudget {
  let heldBytes = 0;
  let waiters: (() => void)[] = [];
  return {
    async wait() {
      while (heldBytes > limitBytes) {
        await new Promise<void>((resolve) => waiters.push(resolve));
      }
    },
    hold(bytes) {
      heldBytes += bytes;
    },
    release(bytes) {
      heldBytes -= bytes;
      const woken = waiters;
      waiters = [];
      for (const wake of woken) wake();
    },
  };
}
