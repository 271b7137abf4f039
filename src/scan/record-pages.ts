import { linkKey } from "../model/link-key.ts";
import type { ListingSummary } from "./difference.ts";
import type { Pass } from "./pass.ts";
import type { Saver, Touched } from "./saver.ts";

const PAGE_COUNT = 500;

/** Records the pages whose every document is now stored as listed; the others keep an empty digest and are looked at again. */
export async function recordPages(
  pass: Pass,
  summary: ListingSummary,
  saver: Saver,
  withheld: ReadonlySet<string>,
): Promise<void> {
  const { store, now } = pass.tools;
  const sourceId = pass.source.id;
  const { changedPages, looseAssets } = summary;
  const vanishedPages = summary.vanishedPages.filter((prefix) => !withheld.has(prefix));
  const isFinished = (prefix: string): boolean =>
    !saver.unfinishedPages.has(prefix) && !withheld.has(prefix);
  for (let start = 0; start < changedPages.length; start += PAGE_COUNT) {
    const listed = changedPages.slice(start, start + PAGE_COUNT);
    if (pass.before !== null) {
      for (const key of await store.listPageAssetKeys(
        sourceId,
        listed.map(({ prefix }) => prefix),
      ))
        saver.touched.keys.add(key);
    }
    const pages = listed.map((page) => ({
      prefix: page.prefix,
      digest: isFinished(page.prefix) ? page.digest : "",
      assets: page.assets().map((locator) => assetOf(locator, saver.touched)),
    }));
    await store.commit({
      at: now(),
      scanId: pass.scanId,
      changes: [{ kind: "pages-recorded", sourceId, pages }],
    });
  }
  if (vanishedPages.length > 0) {
    for (const key of await store.listPageAssetKeys(sourceId, vanishedPages))
      saver.touched.keys.add(key);
    await store.commit({
      at: now(),
      scanId: pass.scanId,
      changes: [{ kind: "pages-dropped", sourceId, prefixes: vanishedPages }],
    });
  }
  if (summary.listing === "full" && looseAssets.length > 0) {
    const assets = looseAssets.map((locator) => assetOf(locator, saver.touched));
    const page = { prefix: UNPAGED_ASSETS, digest: "", assets };
    await store.commit({
      at: now(),
      scanId: pass.scanId,
      changes: [{ kind: "pages-recorded", sourceId, pages: [page] }],
    });
  }
}

/** The page of assets of a connector that lists without pages; it never has documents. */
const UNPAGED_ASSETS = "./";

function assetOf(
  locator: string,
  touched: Touched,
): { readonly locator: string; readonly linkKeys: readonly string[] } {
  const key = linkKey(locator);
  touched.keys.add(key);
  return { locator, linkKeys: [key] };
}
