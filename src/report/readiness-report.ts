import { z } from "zod";
import { CATEGORIES, SEVERITIES } from "../model/finding.ts";
import { FRESHNESS_STATUSES } from "../model/freshness.ts";

const Count = z.int().min(0);
const Ratio = z.number().min(0).max(1);
const Instant = z.iso.datetime().describe("ISO 8601, UTC");
const Score = z
  .number()
  .min(0)
  .max(100)
  .nullable()
  .describe("0–100, rounded down to one decimal; null: not examined");
const SeverityName = z.enum(SEVERITIES);
const CategoryName = z.enum(CATEGORIES);
const Counts = z.record(z.string(), Count);

const CategoryEntry = z.strictObject({
  score: Score,
  numerator: z
    .number()
    .min(0)
    .describe(
      "Credits: 1 a document examined, 0.5 where its worst finding here is a warning, 0 where it is an error",
    ),
  denominator: Count.describe("Documents examined"),
  reason: z.string().describe("Why the score is null, else what was examined"),
  weight: z.number().min(0),
  isSmall: z.boolean().describe("The score rests on few documents"),
});

const GateEntry = z.strictObject({
  name: z.string(),
  passed: z.boolean(),
  value: z.number().nullable().describe("Null: nobody can say; such a gate fails"),
  limit: z.number(),
  metric: z.string(),
  comparison: z.enum(["min", "max"]),
  reason: z
    .string()
    .describe(
      "Of a gate that fails: why the value is null, or what it counted where that has names",
    ),
});

const DocumentLine = z.strictObject({
  id: z.string(),
  title: z.string().nullable(),
  locator: z.string(),
  uri: z.string(),
  sourceId: z.string(),
});

const MendItem = z.strictObject({
  title: z.string(),
  damage: z.number().min(0),
  because: z.string().describe("How the damage number comes about"),
  remedy: z.string(),
  severity: SeverityName,
  ruleIds: z.array(z.string()),
  documentCount: Count.describe(
    "Documents that the damage touches, those that link to it included",
  ),
  documents: z.array(DocumentLine).describe("Some of them"),
});

const NotExamined = z.strictObject({
  kind: z.enum(["category", "source", "documents", "links", "access", "rule", "findings"]),
  name: z.string(),
  count: Count.nullable().describe("Null: nobody can count it"),
  reason: z.string(),
});

const CapabilitiesCard = z.strictObject({
  access: z.enum(["exact", "approximate", "none"]),
  changes: z.enum(["delta", "full-listing"]),
  deletions: z.enum(["reported", "inferred"]),
  dates: z.array(z.string()),
  notes: z.array(z.string()),
});

const StewardshipKey = z.enum(["owner", "sla", "escalation", "nextReview"]);

const SourceEntry = z.strictObject({
  id: z.string(),
  connector: z.string(),
  capabilities: CapabilitiesCard.nullable(),
  health: z.strictObject({
    kind: z.enum(["never-scanned", "healthy", "partial", "suspect", "failed", "empty"]),
    detail: z.string(),
  }),
  documentCount: Count,
  lastCompleteAt: Instant.nullable(),
  crawlAgeSecs: Count.nullable(),
  owner: z.string().nullable(),
  sla: z.string().nullable(),
  escalation: z.string().nullable(),
  nextReview: z.string().nullable(),
  isReviewOverdue: z.boolean(),
  missingStewardship: z.array(StewardshipKey),
});

const FindingLine = z.strictObject({
  fingerprint: z.string(),
  severity: SeverityName,
  text: z.string(),
  about: z.string().describe("What it is about, where that is no document"),
  documents: z.array(DocumentLine),
  quotes: z.array(z.strictObject({ text: z.string(), line: z.int().nullable() })),
  state: z.enum(["open", "acknowledged"]),
  baselineState: z.enum(["new", "unchanged", "absent"]),
  openedAt: Instant,
  confidenceRatio: Ratio,
});

const RuleSection = z.strictObject({
  ruleId: z.string(),
  category: CategoryName,
  title: z.string(),
  why: z.string(),
  remedy: z.string(),
  findingCount: Count,
  leftOutCount: Count.describe("Findings of this rule that are not listed here"),
  findings: z.array(FindingLine),
});

/** The readiness report as it is published: JSON all through, instants in ISO 8601 UTC. */
export const ReadinessReport = z
  .strictObject({
    workspace: z.string(),
    workspaceName: z.string(),
    kbVersion: Count.describe("What an agent logs beside its answer"),
    takenAt: Instant,
    findingsAsOf: Instant.nullable().describe(
      "The oldest of the sources' last complete scans; null: one was never scanned completely",
    ),
    ready: z.boolean().describe("All gates pass"),
    score: Score,
    scoreReason: z.string(),
    categories: z.record(CategoryName, CategoryEntry),
    gates: z.array(GateEntry),
    documents: z.strictObject({
      total: Count,
      bySource: Counts,
      byStatus: z.record(z.enum(FRESHNESS_STATUSES), Count),
      read: Count,
      unreadByReason: Counts,
      withOwner: Count,
      withKnownAccess: Count,
    }),
    findings: z.strictObject({
      total: Count,
      open: Count,
      byRule: Counts,
      bySeverity: z.record(SeverityName, Count),
      byState: z.record(z.enum(["open", "acknowledged", "waived", "resolved"]), Count),
      byBaseline: z.record(z.enum(["new", "unchanged", "absent"]), Count),
    }),
    mendFirst: z.array(MendItem),
    notExamined: z.array(NotExamined),
    sources: z.array(SourceEntry),
    rules: z
      .array(RuleSection)
      .describe("Rules that found something, with their findings, errors first"),
  })
  .describe("Tidemark readiness report");

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

export type ReadinessReport = Frozen<z.output<typeof ReadinessReport>>;
export type ReportedCategory = ReadinessReport["categories"][keyof ReadinessReport["categories"]];
export type ReportedDocument = Frozen<z.output<typeof DocumentLine>>;
export type ReportedFinding = Frozen<z.output<typeof FindingLine>>;
export type ReportedRule = Frozen<z.output<typeof RuleSection>>;
export type MendFirstItem = Frozen<z.output<typeof MendItem>>;
export type NotExaminedEntry = Frozen<z.output<typeof NotExamined>>;
export type ReportedGate = Frozen<z.output<typeof GateEntry>>;

/** The published JSON schema of the report. */
export function reportJsonSchema(): unknown {
  return z.toJSONSchema(ReadinessReport);
}
