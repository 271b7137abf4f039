/** Lines of offsets that only grow. */
export class LineCounter {
  #line: number;
  #next = 0;

  constructor(firstLine: number) {
    this.#line = firstLine;
  }

  /** The line of an offset that is no smaller than any asked before. */
  at(source: string, offset: number): number {
    for (;;) {
      const lineFeed = source.indexOf("\n", this.#next);
      if (lineFeed === -1 || lineFeed >= offset) return this.#line;
      this.#line += 1;
      this.#next = lineFeed + 1;
    }
  }
}
