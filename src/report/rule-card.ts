import type { Category } from "../model/finding.ts";

/** What the report says about a rule. */
export interface RuleCard {
  readonly id: string;
  readonly category: Category;
  readonly title: string;
  readonly failureTitle: string;
  readonly why: string;
  readonly remedy: string;
}
