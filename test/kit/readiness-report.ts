import type { ReadinessReport, ReportedFinding } from "../../src/report/readiness-report.ts";

const TAKEN_AT = "2026-11-23T09:30:00.000Z";

/** A finding on one document, as the report lists it. */
export function makeReportedFinding(changes: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    fingerprint: "f1",
    severity: "error",
    text: "The link `../old.md` leads to old.md, which does not exist.",
    about: "",
    documents: [
      {
        id: "d1",
        title: "Travel expenses",
        locator: "finance/travel.md",
        uri: "https://example.com/finance/travel",
        sourceId: "handbook",
      },
    ],
    quotes: [{ text: "the old page", line: 14 }],
    state: "open",
    baselineState: "new",
    openedAt: TAKEN_AT,
    confidenceRatio: 1,
    ...changes,
  };
}

/** A report of a hundred documents with one gate that fails and one finding. */
export function makeReadinessReport(changes: Partial<ReadinessReport> = {}): ReadinessReport {
  const examined = {
    score: 90,
    numerator: 90,
    denominator: 100,
    reason: "Of all documents.",
    isSmall: false,
  };
  const finding = makeReportedFinding();
  return {
    workspace: "northwind",
    workspaceName: "Northwind Handbook",
    kbVersion: 412,
    takenAt: TAKEN_AT,
    findingsAsOf: TAKEN_AT,
    ready: false,
    score: 90,
    scoreReason: "Without coverage: not examined.",
    categories: {
      freshness: { ...examined, weight: 25 },
      links: { ...examined, weight: 5, numerator: 9, denominator: 10, isSmall: true },
      consistency: { ...examined, weight: 15 },
      coverage: {
        score: null,
        numerator: 0,
        denominator: 0,
        reason: "No enabled rule looks at it.",
        isSmall: true,
        weight: 10,
      },
      access: { ...examined, weight: 20 },
      ownership: { ...examined, weight: 10 },
      ingestion: { ...examined, weight: 15 },
    },
    gates: [
      {
        name: "Documents are fresh",
        metric: "score.freshness",
        comparison: "min",
        limit: 95,
        value: 90,
        passed: false,
        reason: "",
      },
      {
        name: "Links hold",
        metric: "score.links",
        comparison: "min",
        limit: 90,
        value: 90,
        passed: true,
        reason: "",
      },
      {
        name: "Almost every document can be read",
        metric: "documents.unreadRatio",
        comparison: "max",
        limit: 0.05,
        value: 0.031,
        passed: true,
        reason: "",
      },
      {
        name: "Topics are covered",
        metric: "score.coverage",
        comparison: "min",
        limit: 50,
        value: null,
        passed: false,
        reason: "No enabled rule looks at it.",
      },
    ],
    documents: {
      total: 100,
      read: 97,
      unreadByReason: { scanned: 3 },
      bySource: { handbook: 100 },
      byStatus: { fresh: 60, aging: 25, stale: 10, expired: 1, unknown: 4 },
      withOwner: 80,
      withKnownAccess: 100,
    },
    findings: {
      total: 4,
      open: 1,
      byRule: { "broken-link": 1 },
      bySeverity: { note: 0, warning: 0, error: 1 },
      byState: { open: 1, acknowledged: 0, waived: 1, resolved: 2 },
      byBaseline: { new: 1, unchanged: 0, absent: 0 },
    },
    mendFirst: [
      {
        title: "Internal links lead nowhere: old.md",
        damage: 200,
        because: "error 1 × links 5 × 40 documents = 200",
        remedy: "Point the link at the document's new place, or remove it.",
        severity: "error",
        ruleIds: ["broken-link"],
        documentCount: 40,
        documents: finding.documents,
      },
    ],
    notExamined: [
      { kind: "category", name: "coverage", count: null, reason: "No enabled rule looks at it." },
      { kind: "documents", name: "scanned", count: 3, reason: "Pages without a text layer." },
    ],
    sources: [
      {
        id: "handbook",
        connector: "git",
        capabilities: {
          access: "none",
          changes: "full-listing",
          deletions: "inferred",
          dates: ["modified"],
          notes: ["Git keeps no access."],
        },
        health: { kind: "healthy", detail: "" },
        documentCount: 100,
        lastCompleteAt: "2026-11-23T04:30:00.000Z",
        crawlAgeSecs: 18_000,
        owner: "Ines Falk",
        sla: null,
        escalation: "ops@example.com",
        nextReview: "2026-10-01",
        isReviewOverdue: true,
        missingStewardship: ["sla"],
      },
    ],
    rules: [
      {
        ruleId: "broken-link",
        category: "links",
        title: "Internal links lead nowhere",
        why: "A reader ends where the answer should be.",
        remedy: "Point the link at the document's new place.",
        findingCount: 1,
        leftOutCount: 0,
        findings: [finding],
      },
    ],
    ...changes,
  };
}
