import { z } from "zod";

import { dateEvidence, documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable } from "../../src/contract/rule.ts";
import { formatPeriod } from "../../src/model/date-period.ts";

export const expiredDocument = defineDocumentRule({
  meta: {
    id: "expired-document",
    category: "freshness",
    title: "Documents are within their own validity",
    failureTitle: "Documents are past their own end",
    why: "A retriever quotes a text that its own author declared void.",
    remedy: "Renew it with a new end date, or take it out of the knowledge base.",
    version: 1,
    needs: ["document", "freshness"],
    messages: {
      expired: {
        severity: "error",
        text: "It states that it held until {date} ({readFrom}). Renew it or retire it.",
      },
    },
  },
  Options: z.strictObject({}),
  check({ document, freshness }) {
    const { status, decidedBy, expiresAt } = freshness;
    if (expiresAt === null) return notApplicable("it states no believed end");
    if (status !== "expired" || decidedBy === null) return looked([], expiresAt);

    const { at, precision, readFrom } = decidedBy;
    const data = { date: formatPeriod(at, precision), readFrom };
    const evidence = dateEvidence(document.id, decidedBy);
    return looked([documentFinding(document.id, "expired", data, { evidence })]);
  },
});
