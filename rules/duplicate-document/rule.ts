import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import { defineGroupRule, looked, notApplicable } from "../../src/contract/rule.ts";
import { areVersions, chooseCanonical } from "./canonical.ts";

export const duplicateDocument = defineGroupRule({
  meta: {
    id: "duplicate-document",
    category: "consistency",
    title: "Each text is kept once",
    failureTitle: "Texts are kept several times",
    why: "Copies fill the retriever's results with one passage, and drift apart when one is edited.",
    remedy: "Keep the copy that people maintain, and let the others link to it.",
    version: 1,
    needs: ["copies"],
    messages: {
      copy: {
        severity: "warning",
        text: "It says the same as {canonical}. Keep one of the {copyCount} copies and link to it.",
      },
    },
  },
  Options: z.strictObject({
    min_words: z
      .int()
      .min(1)
      .default(20)
      .describe("Texts with fewer words than this may be alike by chance."),
    report_versions: z
      .boolean()
      .default(false)
      .describe(
        "Whether one page under several versions or languages (v1/setup.md, v2/setup.md) counts as copies.",
      ),
  }),
  check({ members, wordCount }, { options }) {
    if (wordCount < options.min_words) {
      return notApplicable(`it has fewer than ${options.min_words} words`);
    }
    const canonical = chooseCanonical(members);
    if (canonical === null) return looked([]);
    const copies = members.filter(
      (member) =>
        member !== canonical && (options.report_versions || !areVersions(member, canonical)),
    );
    const data = { canonical: canonical.locator, copyCount: copies.length + 1 };
    return looked(
      copies.map(({ documentId }) =>
        documentFinding(documentId, "copy", data, {
          evidence: [
            {
              documentId: canonical.documentId,
              startOffset: 0,
              endOffset: 0,
              quote: "",
              line: null,
            },
          ],
        }),
      ),
    );
  },
});
