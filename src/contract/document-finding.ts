import type { DateEvidence } from "../model/dates.ts";
import type { Evidence, Finding } from "../model/finding.ts";
import type { DocumentId } from "../model/ids.ts";

/** A finding about one document; a proof (confidence 1), the only one of its message (empty key), without evidence, unless `more` says otherwise. */
export function documentFinding<const M extends string>(
  documentId: DocumentId,
  messageId: M,
  data: Finding["data"],
  more: Partial<Pick<Finding, "key" | "evidence" | "confidenceRatio">> = {},
): Finding<M> {
  return {
    subject: { kind: "document", documentId },
    messageId,
    key: "",
    data,
    evidence: [],
    confidenceRatio: 1,
    ...more,
  };
}

/** The span that a date was read from; empty where it was not read from the text. */
export function dateEvidence(documentId: DocumentId, date: DateEvidence): readonly Evidence[] {
  return date.span === null ? [] : [{ documentId, ...date.span, quote: date.text, line: null }];
}
