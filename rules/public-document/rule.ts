import { z } from "zod";

import { documentFinding } from "../../src/contract/document-finding.ts";
import { defineDocumentRule, looked, notApplicable } from "../../src/contract/rule.ts";
import { exposureOf } from "../../src/model/access.ts";

export const publicDocument = defineDocumentRule({
  meta: {
    id: "public-document",
    category: "access",
    title: "Documents are no more open than they should be",
    failureTitle: "Documents are open to more readers than they should be",
    why: "An agent may show it to people outside, and nobody notices.",
    remedy:
      "Narrow its readers at the source, or say in the rule's options that it may be this open.",
    version: 1,
    needs: ["document", "access"],
    messages: {
      anyone: {
        severity: "warning",
        text: "Anyone can read it without signing in. Narrow its readers, or set `allowed: anyone` for its path.",
      },
      everyone: {
        severity: "warning",
        text: "Every account can read it. Narrow its readers, or set `allowed: everyone` for its path.",
      },
    },
  },
  Options: z.strictObject({
    allowed: z
      .enum(["anyone", "everyone", "named"])
      .default("everyone")
      .describe(
        "The widest readers that a document may have: `anyone` (without signing in), `everyone` (every account), `named` (named users and groups).",
      ),
  }),
  check({ document, access }, { options }) {
    if (access.kind === "unknown") return notApplicable("nobody can say who may read it");
    const exposure = exposureOf(access);
    if (exposure === "named" || exposure === options.allowed || options.allowed === "anyone") {
      return looked([]);
    }
    return looked([documentFinding(document.id, exposure, {})]);
  },
});
