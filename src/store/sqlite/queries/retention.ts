/** The last version that is older than the history: every commit up to it was made at or before the limit. */
export const SELECT_NEW_OLDEST = `
  SELECT max(oldest_version, coalesce((SELECT min(c.version) - 1 FROM kb_commit c WHERE c.workspace = ?1 AND c.at_ms > ?2), version))
    AS version
  FROM workspace WHERE key = ?1`;
export const DELETE_STATES = "DELETE FROM document_past WHERE workspace = ? AND valid_to <= ?";
export const DELETE_ACCESS = "DELETE FROM access_past WHERE workspace = ? AND valid_to <= ?";
export const DELETE_PRINCIPALS =
  "DELETE FROM directory_principal WHERE workspace = ? AND valid_to <= ?";
export const DELETE_EDGES = "DELETE FROM directory_edge WHERE workspace = ? AND valid_to <= ?";
export const DELETE_POLICIES = "DELETE FROM policy WHERE workspace = ? AND valid_to <= ?";
/** The reading that held at the oldest version stays. */
export const DELETE_READINGS = `
  DELETE FROM directory AS d WHERE d.workspace = ?1 AND EXISTS (
    SELECT 1 FROM directory n WHERE n.workspace = d.workspace AND n.realm = d.realm
      AND n.version > d.version AND n.version <= ?2)`;
export const DELETE_JOURNAL = "DELETE FROM journal WHERE workspace = ? AND version <= ?";
export const DELETE_COMMITS = "DELETE FROM kb_commit WHERE workspace = ? AND version <= ?";
export const DELETE_CONTENT_VERSIONS = `
  DELETE FROM content_version WHERE workspace = ? AND superseded_version <= ? RETURNING text`;

/** Texts of documents that went at or before the limit, old versions included. */
export const LIST_TEXTS_OF_GONE = `
  SELECT d.text FROM document d INDEXED BY document_gone
  WHERE d.workspace = ?1 AND d.gone_version IS NOT NULL AND d.gone_at_ms <= ?2 AND d.text IS NOT NULL
  UNION
  SELECT v.text FROM document d INDEXED BY document_gone CROSS JOIN content_version v ON v.document = d.key
  WHERE d.workspace = ?1 AND d.gone_version IS NOT NULL AND d.gone_at_ms <= ?2 AND v.text IS NOT NULL`;
/** A text is needed while a document that is there, or went after the limit, has it or had it within the history. */
export const PURGE_TEXTS = `
  UPDATE text SET deflated = NULL WHERE workspace = ?1 AND key IN (SELECT value FROM json_each(?2)) AND deflated IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM document d WHERE d.text = text.key AND (d.gone_version IS NULL OR d.gone_at_ms > ?3))
    AND NOT EXISTS (
      SELECT 1 FROM content_version v JOIN document d ON d.key = v.document
      WHERE v.text = text.key AND (d.gone_version IS NULL OR d.gone_at_ms > ?3))`;
