/** From a list of [kind, source, document, text, detail]; the ordinal is the place in the list. */
export const INSERT_ROWS = `
  INSERT INTO journal (workspace, version, ordinal, kind, source, document, text, detail)
  SELECT ?1, ?2, j.key, j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4 FROM json_each(?3) j`;
/** The version of the first row behind the limit. */
export const SELECT_VERSION_BEHIND = `
  SELECT version FROM journal WHERE workspace = ? AND version > ? ORDER BY version, ordinal LIMIT 1 OFFSET ?`;
export const LIST_ROWS = `
  SELECT j.version, j.ordinal, j.kind, c.at_ms, s.id AS source_id, d.id AS document_id, x.hash AS text_hash, j.detail
  FROM journal j
  CROSS JOIN kb_commit c ON c.workspace = j.workspace AND c.version = j.version
  LEFT JOIN source s ON s.key = j.source
  LEFT JOIN document d ON d.key = j.document
  LEFT JOIN text x ON x.key = j.text
  WHERE j.workspace = ? AND j.version > ? AND j.version <= ? ORDER BY j.version, j.ordinal`;
