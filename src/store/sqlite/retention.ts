import type { EpochMs } from "../../model/ids.ts";
import { kbVersion } from "../../model/ids.ts";
import type { Retention, RetentionOutcome } from "../store.ts";
import * as queries from "./queries/retention.ts";
import * as workspaceQueries from "./queries/workspace.ts";
import { forget } from "./remembered.ts";
import { listParameter, type Scope } from "./scope.ts";

/** Call inside a write transaction. */
export function applyRetention(scope: Scope, retention: Retention, now: EpochMs): RetentionOutcome {
  const { db, workspace } = scope;
  const oldest =
    db.get<{ version: number }>(queries.SELECT_NEW_OLDEST, workspace, now - retention.historyMs)
      ?.version ?? 0;
  const purgedStates =
    db.run(queries.DELETE_STATES, workspace, oldest).changes +
    db.run(queries.DELETE_ACCESS, workspace, oldest).changes;
  for (const sql of CLOSED_HISTORY) db.run(sql, workspace, oldest);
  const texts = new Set<number>();
  addTexts(texts, db.all<TextRow>(queries.DELETE_CONTENT_VERSIONS, workspace, oldest));
  const goneBefore = now - retention.deletedTextMs;
  addTexts(texts, db.all<TextRow>(queries.LIST_TEXTS_OF_GONE, workspace, goneBefore));
  const purgedTexts = db.run(
    queries.PURGE_TEXTS,
    workspace,
    listParameter([...texts]),
    goneBefore,
  ).changes;
  if (purgedTexts > 0) forget(scope);
  db.run(workspaceQueries.UPDATE_OLDEST_VERSION, oldest, workspace);
  return { purgedTexts, purgedStates, oldestVersion: kbVersion(oldest) };
}

const CLOSED_HISTORY = [
  queries.DELETE_PRINCIPALS,
  queries.DELETE_EDGES,
  queries.DELETE_POLICIES,
  queries.DELETE_READINGS,
  queries.DELETE_JOURNAL,
  queries.DELETE_COMMITS,
];

interface TextRow {
  readonly text: number | null;
}

function addTexts(texts: Set<number>, rows: readonly TextRow[]): void {
  for (const { text } of rows) if (text !== null) texts.add(text);
}
