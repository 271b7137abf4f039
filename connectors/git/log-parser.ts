import { pathText } from "./tree.ts";

/** One commit of the log, with what it changed. */
export interface LoggedCommit {
  readonly id: string;
  readonly authoredAtSecs: number;
  readonly authorName: string;
  readonly authorEmail: string;
  readonly changes: readonly LoggedChange[];
}

export interface LoggedChange {
  readonly path: string;
  /** Where a rename came from; null: it is none. */
  readonly fromPath: string | null;
  /** Blob before; of the first parent in a merge. */
  readonly fromId: string;
  readonly toId: string;
}

/** Begins each commit's header; no file name and no author holds it. */
const START = 1;
export const LOG_FORMAT = "%x01%H%x00%at%x00%aN%x00%aE%x00";
const HEADER_FIELDS = 4;

/**
 * Reads the output of `log -z --raw` as it comes, and calls back for every commit.
 * All fields end in NUL: the header's four, then for each change `:modes ids status`, its path, and for a rename the new path.
 */
export class LogParser {
  readonly #onCommit: (commit: LoggedCommit) => void;
  #rest: Buffer = Buffer.alloc(0);
  #header: string[] = [];
  #fields: Buffer[] = [];
  #changes: LoggedChange[] = [];

  constructor(onCommit: (commit: LoggedCommit) => void) {
    this.#onCommit = onCommit;
  }

  push(chunk: Buffer): void {
    const buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (;;) {
      const end = buffer.indexOf(0, start);
      if (end === -1) break;
      this.#take(buffer.subarray(start, end));
      start = end + 1;
    }
    this.#rest = buffer.subarray(start);
  }

  end(): void {
    this.#flush();
  }

  #take(field: Buffer): void {
    if (this.#fields.length === 0 && (field.length === 0 || this.#begins(field))) return;
    if (this.#header.length < HEADER_FIELDS) {
      this.#header.push(field.toString("utf8"));
      return;
    }
    this.#fields.push(field);
    const [meta, first, second] = this.#fields;
    if (meta === undefined || first === undefined) return;
    const isRename =
      /[RC]\d*$/u.test(meta.toString("latin1")) && !meta.toString("latin1").startsWith("::");
    if (isRename && second === undefined) return;
    this.#changes.push(
      parseChange(meta.toString("latin1"), first, isRename ? (second ?? null) : null),
    );
    this.#fields = [];
  }

  /** A header may stand behind the line break that ends the one before. */
  #begins(field: Buffer): boolean {
    const at = field[0] === 10 ? 1 : 0;
    if (field[at] !== START) return false;
    this.#flush();
    this.#header = [field.toString("latin1", at + 1)];
    return true;
  }

  #flush(): void {
    const [id, seconds, authorName, authorEmail] = this.#header;
    if (
      id !== undefined &&
      seconds !== undefined &&
      authorName !== undefined &&
      authorEmail !== undefined
    ) {
      this.#onCommit({
        id,
        authoredAtSecs: Number(seconds),
        authorName,
        authorEmail,
        changes: this.#changes,
      });
    }
    this.#header = [];
    this.#changes = [];
  }
}

/** `:mode mode id id status`; a merge has a colon, a mode and an id for each parent, and no names of renames. */
function parseChange(meta: string, first: Buffer, second: Buffer | null): LoggedChange {
  const parentCount = /:+/u.exec(meta)?.[0].length ?? 1;
  const words = meta.slice(meta.lastIndexOf(":") + 1).split(" ");
  const fromId = words[parentCount + 1] ?? "";
  const toId = words[parentCount * 2 + 1] ?? "";
  if (second === null) return { path: pathText(first).path, fromPath: null, fromId, toId };
  return { path: pathText(second).path, fromPath: pathText(first).path, fromId, toId };
}
