import { kbVersion } from "../../src/model/ids.ts";
import type { ReadinessFigures } from "../../src/store/store.ts";

/** Figures of a hundred documents in order: all read, dated, owned, their access known, forty with internal links. */
export function makeReadinessFigures(changes: Partial<ReadinessFigures> = {}): ReadinessFigures {
  return {
    kbVersion: kbVersion(7),
    documents: {
      total: 100,
      read: 100,
      unreadByReason: {},
      bySource: { handbook: 100 },
      byStatus: { fresh: 100, aging: 0, stale: 0, expired: 0, unknown: 0 },
      withOwner: 100,
    },
    access: { known: 100, unknownByReason: {} },
    links: { internal: 300, external: 0, documentsWithInternal: 40 },
    damaged: [],
    findings: {
      total: 0,
      open: 0,
      byRule: {},
      bySeverity: { note: 0, warning: 0, error: 0 },
      byState: { open: 0, acknowledged: 0, waived: 0, resolved: 0 },
      byBaseline: { new: 0, unchanged: 0, absent: 0 },
    },
    failedRules: [],
    ...changes,
  };
}
