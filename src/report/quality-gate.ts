import { z } from "zod";

/** A hard bound: a report that breaks one is not ready, whatever its score. */
export interface QualityGate {
  readonly name: string;
  /** One of `listMetrics`. */
  readonly metric: string;
  /** The limit itself passes. */
  readonly comparison: "min" | "max";
  readonly limit: number;
}

/** One entry of `quality_gates` in the configuration. */
export const QualityGateConfig = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .optional()
      .describe("What the report calls this gate; by default the metric and its limit."),
    metric: z
      .string()
      .min(1)
      .describe(
        "What is measured: score, score.freshness, documents.unknownAccess, findings.error, findings.rule.stale-document, …",
      ),
    min: z.number().optional().describe("The least that passes."),
    max: z.number().optional().describe("The most that passes."),
  })
  .refine(({ min, max }) => (min === undefined) !== (max === undefined), {
    message: "a gate needs either min or max; for both, write two gates",
  });
export type QualityGateConfig = z.output<typeof QualityGateConfig>;
