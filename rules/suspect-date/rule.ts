import { z } from "zod";

import { dateEvidence, documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable } from "../../src/contract/rule.ts";
import type { EpochMs } from "../../src/model/ids.ts";
import {
  believableAt,
  hidesAnEnd,
  isToldByMachine,
  type SuspectDate,
} from "../../src/model/suspect-date.ts";

export const suspectDate = defineDocumentRule({
  meta: {
    id: "suspect-date",
    category: "freshness",
    title: "Dates can be believed",
    failureTitle: "Dates cannot be believed",
    why: "A wrong date makes an old document look new, or hides that it has ended.",
    remedy: "Correct the date where it is written, in the form 2026-05-31.",
    version: 1,
    needs: ["document", "dates", "freshness"],
    messages: {
      "malformed-own-date": {
        severity: "error",
        text: "`{text}` ({readFrom}) is no date, so nobody can say until when the document holds. Write it as 2026-05-31.",
      },
      malformed: {
        severity: "warning",
        text: "`{text}` ({readFrom}) is no date and does not count. Write it as 2026-05-31.",
      },
      future: {
        severity: "warning",
        text: "`{text}` ({readFrom}) lies in the future and does not count yet. Correct it.",
      },
      placeholder: {
        severity: "warning",
        text: "`{text}` ({readFrom}) is what a program writes when it knows no date; it does not count. Correct it.",
      },
      "placeholder-in-store": {
        severity: "note",
        text: "The store's own date `{text}` ({readFrom}) is a placeholder and does not count. Nothing is to be done where the document has another date.",
      },
    },
  },
  Options: z.strictObject({}),
  check({ document, dates, freshness: { suspects, basisAt } }) {
    if (dates.length === 0) return notApplicable("it has no dates");
    // A copy or a check-out is newer than what it holds: nobody mends that where the document states its own date.
    const told = suspects.filter(
      ({ reason, evidence }) =>
        reason !== "future" || basisAt === null || !isToldByMachine(evidence.kind),
    );
    const findings = [...groupByPlace(told).values()].map(([first, ...others]) => {
      const { kind, readFrom, text } = first.evidence;
      return documentFinding(
        document.id,
        messageFor(first),
        { text, readFrom, count: others.length + 1 },
        {
          key: JSON.stringify([kind, readFrom]),
          evidence: [first, ...others].flatMap(({ evidence }) =>
            dateEvidence(document.id, evidence),
          ),
        },
      );
    });
    return looked(findings, soonestBelief(suspects));
  },
});

/** One finding for each place and reason: a page that repeats its footer repeats its date. */
function groupByPlace(
  suspects: readonly SuspectDate[],
): ReadonlyMap<string, [SuspectDate, ...SuspectDate[]]> {
  const groups = new Map<string, [SuspectDate, ...SuspectDate[]]>();
  for (const suspect of suspects) {
    const place = JSON.stringify([
      suspect.reason,
      suspect.evidence.kind,
      suspect.evidence.readFrom,
    ]);
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [suspect]);
    else group.push(suspect);
  }
  return groups;
}

function messageFor(suspect: SuspectDate) {
  if (hidesAnEnd(suspect)) return "malformed-own-date";
  const { evidence, reason } = suspect;
  const isOfStore = reason === "placeholder" && evidence.kind === "source_modified";
  return isOfStore ? "placeholder-in-store" : reason;
}

function soonestBelief(suspects: readonly SuspectDate[]): EpochMs | null {
  let soonest: EpochMs | null = null;
  for (const { evidence, reason } of suspects) {
    if (reason !== "future" || evidence.at === null) continue;
    const at = believableAt(evidence.at);
    if (soonest === null || at < soonest) soonest = at;
  }
  return soonest;
}
