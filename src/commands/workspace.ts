import type { Rule } from "../contract/rule.ts";
import type { EpochMs, WorkspaceId } from "../model/ids.ts";
import type { Policies } from "../model/policy.ts";
import type { Stewardship } from "../model/source.ts";
import type { QualityGate } from "../report/quality-gate.ts";
import type { ConfiguredSource } from "../scan/scan-tools.ts";
import type { Retention, Store } from "../store/store.ts";

/** One workspace, opened: what every command works with. Whoever opened it closes the store. */
export interface Workspace {
  readonly id: WorkspaceId;
  readonly name: string;
  readonly stewardship: Stewardship;
  readonly store: Store;
  /** False where the store was opened for reading only: every write would fail. */
  readonly canWrite: boolean;
  /** As configured, or as the database remembers them where there is no configuration. */
  readonly sources: readonly ConfiguredSource[];
  readonly policies: Policies;
  readonly rules: readonly Rule[];
  readonly gates: readonly QualityGate[];
  readonly retention: Retention;
  /** Absolute; null where no configuration was written. Remembered in the database, for commands that name none. */
  readonly configFile: string | null;
  readonly now: () => EpochMs;
}
