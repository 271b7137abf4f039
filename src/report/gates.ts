import { nearestName } from "../lib/nearest.ts";
import { ScanError } from "../model/error.ts";
import { listMetrics, measure, type MetricInputs } from "./metrics.ts";
import type { QualityGate, QualityGateConfig } from "./quality-gate.ts";

export interface GateResult extends QualityGate {
  readonly passed: boolean;
  /** Null: nobody can say; such a gate fails. */
  readonly value: number | null;
  /** Of a gate that fails: why the value is null, or what it counted where that has names. */
  readonly reason: string;
}

/** The gate that a configuration entry means. Throws CONFIG_INVALID for a metric that does not exist. */
export function toQualityGate(config: QualityGateConfig, ruleIds: readonly string[]): QualityGate {
  const comparison = config.min === undefined ? "max" : "min";
  const limit = config.min ?? config.max ?? 0;
  checkMetric(config.metric, ruleIds);
  const name = config.name ?? `${config.metric} ${comparison === "min" ? "≥" : "≤"} ${limit}`;
  return { name, metric: config.metric, comparison, limit };
}

/** Throws CONFIG_INVALID, with the nearest name, for a metric that does not exist. */
export function checkMetric(metric: string, ruleIds: readonly string[]): void {
  const metrics = listMetrics(ruleIds);
  if (metrics.includes(metric)) return;
  const nearest = nearestName(metric, metrics);
  const advice = nearest === null ? `Known are ${metrics.join(", ")}.` : `Did you mean ${nearest}?`;
  throw new ScanError(
    "CONFIG_INVALID",
    `There is no metric "${metric}" for a quality gate. ${advice}`,
    { detail: { metric } },
  );
}

/** Measures one gate. Null never passes. */
export function judgeGate(gate: QualityGate, inputs: MetricInputs): GateResult {
  const { value, reason } = measure(gate.metric, inputs);
  if (value === null) return { ...gate, passed: false, value, reason };
  const passed = gate.comparison === "min" ? value >= gate.limit : value <= gate.limit;
  return { ...gate, passed, value, reason: passed ? "" : reason };
}
