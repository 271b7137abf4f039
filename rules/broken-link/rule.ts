import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable } from "../../src/contract/rule.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { DocumentId } from "../../src/model/ids.ts";
import type { LinkOutcome, ResolvedLink } from "../../src/model/link.ts";

type BrokenOutcome = Extract<LinkOutcome, { kind: "missing-target" | "missing-anchor" }>;
type BrokenLink = ResolvedLink & { readonly outcome: BrokenOutcome };
type MessageId = "missing-target" | "missing-image" | "missing-anchor";

/** A generated page may repeat one link thousands of times; these many places are enough to mend it. */
const MOST_EVIDENCES = 20;

export const brokenLink = defineDocumentRule({
  meta: {
    id: "broken-link",
    category: "links",
    title: "Internal links lead somewhere",
    failureTitle: "Internal links lead nowhere",
    why: "A reader, or an agent that follows the link, ends where the answer should be.",
    remedy: "Point the link at the document's new place, or remove it.",
    version: 1,
    needs: ["document", "links"],
    messages: {
      "missing-target": {
        severity: "error",
        text: "The link `{href}` leads to {target}, which does not exist. {advice}",
      },
      "missing-image": {
        severity: "warning",
        text: "The image `{href}` leads to {target}, which does not exist. {advice}",
      },
      "missing-anchor": {
        severity: "warning",
        text: "The link `{href}` leads to a section that {target} does not have. {advice}",
      },
    },
  },
  Options: z.strictObject({
    ignore_prefixes: z
      .array(z.string().min(1))
      .default([])
      .describe("Links that begin with one of these, as written, are not judged."),
  }),
  check({ document, links }, { options }) {
    const examined = links.filter(({ outcome }) => outcome.kind !== "not-examined");
    if (examined.length === 0) return notApplicable("it has no internal link that can be judged");
    const findings: Finding<MessageId>[] = [];
    for (const sameLinks of groupByHref(links).values()) {
      const isIgnored = options.ignore_prefixes.some((prefix) =>
        sameLinks[0].href.startsWith(prefix),
      );
      if (!isIgnored) findings.push(report(document.id, sameLinks));
    }
    return looked(findings);
  },
});

/** The same link twice on a page is one thing to mend. */
function groupByHref(
  links: readonly ResolvedLink[],
): ReadonlyMap<string, [BrokenLink, ...BrokenLink[]]> {
  const groups = new Map<string, [BrokenLink, ...BrokenLink[]]>();
  for (const link of links) {
    if (!isBroken(link)) continue;
    const sameness = JSON.stringify([messageFor(link), link.href]);
    const group = groups.get(sameness);
    if (group === undefined) groups.set(sameness, [link]);
    else group.push(link);
  }
  return groups;
}

function isBroken(link: ResolvedLink): link is BrokenLink {
  return link.outcome.kind === "missing-target" || link.outcome.kind === "missing-anchor";
}

function messageFor({ kind, outcome }: BrokenLink): MessageId {
  if (outcome.kind === "missing-anchor") return "missing-anchor";
  return kind === "image" ? "missing-image" : "missing-target";
}

function report(
  documentId: DocumentId,
  links: readonly [BrokenLink, ...BrokenLink[]],
): Finding<MessageId> {
  const [{ href, outcome }] = links;
  const target = outcome.kind === "missing-anchor" ? outcome.targetLocator : outcome.target;
  const advice =
    outcome.suggestion === null
      ? "Correct or remove it."
      : `Did you mean \`${outcome.suggestion}\`?`;
  return documentFinding(
    documentId,
    messageFor(links[0]),
    { href, target, advice, count: links.length },
    {
      key: href,
      evidence: links.slice(0, MOST_EVIDENCES).map(({ text, span, line }) => ({
        documentId,
        startOffset: span.startOffset,
        endOffset: span.endOffset,
        quote: text,
        line,
      })),
    },
  );
}
