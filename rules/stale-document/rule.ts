import { z } from "zod";

import { dateEvidence, documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable } from "../../src/contract/rule.ts";
import { formatPeriod } from "../../src/model/date-period.ts";
import type { DateKind } from "../../src/model/dates.ts";

const DONE: Readonly<Record<DateKind, string>> = {
  published: "published",
  modified: "modified",
  reviewed: "reviewed",
  content_changed: "changed",
  source_modified: "modified",
  effective: "in effect",
  review_due: "due for review",
  expires: "expired",
};

export const staleDocument = defineDocumentRule({
  meta: {
    id: "stale-document",
    category: "freshness",
    title: "Documents are reviewed in time",
    failureTitle: "Documents are past their review age",
    why: "A retriever serves old text with the same confidence as new text.",
    remedy: "Read it, correct what no longer holds, and record the review in its date.",
    version: 1,
    needs: ["document", "freshness"],
    messages: {
      aging: {
        severity: "warning",
        text: "It was last {done} on {date} ({readFrom}), over {limitDays} days ago. Plan a review.",
      },
      stale: {
        severity: "error",
        text: "It was last {done} on {date} ({readFrom}), over {limitDays} days ago. Review it or retire it.",
      },
      overdue: {
        severity: "error",
        text: "Its own review was due on {date} ({readFrom}). Review it and set the next date.",
      },
    },
  },
  Options: z.strictObject({}),
  check({ document, freshness }) {
    const { status, decidedBy, limitDays, changesAt } = freshness;
    if (status === "unknown" || decidedBy === null) {
      return notApplicable("no believed date tells its age", changesAt);
    }
    if (status === "fresh" || status === "expired") return looked([], changesAt);

    const { at, kind, precision, readFrom } = decidedBy;
    const date = formatPeriod(at, precision);
    const more = { evidence: dateEvidence(document.id, decidedBy) };
    const found =
      kind === "review_due" && limitDays === null
        ? documentFinding(document.id, "overdue", { date, readFrom }, more)
        : documentFinding(
            document.id,
            status,
            { done: DONE[kind], date, readFrom, limitDays: limitDays ?? 0 },
            more,
          );
    return looked([found], changesAt);
  },
});
