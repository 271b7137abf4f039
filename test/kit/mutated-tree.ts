import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A tree of documents that is changed at random, the same way for the same seed. */
export interface MutatedTree {
  readonly root: string;
  /** Adds, edits, renames and deletes a few documents. */
  mutate(): void;
}

export function createMutatedTree(root: string, documentCount: number, seed: number): MutatedTree {
  const random = mulberry32(seed);
  let lastNumber = 0;

  function pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(random() * items.length)];
  }

  function list(): readonly string[] {
    return readdirSync(root, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .toSorted();
  }

  function write(locator: string): void {
    lastNumber += 1;
    const others = list();
    const target = pick(others) ?? "nothing.md";
    const depth = locator.split("/").length - 1;
    const text = `---\nlast_reviewed_on: 2026-0${1 + Math.floor(random() * 9)}-11\n---\n\n# Document ${lastNumber}\n\n${"Some words that make a paragraph. ".repeat(3 + Math.floor(random() * 30))}${random() < 0.2 ? "" : lastNumber}\n\n## Details\n\nSee [another](${"../".repeat(depth)}${target}#details).\n`;
    const file = join(root, locator);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  function newLocator(): string {
    return `folder-${Math.floor(random() * 12)}/${random() < 0.3 ? "deeper/" : ""}doc-${Math.floor(random() * 1e9)}.md`;
  }

  mkdirSync(root, { recursive: true });
  for (let index = 0; index < documentCount; index += 1) write(newLocator());

  return {
    root,
    mutate() {
      for (let step = 0; step < 8; step += 1) {
        const one = pick(list());
        const dice = random();
        if (one === undefined || dice < 0.3) write(newLocator());
        else if (dice < 0.6) write(one);
        else if (dice < 0.8) rmSync(join(root, one));
        else {
          const to = join(root, newLocator());
          mkdirSync(dirname(to), { recursive: true });
          renameSync(join(root, one), to);
        }
      }
    },
  };
}

/** A small generator with a seed (mulberry32, public domain). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
