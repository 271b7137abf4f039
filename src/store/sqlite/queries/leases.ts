export const SELECT_LEASE =
  "SELECT token, host, pid, acquired_at_ms, renewed_at_ms FROM lease WHERE source = ?";
export const PUT_LEASE = `
  INSERT INTO lease (source, workspace, token, host, pid, acquired_at_ms, renewed_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET token = excluded.token, host = excluded.host, pid = excluded.pid,
    acquired_at_ms = excluded.acquired_at_ms, renewed_at_ms = excluded.renewed_at_ms`;
export const RENEW_LEASE = "UPDATE lease SET renewed_at_ms = ? WHERE source = ? AND token = ?";
export const DELETE_LEASE = "DELETE FROM lease WHERE source = ? AND token = ?";
