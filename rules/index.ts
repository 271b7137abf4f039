import type { Rule } from "../src/contract/rule.ts";
import { brokenLink } from "./broken-link/rule.ts";
import { duplicateDocument } from "./duplicate-document/rule.ts";
import { emptyDocument } from "./empty-document/rule.ts";
import { expiredDocument } from "./expired-document/rule.ts";
import { missingOwner } from "./missing-owner/rule.ts";
import { publicDocument } from "./public-document/rule.ts";
import { sourceUnhealthy } from "./source-unhealthy/rule.ts";
import { staleDocument } from "./stale-document/rule.ts";
import { suspectDate } from "./suspect-date/rule.ts";
import { unknownAccess } from "./unknown-access/rule.ts";
import { unknownAge } from "./unknown-age/rule.ts";
import { unreadableDocument } from "./unreadable-document/rule.ts";

/** Every rule there is, in order of id. */
export const rules: readonly Rule[] = [
  brokenLink,
  duplicateDocument,
  emptyDocument,
  expiredDocument,
  missingOwner,
  publicDocument,
  sourceUnhealthy,
  staleDocument,
  suspectDate,
  unknownAccess,
  unknownAge,
  unreadableDocument,
];
