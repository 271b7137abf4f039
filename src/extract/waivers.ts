import type { InlineWaiver } from "../model/document.ts";
import { DAY_MS, epochMs, type EpochMs } from "../model/ids.ts";
import { readDate } from "./dates.ts";

const COMMENT = /^\s*tidemark-waive\s+(?<rest>.*)$/s;
const RULE_LIST = /^(?<rules>[a-z0-9*-]+(?:\s*,\s*[a-z0-9*-]+)*)(?=\s|$)/;
const SETTING =
  /(?<key>until|reason)\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>\S+))/g;

/** The waivers that a comment states; none where it is another comment. */
export function readWaiverComment(comment: string): readonly InlineWaiver[] {
  const rest = COMMENT.exec(comment)?.groups?.["rest"];
  if (rest === undefined) return [];
  const rules = RULE_LIST.exec(rest)?.groups?.["rules"];
  if (rules === undefined) return [];
  let until: string | null = null;
  let reason = "";
  for (const { groups } of rest.slice(rules.length).matchAll(SETTING)) {
    const value = groups?.["double"] ?? groups?.["single"] ?? groups?.["bare"] ?? "";
    if (groups?.["key"] === "until") until = value;
    else reason = value;
  }
  return rules.split(",").map((rule) => waiver(rule.trim(), reason, until));
}

/** A waiver that holds through the day it names. One whose end cannot be read has ended: it must not hold for ever. */
export function waiver(ruleId: string, reason: string, until: string | null): InlineWaiver {
  return { ruleId, reason, untilAt: until === null ? null : endOfDay(until) };
}

function endOfDay(until: string): EpochMs {
  const date = readDate(until);
  if (date === null || date.isAmbiguous) return epochMs(0);
  return date.precision === "day" ? epochMs(date.at + DAY_MS) : date.at;
}
