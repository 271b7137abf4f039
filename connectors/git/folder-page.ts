import { hash } from "node:crypto";
import type { DocumentRef, ListedPage } from "../../src/contract/connector.ts";

/** The documents and other files right in one folder of the tree. */
export class FolderPage implements ListedPage {
  readonly prefix: string;
  readonly digest: string;
  readonly documentCount: number;
  readonly #refs: readonly DocumentRef[];
  readonly #assets: readonly string[];

  constructor(prefix: string, refs: readonly DocumentRef[], assets: readonly string[]) {
    const facts = refs.map((ref) => [ref.locator, ref.uri, ref.revision, ref.accessRevision]);
    this.prefix = prefix;
    this.digest = hash("sha256", JSON.stringify([facts, assets]), "base64url");
    this.documentCount = refs.length;
    this.#refs = refs;
    this.#assets = assets;
  }

  refs(): readonly DocumentRef[] {
    return this.#refs;
  }

  assets(): readonly string[] {
    return this.#assets;
  }
}
