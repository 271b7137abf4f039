export const SELECT_GATE = "SELECT key FROM gate WHERE workspace = ? AND hash = ?";
export const INSERT_GATE = "INSERT INTO gate (workspace, hash, canonical) VALUES (?, ?, ?)";
export const SELECT_GATES =
  "SELECT key, canonical FROM gate WHERE key IN (SELECT value FROM json_each(?))";
export const SELECT_ACCESS_SET_KEY = "SELECT key FROM access_set WHERE workspace = ? AND hash = ?";
export const INSERT_ACCESS_SET =
  "INSERT INTO access_set (workspace, hash, realm, gates) VALUES (?, ?, ?, ?)";
export const SELECT_ACCESS_SETS =
  "SELECT key, realm, gates FROM access_set WHERE key IN (SELECT value FROM json_each(?))";
export const SELECT_ACCESSES = `
  SELECT id, access, access_reason, access_revision, access_origins, access_from AS valid_from FROM document
  WHERE workspace = ? AND id IN (SELECT value FROM json_each(?)) AND gone_version IS NULL`;
export const SELECT_ACCESS = `
  SELECT access, access_reason, access_revision, access_origins, access_from AS valid_from FROM document WHERE key = ?`;
export const SELECT_PAST_ACCESS = `
  SELECT access, access_reason, access_revision, access_origins, valid_from FROM access_past
  WHERE document = ?1 AND valid_from <= ?2 AND valid_to > ?2`;
export const INSERT_PAST_ACCESS = `
  INSERT INTO access_past (document, valid_from, valid_to, workspace, access, access_reason, access_revision,
    access_origins)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
