import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable } from "../../src/contract/rule.ts";

export const unreadableDocument = defineDocumentRule({
  meta: {
    id: "unreadable-document",
    category: "ingestion",
    title: "Documents can be read",
    failureTitle: "Documents cannot be read",
    why: "A retriever does not know what it says, and answers as if it did not exist.",
    remedy: "Follow the advice of the reason, or leave the document out of the source.",
    version: 1,
    needs: ["document", "ingestion"],
    messages: {
      unsupported: {
        severity: "note",
        text: "Its type is not one that can be read ({detail}). Export it to a supported one, or exclude it.",
      },
      encrypted: {
        severity: "error",
        text: "It asks for a password. Store it without one, and guard it by its access instead.",
      },
      scanned: {
        severity: "error",
        text: "Its pages are pictures without text. Run text recognition (OCR) over it.",
      },
      corrupt: {
        severity: "error",
        text: "It is damaged ({detail}). Save it again from its original.",
      },
      oversized: {
        severity: "error",
        text: "It is too large ({detail}). Split it, or raise the limit.",
      },
      timeout: {
        severity: "error",
        text: "Reading it took too long ({detail}). Simplify or split it, or raise the limit.",
      },
      memory: {
        severity: "error",
        text: "Reading it took too much memory ({detail}). Simplify or split it, or raise the limit.",
      },
      crashed: {
        severity: "error",
        text: "The reader broke on it ({detail}). Save it again from its original, or exclude it.",
      },
      "lfs-pointer": {
        severity: "warning",
        text: "Its content is in Git LFS and not here. Fetch it (`git lfs pull`) and scan that folder.",
      },
      submodule: {
        severity: "note",
        text: "It is another repository (a submodule). Add that repository as a source of its own.",
      },
      unreadable: {
        severity: "error",
        text: "The source refuses to hand it out ({detail}). Let the scanner's account read it, or exclude it.",
      },
      "name-not-utf8": {
        severity: "warning",
        text: "Its name is not valid UTF-8 ({detail}). Rename it.",
      },
    },
  },
  Options: z.strictObject({}),
  check({ document, ingestion }) {
    if (ingestion.kind === "read") return looked([]);
    const { reason, detail } = ingestion;
    if (reason === "vanished") return notApplicable("it was gone before it could be read");
    return looked([documentFinding(document.id, reason, { detail: detail || "no details" })]);
  },
});
