import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import type { AclState } from "./gates.ts";
import { systemPath } from "./path-text.ts";
import { SEARCH_PATH } from "./program-environment.ts";

/** getfacl keeps its output back until about 4 KB are there: so many answers about `/` push out whatever waits before them. */
const PADDING_COUNT = 96;
const PADDING = "/";

interface Asked {
  /** The path's bytes as latin1: what getfacl prints, unescaped. */
  readonly key: string;
  state: AclState;
  /** Called when this answer, and so every one before it, is there. */
  readonly onAnswer: (() => void) | null;
}

/**
 * One getfacl for a whole session: starting a program takes ten milliseconds, a question to a running one six microseconds.
 * Every path is answered by a block of its own, in order; a path without a block could not be read.
 */
export class GetfaclProcess {
  readonly #program: string;
  #child: ChildProcessWithoutNullStreams | null = null;
  #asked: Asked[] = [];
  /** First of `#asked` that has no answer yet. */
  #next = 0;
  #line = "";
  #decoder = new StringDecoder("latin1");
  #current: Asked | null = null;
  #isMissing = false;
  #isClosed = false;

  constructor(program = "getfacl") {
    this.#program = program;
  }

  /** Null: there is no getfacl here. */
  async read(paths: readonly string[]): Promise<readonly AclState[] | null> {
    if (this.#isMissing) return null;
    if (paths.length === 0) return [];
    const asked = paths.map((path): Asked => ({
      key: Buffer.from(systemPath(path)).toString("latin1"),
      state: "unreadable",
      onAnswer: null,
    }));
    if (this.#isClosed) return asked.map(({ state }) => state);
    // A line is a question: a path with a line break in it cannot be asked for.
    const lines = asked.filter(({ key }) => !/[\n\r]/u.test(key));
    const child = this.#started();
    await new Promise<void>((resolve) => {
      const padding = Array.from({ length: PADDING_COUNT }, (_, index): Asked => ({
        key: PADDING,
        state: "none",
        onAnswer: index === 0 ? resolve : null,
      }));
      for (const line of [...lines, ...padding]) this.#asked.push(line);
      child.stdin.write(`${[...lines, ...padding].map(({ key }) => key).join("\n")}\n`, "latin1");
    });
    return this.#isMissing ? null : asked.map(({ state }) => state);
  }

  close(): void {
    this.#isClosed = true;
    this.#child?.kill("SIGKILL");
  }

  #started(): ChildProcessWithoutNullStreams {
    if (this.#child !== null) return this.#child;
    const child = spawn(this.#program, ["-n", "-p", "-E", "-"], {
      stdio: "pipe",
      env: { PATH: SEARCH_PATH, LC_ALL: "C" },
    });
    child.stdout.on("data", (chunk: Buffer) => this.#take(this.#decoder.write(chunk)));
    child.stderr.resume();
    // It may end before it has read everything; `close` tells.
    child.stdin.on("error", () => undefined);
    child.on("error", () => {
      this.#isMissing = true;
      this.#end(child);
    });
    child.on("close", () => this.#end(child));
    this.#child = child;
    return child;
  }

  /** Whatever was not answered stays unreadable; the next question starts another process. */
  #end(child: ChildProcessWithoutNullStreams): void {
    if (this.#child !== child) return;
    this.#child = null;
    const waiting = this.#asked.slice(this.#next);
    this.#asked = [];
    this.#next = 0;
    this.#line = "";
    this.#current = null;
    this.#decoder = new StringDecoder("latin1");
    for (const { onAnswer } of waiting) onAnswer?.();
  }

  #take(text: string): void {
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop() ?? "";
    for (const line of lines) this.#takeLine(line);
  }

  #takeLine(line: string): void {
    if (line.startsWith("# file: ")) {
      this.#current = this.#find(unescapeOctal(line.slice(8)));
    } else if (line === "") {
      const current = this.#current;
      this.#current = null;
      current?.onAnswer?.();
    } else if (
      this.#current !== null &&
      !line.startsWith("#") &&
      !/^(?:user|group|other)::/u.test(line)
    ) {
      this.#current.state = "extended";
    }
  }

  /** Those before it that have no block could not be read. */
  #find(key: string): Asked | null {
    for (let at = this.#next; at < this.#asked.length; at += 1) {
      const asked = this.#asked[at];
      if (asked?.key !== key) continue;
      this.#next = at + 1;
      asked.state = "none";
      if (this.#next >= 100_000) {
        this.#asked = this.#asked.slice(this.#next);
        this.#next = 0;
      }
      return asked;
    }
    return null;
  }
}

function unescapeOctal(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:([0-7]{3})|\\)/gu, (_, digits: string | undefined) =>
    digits === undefined ? "\\" : String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
