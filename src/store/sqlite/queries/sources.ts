const SOURCE_COLUMNS = `
  key, id, connector, options, stewardship, health, cursor, document_count, last_complete_at_ms`;
export const SELECT_SOURCE = `SELECT ${SOURCE_COLUMNS} FROM source WHERE workspace = ? AND id = ?`;
export const LIST_SOURCES = `SELECT ${SOURCE_COLUMNS} FROM source WHERE workspace = ? ORDER BY id`;
export const INSERT_SOURCE = `
  INSERT INTO source (workspace, id, connector, options, stewardship, health) VALUES (?, ?, ?, ?, ?, ?)`;
export const UPDATE_SETTINGS =
  "UPDATE source SET connector = ?, options = ?, stewardship = ? WHERE key = ?";
export const UPDATE_HEALTH = "UPDATE source SET health = ? WHERE key = ?";
export const UPDATE_CURSOR = "UPDATE source SET cursor = ? WHERE key = ?";
export const UPDATE_COMPLETE = "UPDATE source SET last_complete_at_ms = ? WHERE key = ?";
export const ADD_DOCUMENTS = "UPDATE source SET document_count = document_count + ? WHERE key = ?";

const SCAN_COLUMNS = `
  c.id, s.id AS source_id, c.started_at_ms, c.ended_at_ms, c.outcome, c.counts, c.started_version, c.ended_version`;
export const LIST_SCANS = `
  SELECT ${SCAN_COLUMNS} FROM scan c JOIN source s ON s.key = c.source
  WHERE c.workspace = ? ORDER BY c.started_version DESC, c.id LIMIT ?`;
export const LIST_SCANS_OF_SOURCE = `
  SELECT ${SCAN_COLUMNS} FROM scan c JOIN source s ON s.key = c.source
  WHERE c.source = ? ORDER BY c.started_version DESC, c.id LIMIT ?`;
export const INSERT_SCAN = `
  INSERT INTO scan (workspace, id, source, started_at_ms, started_version) VALUES (?, ?, ?, ?, ?)`;
export const END_SCAN = `
  UPDATE scan SET ended_at_ms = ?, outcome = ?, counts = ?, ended_version = ? WHERE workspace = ? AND id = ? AND source = ?`;
