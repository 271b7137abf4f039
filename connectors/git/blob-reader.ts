import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { FetchFailure } from "../../src/contract/connector.ts";
import { startGit } from "./git-process.ts";
import type { OpenedRepository } from "./opened-repository.ts";

interface Asked {
  readonly id: string;
  readonly maxBytes: number;
  readonly resolve: (body: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The blob whose bytes are arriving. */
interface Arriving {
  readonly asked: Asked;
  readonly sizeBytes: number;
  /** Null: they are passed over, since there are too many. */
  readonly body: Buffer | null;
  filled: number;
}

const NEWLINE = 10;

/** Reads blobs through one git process; requests may be made while others are under way and are answered in order. */
export class BlobReader {
  readonly #repository: OpenedRepository;
  readonly #closing = new AbortController();
  readonly #queue: Asked[] = [];
  #child: ChildProcessWithoutNullStreams | null = null;
  #header = "";
  #arriving: Arriving | null = null;

  constructor(repository: OpenedRepository) {
    this.#repository = repository;
  }

  /** Throws a FetchFailure: `oversized`, or `unreadable` where the object is missing or damaged. */
  read(id: string, maxBytes: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#closing.signal.aborted) {
        reject(new FetchFailure("unreadable", "The repository was closed"));
        return;
      }
      this.#queue.push({ id, maxBytes, resolve, reject });
      this.#started().stdin.write(`${id}\n`);
    });
  }

  close(): void {
    this.#closing.abort();
    this.#failAll("The repository was closed");
  }

  #started(): ChildProcessWithoutNullStreams {
    if (this.#child !== null) return this.#child;
    const child = startGit(
      [this.#repository.gitDirArgument, "cat-file", "--batch"],
      {},
      this.#closing.signal,
    );
    child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    child.stderr.resume();
    child.stdin.on("error", () => undefined);
    child.on("error", () => this.#end(child));
    child.on("close", () => this.#end(child));
    this.#child = child;
    return child;
  }

  /** A damaged object ends the process: what waited fails, and the next request starts another one. */
  #end(child: ChildProcessWithoutNullStreams): void {
    if (this.#child !== child) return;
    this.#child = null;
    const waiting = this.#queue.splice(1);
    this.#failAll("git could not read the object; the repository is damaged");
    this.#header = "";
    this.#arriving = null;
    if (this.#closing.signal.aborted) {
      for (const asked of waiting)
        asked.reject(new FetchFailure("unreadable", "The repository was closed"));
      return;
    }
    for (const asked of waiting) {
      this.#queue.push(asked);
      this.#started().stdin.write(`${asked.id}\n`);
    }
  }

  #failAll(message: string): void {
    for (const asked of this.#queue.splice(0))
      asked.reject(new FetchFailure("unreadable", message));
  }

  #take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length)
      at =
        this.#arriving === null
          ? this.#takeHeader(chunk, at)
          : this.#takeBody(chunk, at, this.#arriving);
  }

  /** `id SP type SP size LF`, or `id SP missing LF`. */
  #takeHeader(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(NEWLINE, at);
    if (end === -1) {
      this.#header += chunk.toString("latin1", at);
      return chunk.length;
    }
    const [, type, size] = (this.#header + chunk.toString("latin1", at, end)).split(" ");
    this.#header = "";
    const asked = this.#queue[0];
    if (asked === undefined) return chunk.length;
    if (size === undefined) {
      this.#queue.shift();
      asked.reject(
        new FetchFailure(
          "unreadable",
          `The repository does not hold the content (${type ?? "no answer"}); it may be a partial clone`,
        ),
      );
      return end + 1;
    }
    const sizeBytes = Number(size);
    this.#arriving = {
      asked,
      sizeBytes,
      body: sizeBytes > asked.maxBytes ? null : Buffer.allocUnsafe(sizeBytes),
      filled: 0,
    };
    return end + 1;
  }

  /** The content and the line break behind it. */
  #takeBody(chunk: Buffer, at: number, arriving: Arriving): number {
    const wanted = arriving.sizeBytes - arriving.filled;
    const part = chunk.subarray(at, at + wanted);
    arriving.body?.set(part, arriving.filled);
    arriving.filled += part.length;
    const next = at + part.length;
    if (arriving.filled < arriving.sizeBytes || next >= chunk.length) return chunk.length;
    this.#arriving = null;
    this.#queue.shift();
    const { asked, body, sizeBytes } = arriving;
    if (body === null)
      asked.reject(
        new FetchFailure("oversized", `It has ${sizeBytes} bytes; the limit is ${asked.maxBytes}`),
      );
    else asked.resolve(body);
    return next + 1;
  }
}
