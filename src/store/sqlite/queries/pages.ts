export const SELECT_DIGESTS =
  "SELECT prefix, digest FROM page WHERE source = ? AND digest IS NOT NULL";
export const SELECT_PAGE_KEY = "SELECT key FROM page WHERE source = ? AND prefix = ?";
export const INSERT_PAGE =
  "INSERT INTO page (workspace, source, prefix, digest) VALUES (?, ?, ?, '')";
export const UPDATE_DIGEST = "UPDATE page SET digest = ? WHERE key = ?";
export const EMPTY_DIGESTS = `
  UPDATE page SET digest = '' WHERE key IN (SELECT value FROM json_each(?)) AND digest <> ''`;
/** Of pages that were gone, too. */
export const REVIVE_DIGESTS = `
  UPDATE page SET digest = '' WHERE key IN (SELECT value FROM json_each(?)) AND digest IS NULL`;
export const SELECT_ASSETS = "SELECT link_key, locator FROM asset WHERE page = ?";
export const DELETE_ASSETS = "DELETE FROM asset WHERE page = ?";
/** From a list of [linkKey, locator]. */
export const INSERT_ASSETS = `
  INSERT INTO asset (workspace, source, page, link_key, locator)
  SELECT ?1, ?2, ?3, j.value ->> 0, j.value ->> 1 FROM json_each(?4) j WHERE true ON CONFLICT DO NOTHING`;
export const LIST_ASSET_KEYS = `
  SELECT DISTINCT a.link_key FROM json_each(?2) j
  CROSS JOIN page p ON p.source = ?1 AND p.prefix = j.value
  CROSS JOIN asset a ON a.page = p.key`;
/** A prefix ends in a slash, and the character behind the slash is the zero. */
export const FIND_FOLDERS = `
  SELECT j.value AS prefix FROM json_each(?2) j
  WHERE EXISTS (SELECT 1 FROM document d INDEXED BY document_by_locator
      WHERE d.source = ?1 AND d.locator > j.value AND d.locator < substr(j.value, 1, length(j.value) - 1) || '0'
        AND d.gone_version IS NULL)
    OR EXISTS (SELECT 1 FROM asset a INDEXED BY asset_by_locator
      WHERE a.source = ?1 AND a.locator > j.value AND a.locator < substr(j.value, 1, length(j.value) - 1) || '0')`;
