/** Both tables are filled a batch at a time from an object of lists by document. */
export const INSERT_LINK_KEYS = `
  INSERT INTO link_key (source, link_key, document)
  SELECT ?1, k.value, CAST(d.key AS INTEGER) FROM json_each(?2) d, json_each(d.value) k WHERE true ON CONFLICT DO NOTHING`;
export const INSERT_LINK_TARGETS = `
  INSERT INTO link_target (source, target_key, document)
  SELECT ?1, k.value, CAST(d.key AS INTEGER) FROM json_each(?2) d, json_each(d.value) k WHERE true ON CONFLICT DO NOTHING`;
export const DELETE_LINK_KEYS = `
  DELETE FROM link_key WHERE source = ? AND document = ? AND link_key IN (SELECT value FROM json_each(?))`;
export const DELETE_LINK_TARGETS = `
  DELETE FROM link_target WHERE source = ? AND document = ? AND target_key IN (SELECT value FROM json_each(?))`;

export const SELECT_LINKS = `
  SELECT d.id, t.links AS list FROM document d CROSS JOIN document_detail t ON t.document = d.key
  WHERE d.workspace = ? AND d.id IN (SELECT value FROM json_each(?)) AND d.gone_version IS NULL ORDER BY d.id`;
export const SELECT_ANCHORS = `
  SELECT d.id, t.anchors AS list FROM document d CROSS JOIN document_detail t ON t.document = d.key
  WHERE d.workspace = ? AND d.id IN (SELECT value FROM json_each(?)) AND d.gone_version IS NULL`;
export const FIND_TARGET_DOCUMENTS = `
  SELECT l.link_key, d.locator, d.id, d.unread_reason IS NULL AS is_read, t.media_type FROM json_each(?2) j
  CROSS JOIN link_key l ON l.source = ?1 AND l.link_key = j.value
  CROSS JOIN document d ON d.key = l.document
  CROSS JOIN document_detail t ON t.document = d.key
  WHERE d.gone_version IS NULL`;
export const FIND_TARGET_ASSETS = `
  SELECT DISTINCT a.link_key, a.locator FROM json_each(?2) j
  CROSS JOIN asset a ON a.source = ?1 AND a.link_key = j.value`;
export const FIND_LINKERS = `
  SELECT DISTINCT d.id FROM json_each(?2) j
  CROSS JOIN link_target l ON l.source = ?1 AND l.target_key = j.value
  CROSS JOIN document d ON d.key = l.document
  WHERE d.gone_version IS NULL`;
