import { z } from "zod";

import {
  defineWorkspaceRule,
  looked,
  notApplicable,
  type SourceFigures,
} from "../../src/contract/rule.ts";
import type { Finding } from "../../src/model/finding.ts";

export const sourceUnhealthy = defineWorkspaceRule({
  meta: {
    id: "source-unhealthy",
    category: "ingestion",
    title: "Sources are scanned completely",
    failureTitle: "Sources are not scanned completely",
    why: "What is not scanned is missing or outdated in every answer, and nothing shows it.",
    remedy: "Mend what the message names, then scan again.",
    version: 1,
    needs: ["sources"],
    messages: {
      failed: {
        severity: "error",
        text: "The source {source} could not be scanned: {reason} ({code}). Its {documentCount} documents are as they were before.",
      },
      suspect: {
        severity: "error",
        text: "The source {source} suddenly lacks {missingCount} of {knownCount} documents. Nothing was removed; accept the listing if this is right.",
      },
      partial: {
        severity: "warning",
        text: "Parts of the source {source} could not be read ({failedScopeCount}), first {scope}: {reason} ({code}). Let the scanner's account read them.",
      },
      empty: {
        severity: "warning",
        text: "The source {source} has no documents. Check its path and its filters.",
      },
      "never-scanned": {
        severity: "note",
        text: "The source {source} is configured and was never scanned. Scan it.",
      },
    },
  },
  Options: z.strictObject({}),
  check({ sources }) {
    if (sources.length === 0) return notApplicable("there are no sources");
    return looked(sources.flatMap((figures) => report(figures)));
  },
});

type MessageId = Exclude<SourceFigures["health"]["kind"], "healthy">;

function report({ sourceId, health, documentCount }: SourceFigures): readonly Finding<MessageId>[] {
  const found = (messageId: MessageId, data: Finding["data"]): readonly Finding<MessageId>[] => [
    {
      subject: { kind: "source", sourceId },
      messageId,
      key: "",
      data: { source: sourceId, ...data },
      evidence: [],
      confidenceRatio: 1,
    },
  ];
  switch (health.kind) {
    case "healthy":
      return [];
    case "failed":
      return found("failed", { reason: health.message, code: health.code, documentCount });
    case "suspect":
      return found("suspect", { missingCount: health.missingCount, knownCount: health.knownCount });
    case "partial": {
      const [first] = health.failedScopes;
      return found("partial", {
        failedScopeCount: health.failedScopeCount,
        scope: first?.scope ?? "not named",
        reason: first?.message ?? "no details",
        code: first?.code ?? "SUBTREE_UNREADABLE",
      });
    }
    case "empty":
    case "never-scanned":
      return found(health.kind, {});
  }
}
