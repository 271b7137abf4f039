import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable } from "../../src/contract/rule.ts";

/** Pages that hold a folder's place or its contents: a few words are all they need. */
const STUB_NAMES: ReadonlySet<string> = new Set(["index", "_index", "readme", "home", "toc"]);

/** Templates, whose text a build writes. */
const TEMPLATE = /\.(?:ejs|erb|haml|hbs|j2|jinja2?|liquid|mustache|njk|php|pug|tmpl|tpl)$/i;

export const emptyDocument = defineDocumentRule({
  meta: {
    id: "empty-document",
    category: "ingestion",
    title: "Documents say something",
    failureTitle: "Documents say next to nothing",
    why: "A retriever may rank its title highly and then has nothing to quote.",
    remedy: "Write it, point it at the document that has the answer, or delete it.",
    version: 1,
    needs: ["document", "ingestion", "links"],
    messages: {
      empty: {
        severity: "error",
        text: "It has no words. Write it or delete it.",
      },
      scant: {
        severity: "note",
        text: "It has fewer than {minWords} words. Write it, link it to the document that has the answer, or delete it.",
      },
    },
  },
  Options: z.strictObject({
    min_words: z
      .int()
      .min(1)
      .default(10)
      .describe("A document with fewer words than this is reported."),
  }),
  check({ document, ingestion, links }, { options }) {
    if (ingestion.kind === "failed") return notApplicable("it could not be read");
    if (TEMPLATE.test(document.locator)) return notApplicable("its text is written by a build");
    const { wordCount } = ingestion;
    if (wordCount >= options.min_words || links.length > 0 || isStub(document.locator)) {
      return looked([]);
    }
    const found =
      wordCount === 0
        ? documentFinding(document.id, "empty", {})
        : documentFinding(document.id, "scant", { minWords: options.min_words });
    return looked([found]);
  },
});

/** Index pages, and files whose name begins with a dot (`.gitkeep`), which hold a place only. */
function isStub(locator: string): boolean {
  const name = locator.slice(locator.lastIndexOf("/") + 1).toLowerCase();
  const [stem = ""] = name.split(".");
  return stem === "" || STUB_NAMES.has(stem);
}
