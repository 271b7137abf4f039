import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable } from "../../src/contract/rule.ts";
import { hidesAnEnd, isToldByMachine } from "../../src/model/suspect-date.ts";

export const unknownAge = defineDocumentRule({
  meta: {
    id: "unknown-age",
    category: "freshness",
    title: "Documents tell their age",
    failureTitle: "Documents do not tell their age",
    why: "Nobody can say whether what a retriever quotes from it still holds.",
    remedy: "State in the document when it was last modified or reviewed.",
    version: 1,
    needs: ["document", "ingestion", "dates", "freshness"],
    messages: {
      undated: {
        severity: "warning",
        text: "No believable date is known of it. State when it was last reviewed.",
      },
      uncounted: {
        severity: "note",
        text: "It has dates, but none of a kind that its freshness policy counts. State one that does, or widen the policy's basis.",
      },
    },
  },
  Options: z.strictObject({}),
  check({ document, ingestion, dates, freshness }) {
    const { status, suspects, changesAt } = freshness;
    if (status !== "unknown") return looked([], changesAt);
    if (ingestion.kind === "failed") return notApplicable("it could not be read", changesAt);
    if (suspects.some((suspect) => hidesAnEnd(suspect))) {
      return notApplicable("a malformed date of its own hides it", changesAt);
    }
    const statedCount = dates.filter(({ kind }) => !isToldByMachine(kind)).length;
    const suspectCount = suspects.filter(({ evidence }) => !isToldByMachine(evidence.kind)).length;
    const messageId = suspectCount === statedCount ? "undated" : "uncounted";
    return looked([documentFinding(document.id, messageId, {})], changesAt);
  },
});
