// The kinds that change nothing a figure is made of are bound as the last two parameters.
export const SELECT_REMEMBERED = `
  SELECT r.deflated FROM remembered r
  WHERE r.workspace = ? AND r.name = ? AND r.from_ms <= ? AND (r.until_ms IS NULL OR r.until_ms > ?)
    AND NOT EXISTS (
      SELECT 1 FROM journal j WHERE j.workspace = r.workspace AND j.version > r.version AND j.kind NOT IN (?, ?)
    )`;

export const FORGET = "DELETE FROM remembered WHERE workspace = ?";

export const UPSERT_REMEMBERED = `
  INSERT INTO remembered (workspace, name, version, from_ms, until_ms, deflated) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (workspace, name) DO UPDATE SET
    version = excluded.version, from_ms = excluded.from_ms, until_ms = excluded.until_ms, deflated = excluded.deflated`;
