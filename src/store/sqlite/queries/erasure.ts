const DOCUMENTS = "(SELECT key FROM document WHERE source = ?)";

/** Findings that are about the source or quote one of its documents; groups among them are to be judged again. */
const FINDINGS = `
  SELECT finding AS key FROM finding_document fd JOIN document d ON d.key = fd.document WHERE d.source = ?1
  UNION SELECT key FROM finding WHERE workspace = ?2 AND ?3 IN (subject, judged)`;
export const LIST_FINDINGS = `SELECT f.key, f.judged FROM (${FINDINGS}) x JOIN finding f ON f.key = x.key`;
export const DELETE_FINDING_DOCUMENTS =
  "DELETE FROM finding_document WHERE finding IN (SELECT value FROM json_each(?))";
export const DELETE_FINDINGS = "DELETE FROM finding WHERE key IN (SELECT value FROM json_each(?))";
export const DELETE_FAILURES = `
  DELETE FROM rule_failure WHERE workspace = ?1 AND (judged = ?2 OR judged IN (
    SELECT json_array('document', id) FROM document WHERE source = ?3))`;
export const DELETE_DUE = "DELETE FROM due WHERE workspace = ? AND subject = ?";

/** Every table that hangs on a source, those first that others refer to last. Each takes the source's key. */
export const OF_SOURCE: readonly string[] = [
  `DELETE FROM journal WHERE workspace = (SELECT workspace FROM source WHERE key = ?1)
     AND (source = ?1 OR document IN (SELECT key FROM document WHERE source = ?1))`,
  "DELETE FROM lease WHERE source = ?",
  "DELETE FROM scan WHERE source = ?",
  "DELETE FROM asset WHERE source = ?",
  "DELETE FROM link_key WHERE source = ?",
  "DELETE FROM link_target WHERE source = ?",
  `DELETE FROM document_detail WHERE document IN ${DOCUMENTS}`,
  `DELETE FROM document_past WHERE document IN ${DOCUMENTS}`,
  `DELETE FROM access_past WHERE document IN ${DOCUMENTS}`,
  `DELETE FROM content_version WHERE document IN ${DOCUMENTS}`,
  "DELETE FROM document WHERE source = ?",
  "DELETE FROM page WHERE source = ?",
  "DELETE FROM source WHERE key = ?",
];

/** What no document of the workspace has any more. Each takes the workspace's key. */
export const UNUSED: readonly string[] = [
  `DELETE FROM text WHERE workspace = ?
     AND NOT EXISTS (SELECT 1 FROM document d WHERE d.text = text.key)
     AND NOT EXISTS (SELECT 1 FROM content_version v WHERE v.text = text.key)`,
  `DELETE FROM access_set WHERE workspace = ? AND key NOT IN (
     SELECT access FROM document WHERE access IS NOT NULL
     UNION SELECT access FROM access_past WHERE access IS NOT NULL)`,
  `DELETE FROM gate WHERE workspace = ? AND key NOT IN (
     SELECT j.value FROM access_set s, json_each(s.gates) j)`,
];

/** Every table of a workspace, those first that others refer to last. Each takes the workspace's key. */
export const OF_WORKSPACE: readonly string[] = [
  ...[
    "kb_commit",
    "journal",
    "baseline",
    "remembered",
    "policy",
    "directory_edge",
    "directory_principal",
    "directory",
    "due",
    "rule_failure",
    "finding_document",
    "finding",
    "lease",
    "scan",
    "asset",
  ].map((table) => `DELETE FROM ${table} WHERE workspace = ?`),
  "DELETE FROM link_key WHERE source IN (SELECT key FROM source WHERE workspace = ?)",
  "DELETE FROM link_target WHERE source IN (SELECT key FROM source WHERE workspace = ?)",
  ...[
    "document_detail",
    "document_past",
    "access_past",
    "content_version",
    "document",
    "page",
    "source",
    "text",
    "access_set",
    "gate",
  ].map((table) => `DELETE FROM ${table} WHERE workspace = ?`),
  "DELETE FROM workspace WHERE key = ?",
];
