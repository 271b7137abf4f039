const STATE_COLUMNS = `
  d.key, d.id, s.id AS source_id, d.locator, p.prefix AS page_prefix, d.uri, d.revision, d.identity,
  d.unread_reason, t.unread_detail, t.word_count, t.title, t.media_type, t.language,
  x.hash AS text_hash, x.copy_hash, x.length AS text_length,
  t.owners, t.labels, t.waivers, t.verification, t.link_keys, t.dates, t.headings,
  d.created_at_ms, d.content_changed_at_ms, d.valid_from`;
const STATE_TABLES = `
  CROSS JOIN document_detail t ON t.document = d.key
  CROSS JOIN page p ON p.key = d.page
  CROSS JOIN source s ON s.key = d.source
  LEFT JOIN text x ON x.key = d.text`;
const REF_COLUMNS = `
  d.id, d.locator, p.prefix AS page_prefix, d.revision, d.access_revision, d.identity, x.hash AS text_hash`;

export const SELECT_STATES = `
  SELECT ${STATE_COLUMNS} FROM document d ${STATE_TABLES}
  WHERE d.workspace = ? AND d.id IN (SELECT value FROM json_each(?)) AND d.gone_version IS NULL`;
/** Gone ones too: a revived document's last state goes to the past. */
export const SELECT_STATES_BY_KEY = `
  SELECT ${STATE_COLUMNS} FROM json_each(?) j CROSS JOIN document d ON d.key = j.value ${STATE_TABLES}`;
export const SELECT_STATES_BY_REFERENCE = `
  SELECT ${STATE_COLUMNS} FROM (
    SELECT key FROM document WHERE workspace = ?1 AND id = ?2
    UNION SELECT key FROM document NOT INDEXED WHERE workspace = ?1 AND uri = ?2
    UNION SELECT d.key FROM source s JOIN document d ON d.source = s.key WHERE s.workspace = ?1 AND d.locator = ?2
  ) found CROSS JOIN document d ON d.key = found.key ${STATE_TABLES}
  WHERE d.gone_version IS NULL ORDER BY d.id`;
const LIST = `
  SELECT ${STATE_COLUMNS} FROM document d INDEXED BY document_by_id ${STATE_TABLES}
  WHERE d.workspace = ? AND d.id >= ? AND d.id <> ? AND d.gone_version IS NULL`;
export const LIST_STATES = `${LIST} ORDER BY d.id LIMIT ?`;
export const LIST_STATES_OF_SOURCE = `${LIST} AND d.source = ? ORDER BY d.id LIMIT ?`;

export const SELECT_LIFE = `
  SELECT key, gone_version, valid_from, access_from FROM document WHERE workspace = ? AND id = ?`;
export const SELECT_PAST_STATE = `
  SELECT state FROM document_past WHERE document = ?1 AND valid_from <= ?2 AND valid_to > ?2`;

export const LIST_PAGE_REFS = `
  SELECT ${REF_COLUMNS} FROM json_each(?2) j
  CROSS JOIN page p ON p.source = ?1 AND p.prefix = j.value
  CROSS JOIN document d ON d.page = p.key
  LEFT JOIN text x ON x.key = d.text
  WHERE d.gone_version IS NULL`;
export const FIND_REFS = `
  SELECT ${REF_COLUMNS} FROM json_each(?2) j
  CROSS JOIN document d ON d.source = ?1 AND d.locator = j.value
  CROSS JOIN page p ON p.key = d.page
  LEFT JOIN text x ON x.key = d.text
  WHERE d.gone_version IS NULL`;
const LIST_REFS = `
  SELECT ${REF_COLUMNS} FROM document d INDEXED BY document_by_locator
  CROSS JOIN page p ON p.key = d.page
  LEFT JOIN text x ON x.key = d.text
  WHERE d.source = ? AND d.gone_version IS NULL`;
export const LIST_REFS_FROM_START = `${LIST_REFS} ORDER BY d.locator LIMIT ?`;
export const LIST_REFS_AFTER = `${LIST_REFS} AND d.locator > ? ORDER BY d.locator LIMIT ?`;

export const SELECT_TEXT = `
  SELECT x.deflated FROM document d JOIN text x ON x.key = d.text
  WHERE d.workspace = ? AND d.id = ? AND d.gone_version IS NULL`;
export const LIST_VERSIONS = `
  SELECT v.version, v.at_ms, x.hash, x.length FROM content_version v LEFT JOIN text x ON x.key = v.text
  WHERE v.document = ?1
  UNION ALL
  SELECT d.content_version, d.content_changed_at_ms, x.hash, x.length FROM document d LEFT JOIN text x ON x.key = d.text
  WHERE d.key = ?1
  ORDER BY 1`;

export const FIND_COPIES = `
  SELECT x.copy_hash, d.id FROM json_each(?2) j
  CROSS JOIN text x ON x.workspace = ?1 AND x.copy_prefix = j.value
  CROSS JOIN document d ON d.text = x.key
  WHERE d.gone_version IS NULL ORDER BY d.locator, d.id`;
/** Two steps: what may be shared is read off two indexes, and only that is looked at. */
export const LIST_SHARED_COPIES = `
  WITH candidate (prefix) AS (
    SELECT copy_prefix FROM text WHERE workspace = ?1 GROUP BY copy_prefix HAVING count(*) > 1
    UNION SELECT x.copy_prefix FROM (
      SELECT text FROM document WHERE text IS NOT NULL GROUP BY text HAVING count(*) > 1
    ) used CROSS JOIN text x ON x.key = used.text WHERE x.workspace = ?1
  )
  SELECT x.copy_hash FROM candidate
  CROSS JOIN text x ON x.workspace = ?1 AND x.copy_prefix = candidate.prefix
  CROSS JOIN document d ON d.text = x.key
  WHERE d.gone_version IS NULL GROUP BY x.copy_hash HAVING count(*) > 1 ORDER BY x.copy_hash`;
export const LIST_UNKNOWN_ACCESS = `
  SELECT id FROM document INDEXED BY document_unknown_access
  WHERE source = ? AND access_reason = ? AND gone_version IS NULL ORDER BY locator`;

// Written by commits.

export const SELECT_ROWS = `
  SELECT d.key, d.source, d.gone_version, d.gone_at_ms, d.unread_reason, d.freshness, d.aging_at_ms, d.stale_at_ms,
    d.expires_at_ms, d.has_owner, d.internal_link_count, d.external_link_count, d.access, d.access_reason,
    d.access_from, d.valid_from, d.page, d.text, x.hash AS text_hash, d.content_version, d.content_changed_at_ms,
    d.created_at_ms, d.due_at_ms, d.id, d.locator, d.uri, d.revision, d.access_revision, d.identity, d.access_origins
  FROM json_each(?2) j CROSS JOIN document d ON d.workspace = ?1 AND d.id = j.value
  LEFT JOIN text x ON x.key = d.text`;
export const SELECT_DETAILS = `
  SELECT d.id, t.title, t.media_type, t.language, t.word_count, t.unread_detail, t.owners, t.labels, t.waivers,
    t.link_keys, t.dates, t.headings, t.anchors, t.links
  FROM json_each(?2) j CROSS JOIN document d ON d.workspace = ?1 AND d.id = j.value
  CROSS JOIN document_detail t ON t.document = d.key`;
export const INSERT_DOCUMENT = `
  INSERT INTO document (workspace, source, unread_reason, freshness, aging_at_ms, stale_at_ms, expires_at_ms, has_owner,
    internal_link_count, external_link_count, access, access_reason, access_from, valid_from, page, text, content_version,
    content_changed_at_ms, created_at_ms, gone_version, gone_at_ms, due_at_ms, id, locator, uri, revision,
    access_revision, identity, access_origins)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
export const UPDATE_PLACE = `
  UPDATE document SET locator = ?, page = ?, uri = ?, revision = ?, identity = ? WHERE key = ?`;
export const UPDATE_REVISION = "UPDATE document SET revision = ?, identity = ? WHERE key = ?";
export const UPDATE_ACCESS = `
  UPDATE document SET access = ?, access_reason = ?, access_from = ?, access_revision = ?, access_origins = ?
  WHERE key = ?`;
export const UPDATE_JUDGEMENT = `
  UPDATE document SET freshness = ?, aging_at_ms = ?, stale_at_ms = ?, expires_at_ms = ?, due_at_ms = ? WHERE key = ?`;
export const UPDATE_STATE = `
  UPDATE document SET gone_version = ?, gone_at_ms = ?, unread_reason = ?, has_owner = ?, internal_link_count = ?,
    external_link_count = ?, valid_from = ?, text = ?, content_version = ?, content_changed_at_ms = ? WHERE key = ?`;
export const INSERT_DETAIL = `
  INSERT INTO document_detail (document, workspace, title, media_type, language, word_count, unread_detail, owners,
    labels, waivers, link_keys, dates, headings, anchors, links)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
export const UPDATE_DETAIL = `
  UPDATE document_detail SET title = ?, media_type = ?, language = ?, word_count = ?, unread_detail = ?, owners = ?,
    labels = ?, waivers = ?, link_keys = ?, dates = ?, headings = ?, anchors = ?, links = ? WHERE document = ?`;
export const UPDATE_UNREAD_DETAIL =
  "UPDATE document_detail SET unread_detail = ? WHERE document = ?";
export const UPDATE_VERIFICATION = "UPDATE document_detail SET verification = ? WHERE document = ?";
export const INSERT_PAST_STATE = `
  INSERT INTO document_past (document, valid_from, valid_to, workspace, state) VALUES (?, ?, ?, ?, ?)`;
export const INSERT_CONTENT_VERSION = `
  INSERT INTO content_version (document, version, superseded_version, workspace, at_ms, text)
  VALUES (?, ?, ?, ?, ?, ?)`;

export const SELECT_TEXTS = `
  SELECT x.key, x.hash, x.deflated IS NULL AS is_purged, x.copy_hash FROM json_each(?2) j
  CROSS JOIN text x ON x.workspace = ?1 AND x.copy_prefix = j.value ->> 0 AND x.hash_prefix = j.value ->> 1`;
export const INSERT_TEXT = `
  INSERT INTO text (workspace, copy_prefix, hash_prefix, length, hash, copy_hash, deflated) VALUES (?, ?, ?, ?, ?, ?, ?)`;
export const RESTORE_TEXT = "UPDATE text SET deflated = ? WHERE key = ?";
