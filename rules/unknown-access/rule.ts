import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import { defineGroupRule, looked, notApplicable } from "../../src/contract/rule.ts";
import { SOURCE_WIDE_REASONS, UNKNOWN_ACCESS_REASONS } from "../../src/model/access.ts";

export const unknownAccess = defineGroupRule({
  meta: {
    id: "unknown-access",
    category: "access",
    title: "It is known who may read each document",
    failureTitle: "Nobody can say who may read a document",
    why: "A retriever must not show what it cannot prove that the asker may read.",
    remedy: "Let the source tell its access, or declare it in the configuration.",
    version: 1,
    needs: ["unknownAccess"],
    messages: {
      "not-declared": {
        severity: "warning",
        text: "The source does not tell who may read its {documentCount} documents. Declare its readers in the configuration.",
      },
      "file-system": {
        severity: "warning",
        text: "The source's file system keeps no permissions that can be relied on ({documentCount} documents). Declare its readers in the configuration.",
      },
      "extended-acl": {
        severity: "warning",
        text: "It, or a folder above it, carries an access control list that is not read. Declare its readers, or grant access by mode bits.",
      },
      unreadable: {
        severity: "error",
        text: "Its permissions cannot be read. Let the scanner's account read them.",
      },
      changed: {
        severity: "note",
        text: "It changed while it was read, so its access is not settled. Scan again.",
      },
    },
  },
  Options: z.strictObject({
    ignore_reasons: z
      .array(z.enum(UNKNOWN_ACCESS_REASONS))
      .default([])
      .describe(
        "Reasons that are accepted. The documents stay unusable; they are merely not reported.",
      ),
  }),
  check({ sourceId, reason, members }, { options }) {
    if (options.ignore_reasons.includes(reason)) {
      return notApplicable(`the configuration accepts ${reason}`);
    }
    if (members.length === 0) return looked([]);
    if (!SOURCE_WIDE_REASONS.includes(reason)) {
      return looked(members.map(({ documentId }) => documentFinding(documentId, reason, {})));
    }
    return looked([
      {
        subject: { kind: "source", sourceId },
        messageId: reason,
        key: "",
        data: { documentCount: members.length },
        evidence: [],
        confidenceRatio: 1,
      },
    ]);
  },
});
