import { hash } from "node:crypto";

/** What is kept of a listed file, in the order of its place in the row of numbers. */
const NUMBERS_PER_FILE = 5;
const BYTES_PER_FILE = NUMBERS_PER_FILE * 8 + 1;

const IS_DOCUMENT = 1;
const IS_LINKED = 2;
const IS_SHARED = 4;
const IS_NOT_UTF8 = 8;

export interface ListedFile {
  readonly name: string;
  readonly inode: number;
  readonly sizeBytes: number;
  /** With the fraction that a double carries; likewise the others. */
  readonly modifiedMs: number;
  readonly changedMs: number;
  readonly bornMs: number;
  readonly isDocument: boolean;
  /** Reached through a symbolic link. */
  readonly isLinked: boolean;
  /** Its inode has other names too, or lies on another device than its folder: it identifies nothing. */
  readonly isShared: boolean;
  readonly isNotUtf8: boolean;
}

/** The files of one folder, or of a slice of it, in one buffer that moves between threads without a copy. */
export interface PackedPage {
  readonly buffer: ArrayBuffer;
  readonly byteLength: number;
  readonly fileCount: number;
  readonly documentCount: number;
  readonly digest: string;
  readonly device: number;
}

/** Collects the files of a page. Names never hold `/`, which is why it separates them. */
export class PagePacker {
  readonly #numbers: Float64Array;
  readonly #flags: Uint8Array;
  readonly #names: string[] = [];
  readonly #targets: string[] = [];
  #documentCount = 0;

  constructor(capacity: number) {
    this.#numbers = new Float64Array(capacity * NUMBERS_PER_FILE);
    this.#flags = new Uint8Array(capacity);
  }

  /** `target` is where a linked file really lies. */
  add(file: ListedFile, target: string | null): void {
    const at = this.#names.length;
    const numbers = this.#numbers;
    const first = at * NUMBERS_PER_FILE;
    numbers[first] = file.inode;
    numbers[first + 1] = file.sizeBytes;
    numbers[first + 2] = file.modifiedMs;
    numbers[first + 3] = file.changedMs;
    numbers[first + 4] = file.bornMs;
    this.#flags[at] =
      (file.isDocument ? IS_DOCUMENT : 0) |
      (file.isLinked ? IS_LINKED : 0) |
      (file.isShared ? IS_SHARED : 0) |
      (file.isNotUtf8 ? IS_NOT_UTF8 : 0);
    if (file.isDocument) this.#documentCount += 1;
    if (target !== null) this.#targets.push(target);
    this.#names.push(file.name);
  }

  finish(device: number): PackedPage {
    const fileCount = this.#names.length;
    const names = this.#names.join("/");
    const bytes = Buffer.from(new ArrayBuffer(fileCount * BYTES_PER_FILE + names.length * 3));
    const numberBytes = fileCount * NUMBERS_PER_FILE * 8;
    bytes.set(new Uint8Array(this.#numbers.buffer, 0, numberBytes), 0);
    bytes.set(this.#flags.subarray(0, fileCount), numberBytes);
    const byteLength = fileCount * BYTES_PER_FILE + bytes.write(names, fileCount * BYTES_PER_FILE);
    const content = hash("sha256", bytes.subarray(0, byteLength), "base64url");
    return {
      buffer: bytes.buffer,
      byteLength,
      fileCount,
      documentCount: this.#documentCount,
      digest:
        this.#targets.length === 0
          ? content
          : hash("sha256", JSON.stringify([content, this.#targets]), "base64url"),
      device,
    };
  }
}

/** Reads a packed page again, file by file. */
export class PageReader {
  readonly #numbers: Float64Array;
  readonly #flags: Uint8Array;
  readonly #names: readonly string[];
  readonly fileCount: number;

  constructor({ buffer, byteLength, fileCount }: PackedPage) {
    this.fileCount = fileCount;
    this.#numbers = new Float64Array(buffer, 0, fileCount * NUMBERS_PER_FILE);
    this.#flags = new Uint8Array(buffer, fileCount * NUMBERS_PER_FILE * 8, fileCount);
    const names = Buffer.from(
      buffer,
      fileCount * BYTES_PER_FILE,
      byteLength - fileCount * BYTES_PER_FILE,
    );
    this.#names = fileCount === 0 ? [] : names.toString("utf8").split("/");
  }

  isDocument(index: number): boolean {
    return this.#hasFlag(index, IS_DOCUMENT);
  }

  name(index: number): string {
    return this.#names[index] ?? "";
  }

  file(index: number): ListedFile {
    const first = index * NUMBERS_PER_FILE;
    const number = (offset: number): number => this.#numbers[first + offset] ?? 0;
    return {
      name: this.name(index),
      inode: number(0),
      sizeBytes: number(1),
      modifiedMs: number(2),
      changedMs: number(3),
      bornMs: number(4),
      isDocument: this.#hasFlag(index, IS_DOCUMENT),
      isLinked: this.#hasFlag(index, IS_LINKED),
      isShared: this.#hasFlag(index, IS_SHARED),
      isNotUtf8: this.#hasFlag(index, IS_NOT_UTF8),
    };
  }

  #hasFlag(index: number, flag: number): boolean {
    return ((this.#flags[index] ?? 0) & flag) !== 0;
  }
}
