export const SELECT_WORKSPACES = "SELECT id FROM workspace ORDER BY id";
export const SELECT_KEY = "SELECT key FROM workspace WHERE id = ?";
export const INSERT_WORKSPACE =
  "INSERT INTO workspace (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING";
export const SELECT_VERSIONS = "SELECT version, oldest_version FROM workspace WHERE key = ?";
export const UPDATE_VERSION = "UPDATE workspace SET version = ? WHERE key = ?";
export const UPDATE_OLDEST_VERSION = "UPDATE workspace SET oldest_version = ? WHERE key = ?";
export const INSERT_COMMIT =
  "INSERT INTO kb_commit (workspace, version, at_ms, scan) VALUES (?, ?, ?, ?)";
export const SELECT_SOURCE_KEY = "SELECT key FROM source WHERE workspace = ? AND id = ?";
