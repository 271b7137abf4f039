import { validate as isCron } from "node-cron";
import { z } from "zod";
import type { Connector } from "../contract/connector.ts";
import type { Rule } from "../contract/rule.ts";
import { DATE_KINDS } from "../model/dates.ts";
import { SEVERITIES } from "../model/finding.ts";
import { QualityGateConfig } from "../report/quality-gate.ts";
import { Day, Duration, Instant, SecretRef, Slug } from "./config-values.ts";

/** The plug-ins that the schema is built from. */
export interface Registries {
  readonly connectors: readonly Connector[];
  readonly rules: readonly Rule[];
}

const MATCH_KEYS = {
  source: Slug.optional().describe("Only documents of this source."),
  path: z.string().min(1).optional().describe("Only documents whose locator matches this glob."),
  label: z.string().min(1).optional().describe("Only documents that carry this label."),
};

export const Match = z
  .strictObject(MATCH_KEYS)
  .describe("Which documents; every key given must match, none given matches all.");

const STEWARDSHIP_KEYS = {
  owner: z.string().min(1).optional().describe("Who answers for it."),
  sla: z.string().min(1).optional().describe("How fresh it must be, in the owner's words."),
  escalation: z.string().min(1).optional().describe("Who is told when the owner does not answer."),
  next_review: Day.optional().describe("By when somebody looks at this configuration again."),
};

export const Workspace = z.strictObject({
  id: Slug.describe("Names the workspace in the database; every source and finding belongs to it."),
  name: z.string().min(1).optional().describe("What people call it."),
  ...STEWARDSHIP_KEYS,
});

/** What every source has beside its connector's options. */
export const SourceKeys = z.strictObject({
  id: Slug.describe("Names the source in commands, policies and findings."),
  connector: z.string(),
  ...STEWARDSHIP_KEYS,
  schedule: z
    .string()
    .refine((text) => isCron(text), { error: "expected a cron expression such as '0 6 * * 1-5'" })
    .optional()
    .describe("When `tidemark serve` scans it again, as a cron expression."),
});

const FreshnessEntry = z
  .strictObject({
    name: z.string().min(1).optional().describe("What explanations call this policy."),
    match: Match.optional(),
    warn_after: Duration.optional().describe("From this age on a document is aging."),
    error_after: Duration.optional().describe("From this age on a document is stale."),
    basis: z
      .array(z.enum(DATE_KINDS))
      .min(1)
      .optional()
      .describe("Which kinds of date count; the newest believed one decides."),
    evergreen: z.boolean().default(false).describe("Age alone never turns these documents."),
  })
  .describe("When documents count as old. The first entry that matches holds.");

const WaiverEntry = z
  .strictObject({
    rule: Slug.describe("Whose findings do not count."),
    ...MATCH_KEYS,
    reason: z.string().min(1).describe("Why; shown with the finding."),
    until: Day.optional().describe("The last day it holds; without it, until it is taken out."),
  })
  .describe("Findings that are true and accepted.");

const OwnerEntry = z
  .strictObject({ ...MATCH_KEYS, owner: z.string().min(1).describe("Who answers for them.") })
  .describe("Owners of documents that name none themselves. The first entry that matches holds.");

export const LimitsConfig = z
  .strictObject({
    document_bytes: z
      .int()
      .positive()
      .default(50_000_000)
      .describe("Larger documents are not read."),
    text_bytes: z.int().positive().default(20_000_000).describe("Longer texts are not kept."),
    extract_ms: z.int().positive().default(30_000).describe("Longest time to read one document."),
    extract_bytes: z
      .int()
      .min(64_000_000)
      .default(450_000_000)
      .describe("Most memory of a process that reads documents."),
    workers: z
      .int()
      .min(1)
      .max(64)
      .optional()
      .describe("Processes that read documents; by default one for each core, at most four."),
  })
  .describe("Bounds that no document can pass.");

const Suspect = z
  .strictObject({
    missing_percent: z
      .number()
      .gt(0)
      .max(100)
      .default(50)
      .describe(
        "A listing is held back when more than this share of the known documents is missing …",
      ),
    missing_count: z.int().min(0).default(10).describe("… and more than this many."),
    agree_for: Duration.default({ count: 1, period: "day" }).describe(
      "Listings that agree for this long are believed in the end.",
    ),
  })
  .describe("When a listing is too short to be believed.");

const Retention = z
  .strictObject({
    deleted_text: Duration.default({ count: 7, period: "day" }).describe(
      "How long texts of deleted documents are kept.",
    ),
    history: Duration.default({ count: 1, period: "year" }).describe(
      "How long former states can be asked for.",
    ),
  })
  .describe("How long the database remembers.");

const Network = z
  .strictObject({
    proxy: SecretRef.optional().describe("Where the proxy's address is; it may hold a password."),
    ca_file: z
      .string()
      .min(1)
      .optional()
      .describe("PEM file of certificate authorities to trust as well."),
  })
  .describe("How sources on the network are reached.");

/** The schema of `tidemark.yaml`, built from the registries. Checks of settings that belong together are in config-checks.ts. */
export function buildConfigSchema({ connectors, rules }: Registries) {
  return z.strictObject({
    workspace: Workspace.describe("What is scanned together, and who answers for it."),
    as_of: Instant.optional().describe("Judges as if it were then: for demonstrations and tests."),
    database: z
      .string()
      .min(1)
      .optional()
      .describe("Path of the database; by default .tidemark/tidemark.db."),
    sources: z.array(sourceSchema(connectors)).min(1).describe("Where documents are read from."),
    freshness: z.array(FreshnessEntry).default([]),
    waivers: z.array(WaiverEntry).default([]),
    owners: z.array(OwnerEntry).default([]),
    rules: z.strictObject(ruleSettings(rules)).prefault({}).describe("Rules that run differently."),
    quality_gates: z
      .array(QualityGateConfig)
      .optional()
      .describe(
        "What makes the knowledge base ready; in place of the default gates. An empty list: no gates.",
      ),
    limits: LimitsConfig.prefault({}),
    suspect: Suspect.prefault({}),
    retention: Retention.prefault({}),
    network: Network.prefault({}),
  });
}
export type ConfigSchema = ReturnType<typeof buildConfigSchema>;
export type Config = z.output<ConfigSchema>;

function sourceSchema(connectors: readonly Connector[]) {
  const [first, ...others] = connectors.map((connector) =>
    SourceKeys.extend({
      connector: z.literal(connector.meta.id).describe(connector.meta.title),
      ...optionKeys(connector.Options),
    }),
  );
  if (first === undefined) throw new Error("there is no connector");
  return z.discriminatedUnion("connector", [first, ...others]);
}

function ruleSettings(rules: readonly Rule[]): Record<string, z.ZodOptional<z.ZodType<RuleEntry>>> {
  return Object.fromEntries(rules.map((rule) => [rule.meta.id, ruleEntry(rule).optional()]));
}

/** One rule's settings; `options` are still as written: they are parsed with the rule's own schema when they are used. */
export interface RuleEntry {
  readonly enabled: boolean;
  readonly severity?: (typeof SEVERITIES)[number] | undefined;
  readonly options:
    | Readonly<Record<string, unknown>>
    | readonly Readonly<Record<string, unknown>>[];
}

function ruleEntry(rule: Rule): z.ZodType<RuleEntry> {
  const keys = optionKeys(rule.Options);
  return z
    .strictObject({
      enabled: z.boolean().default(true).describe("Whether it runs."),
      severity: z.enum(SEVERITIES).optional().describe("Replaces the severity of all it says."),
      options: z
        .union([
          z.strictObject(keys),
          z.array(z.strictObject({ match: Match.optional(), ...keys })),
        ])
        .default({})
        .describe(
          "Its options, for all documents or by match; the first entry that matches holds.",
        ),
    })
    .describe(rule.meta.title);
}

function optionKeys(schema: z.ZodType): Record<string, z.ZodType> {
  if (schema instanceof z.ZodObject) return schema.shape;
  throw new Error("a plug-in's Options must be a z.strictObject");
}
