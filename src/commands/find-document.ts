import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import MiniSearch from "minisearch";
import type { DocumentId } from "../model/ids.ts";
import type { DocumentState } from "../store/store.ts";
import type { Workspace } from "./workspace.ts";

/** The documents that a person may mean by an id, a URI, a locator or a path on this machine; several where sources share it. */
export async function findDocuments(
  workspace: Workspace,
  reference: string,
): Promise<readonly DocumentState[]> {
  const path = resolve(reference);
  const spellings = [reference, reference.replace(/^(\.?\/)+/, ""), pathToFileURL(path).href, path];
  for (const spelling of new Set(spellings)) {
    const found = await workspace.store.findDocuments(spelling);
    if (found.length > 0) return found;
  }
  return [];
}

/** More are not searched: a suggestion is not worth reading a million rows. */
const MAX_SEARCHED_COUNT = 20_000;
const PAGE_SIZE = 1000;

export interface DocumentSuggestion {
  readonly id: DocumentId;
  readonly locator: string;
  readonly title: string | null;
}

/** The documents whose name or title is most like the words, best first: for "did you mean". */
export async function suggestDocuments(
  workspace: Workspace,
  words: string,
  limit: number,
): Promise<readonly DocumentSuggestion[]> {
  const documents: DocumentSuggestion[] = [];
  const index = new MiniSearch<DocumentSuggestion & { readonly ordinal: number }>({
    idField: "ordinal",
    fields: ["locator", "title"],
    tokenize: (text) =>
      text
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean),
    searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 1.5 } },
  });
  let after: DocumentId | null = null;
  while (documents.length < MAX_SEARCHED_COUNT) {
    const page: readonly DocumentState[] = await workspace.store.listDocuments({
      after,
      limit: PAGE_SIZE,
    });
    for (const { id, place, title } of page) {
      const suggestion = { id, locator: place.locator, title };
      index.add({ ...suggestion, ordinal: documents.push(suggestion) - 1 });
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE_SIZE) break;
  }
  return index
    .search(words)
    .slice(0, limit)
    .flatMap(({ id }) => documents[Number(id)] ?? []);
}
