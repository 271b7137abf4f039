/** Past this many entries a table is emptied: the keys are in the database anyway. */
const MOST_ENTRIES = 50_000;

/** Hidden keys that commits ask for again and again. Emptied when another connection wrote, or a transaction was rolled back. */
export class KeyCache {
  readonly #tables = new Map<string, Map<string, number>>();

  /** The key under that name, found once. */
  find(table: string, name: string, search: () => number): number {
    let keys = this.#tables.get(table);
    if (keys === undefined) {
      keys = new Map();
      this.#tables.set(table, keys);
    }
    const known = keys.get(name);
    if (known !== undefined) return known;
    const key = search();
    if (keys.size >= MOST_ENTRIES) keys.clear();
    keys.set(name, key);
    return key;
  }

  clear(): void {
    this.#tables.clear();
  }
}
