import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BENCH_HOME } from "./peers.ts";

const FILES_PER_FOLDER = 100;
const WORDS =
  "the of policy request team review access customer data before after within approval record owner update system change report week month service must may document".split(
    " ",
  );

/** A tree of small Markdown files, each with its own text, date, owner and two links; made once and kept. */
export function smallFiles(count: number): string {
  const root = join(BENCH_HOME, `small-${count}`);
  const mark = join(BENCH_HOME, `small-${count}.done`);
  if (existsSync(mark)) return root;
  const random = lcg(count);
  for (let index = 0; index < count; index += 1) {
    const folder = join(root, folderOf(index));
    if (index % FILES_PER_FOLDER === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `note-${index}.md`), noteText(index, count, random));
  }
  writeFileSync(mark, "");
  return root;
}

function folderOf(index: number): string {
  const folder = Math.floor(index / FILES_PER_FOLDER);
  return `area-${Math.floor(folder / 100)}/topic-${folder}`;
}

function noteText(index: number, count: number, random: () => number): string {
  const words = Array.from({ length: 60 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(
    " ",
  );
  const other = Math.floor(random() * count);
  const day = String(1 + (index % 28)).padStart(2, "0");
  const month = String(1 + (index % 12)).padStart(2, "0");
  return `---
title: Note ${index}
owner: team-${index % 40}@example.com
last_reviewed_on: 2026-${month}-${day}
---

# Note ${index}

${words} ${index}.

## Details

See [a neighbour](note-${index - (index % FILES_PER_FOLDER)}.md#details) and [another](../../${folderOf(other)}/note-${other}.md).
`;
}

/** A small generator with a fixed seed: the same tree every time (Numerical Recipes' constants). */
function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
