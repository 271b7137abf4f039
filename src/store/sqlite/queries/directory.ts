export const SELECT_READING = `
  SELECT taken_at_ms FROM directory WHERE workspace = ?1 AND realm = ?2 AND version <= ?3 ORDER BY version DESC LIMIT 1`;
export const INSERT_READING =
  "INSERT INTO directory (workspace, realm, version, taken_at_ms) VALUES (?, ?, ?, ?)";
/** The same directory was read again: only its age is new. */
export const RENEW_READING = `
  UPDATE directory SET taken_at_ms = ?3 WHERE workspace = ?1 AND realm = ?2
    AND version = (SELECT max(version) FROM directory WHERE workspace = ?1 AND realm = ?2)`;

export const LIST_PRINCIPALS = `
  SELECT key, id, name, email, is_active FROM directory_principal
  WHERE workspace = ?1 AND realm = ?2 AND valid_from <= ?3 AND (valid_to IS NULL OR valid_to > ?3) ORDER BY id`;
export const INSERT_PRINCIPAL = `
  INSERT INTO directory_principal (workspace, realm, id, name, email, is_active, valid_from) VALUES (?, ?, ?, ?, ?, ?, ?)`;
export const END_PRINCIPAL = "UPDATE directory_principal SET valid_to = ? WHERE key = ?";

export const LIST_EDGES = `
  SELECT key, group_id, member_id FROM directory_edge
  WHERE workspace = ?1 AND realm = ?2 AND valid_from <= ?3 AND (valid_to IS NULL OR valid_to > ?3)
  ORDER BY group_id, member_id`;
export const INSERT_EDGE = `
  INSERT INTO directory_edge (workspace, realm, group_id, member_id, valid_from) VALUES (?, ?, ?, ?, ?)`;
export const END_EDGE = "UPDATE directory_edge SET valid_to = ? WHERE key = ?";

export const SELECT_POLICY = `
  SELECT key, json FROM policy
  WHERE workspace = ?1 AND kind = ?2 AND valid_from <= ?3 AND (valid_to IS NULL OR valid_to > ?3)`;
export const INSERT_POLICY =
  "INSERT INTO policy (workspace, kind, json, valid_from) VALUES (?, ?, ?, ?)";
export const END_POLICY = "UPDATE policy SET valid_to = ? WHERE key = ?";
/** A second policy of one kind in one commit takes the first one's place. */
export const DELETE_EMPTY_POLICY = "DELETE FROM policy WHERE key = ? AND valid_from = valid_to";
