import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable } from "../../src/contract/rule.ts";
import { isAuthorOnly } from "../../src/model/owner.ts";

export const missingOwner = defineDocumentRule({
  meta: {
    id: "missing-owner",
    category: "ownership",
    title: "Documents have an owner",
    failureTitle: "Documents have no owner",
    why: "When a retriever serves a wrong answer from it, nobody is there to correct it.",
    remedy: "Name an owner in the document, in CODEOWNERS, or in the configuration's owners.",
    version: 1,
    needs: ["document", "ingestion", "owners"],
    messages: {
      missing: {
        severity: "warning",
        text: "Nobody is named as its owner. Name one in the document, in CODEOWNERS or in the configuration.",
      },
      "author-only": {
        severity: "note",
        text: "Only its author {name} is known ({readFrom}), and an author need not be the owner. Name one.",
      },
    },
  },
  Options: z.strictObject({}),
  check({ document, ingestion, owners }) {
    if (owners.some((owner) => !isAuthorOnly(owner))) return looked([]);
    if (ingestion.kind === "failed") {
      return notApplicable("it could not be read, and its owner may stand in it");
    }
    const [author] = owners;
    if (author === undefined) return looked([documentFinding(document.id, "missing", {})]);
    const { name, readFrom } = author;
    return looked([documentFinding(document.id, "author-only", { name, readFrom })]);
  },
});
