const FINDING_COLUMNS = `
  f.key, f.fingerprint, f.rule, f.category, f.severity, f.state, f.is_at_baseline, f.is_acknowledged,
  f.confidence_ratio, f.opened_at_ms, f.opened_version, f.closed_at_ms, f.judged, f.subject, f.message_id,
  f.message_key, f.text, f.data, f.evidence, f.judged_waiver, f.person_waiver`;

export const SELECT_BY_FINGERPRINTS = `
  SELECT ${FINDING_COLUMNS} FROM json_each(?2) j
  CROSS JOIN finding f ON f.workspace = ?1 AND f.fingerprint = j.value`;
export const SELECT_BY_JUDGED = `
  SELECT ${FINDING_COLUMNS} FROM json_each(?2) j CROSS JOIN finding f ON f.workspace = ?1 AND f.judged = j.value`;
/** Those whose subject is, or includes, one of these documents. */
export const SELECT_BY_SUBJECT_DOCUMENTS = `
  SELECT ${FINDING_COLUMNS} FROM document d
  CROSS JOIN finding_document fd ON fd.document = d.key AND fd.is_subject = 1
  CROSS JOIN finding f ON f.key = fd.finding
  WHERE d.workspace = ? AND d.id IN (SELECT value FROM json_each(?))`;
export const SELECT_FAILURES = `
  SELECT r.judged, r.rule, r.category, r.reason FROM json_each(?2) j
  CROSS JOIN rule_failure r ON r.workspace = ?1 AND r.judged = j.value`;

/** Null parameters ask for nothing; the last ones are the place behind which to continue. */
const FILTERS = `
  (@states IS NULL OR f.state IN (SELECT value FROM json_each(@states)))
  AND (@rules IS NULL OR f.rule IN (SELECT value FROM json_each(@rules)))
  AND (@severities IS NULL OR f.severity IN (SELECT value FROM json_each(@severities)))
  AND (@source IS NULL OR f.subject = @source_subject OR EXISTS (
    SELECT 1 FROM finding_document fs JOIN document d ON d.key = fs.document
    WHERE fs.finding = f.key AND d.source = @source))
  AND (f.severity, f.rule, f.fingerprint) > (@after_severity, @after_rule, @after_fingerprint)
  ORDER BY f.severity, f.rule, f.fingerprint LIMIT @limit`;
export const LIST = `
  SELECT ${FINDING_COLUMNS} FROM finding f INDEXED BY finding_by_order
  WHERE f.workspace = @workspace AND @document IS NULL AND ${FILTERS}`;
export const LIST_OF_DOCUMENT = `
  SELECT ${FINDING_COLUMNS} FROM finding_document fd CROSS JOIN finding f ON f.key = fd.finding
  WHERE f.workspace = @workspace AND fd.document = @document AND ${FILTERS}`;

/** 3: resolved. Naming every severity lets the index by order find the rule. */
export const LIST_JUDGED = `
  SELECT DISTINCT judged FROM finding INDEXED BY finding_by_order
  WHERE workspace = ? AND severity IN (0, 1, 2) AND rule = ? AND state <> 3`;

export const INSERT_FINDING = `
  INSERT INTO finding (workspace, fingerprint, rule, category, severity, state, is_at_baseline, is_acknowledged,
    confidence_ratio, opened_at_ms, opened_version, closed_at_ms, judged, subject, message_id, message_key, text, data,
    evidence, judged_waiver, person_waiver)
  VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
export const UPDATE_FINDING = `
  UPDATE finding SET category = ?, severity = ?, state = ?, is_acknowledged = ?, confidence_ratio = ?,
    opened_at_ms = ?, opened_version = ?, closed_at_ms = ?, judged = ?, text = ?, data = ?, evidence = ?,
    judged_waiver = ?, person_waiver = ? WHERE key = ?`;
export const DELETE_FINDING_DOCUMENTS = "DELETE FROM finding_document WHERE finding = ?";
export const INSERT_FINDING_DOCUMENTS = `
  INSERT INTO finding_document (finding, document, is_subject, workspace)
  SELECT ?1, d.key, ?3, ?2 FROM document d WHERE d.workspace = ?2 AND d.id IN (SELECT value FROM json_each(?4))`;
export const PUT_FAILURE = `
  INSERT INTO rule_failure (workspace, judged, rule, category, reason) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET category = excluded.category, reason = excluded.reason`;
export const DELETE_FAILURE =
  "DELETE FROM rule_failure WHERE workspace = ? AND judged = ? AND rule = ?";

export const PUT_DUE = `
  INSERT INTO due (workspace, subject, due_at_ms) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET due_at_ms = excluded.due_at_ms WHERE due_at_ms <> excluded.due_at_ms`;
export const DELETE_DUE = "DELETE FROM due WHERE workspace = ? AND subject = ?";
export const LIST_DUE_DOCUMENTS = `
  SELECT id, due_at_ms FROM document INDEXED BY document_by_due
  WHERE workspace = ? AND due_at_ms <= ? ORDER BY due_at_ms LIMIT ?`;
export const LIST_DUE_SUBJECTS = `
  SELECT subject, due_at_ms FROM due INDEXED BY due_by_time
  WHERE workspace = ? AND due_at_ms <= ? ORDER BY due_at_ms LIMIT ?`;
export const SELECT_NEXT_DUE = `
  SELECT min(due_at_ms) AS due_at_ms FROM (
    SELECT min(due_at_ms) AS due_at_ms FROM document WHERE workspace = ?1 AND due_at_ms IS NOT NULL
    UNION ALL SELECT min(due_at_ms) FROM due WHERE workspace = ?1)`;

export const MARK_BASELINE = `
  UPDATE finding SET is_at_baseline = (state <> 3) WHERE workspace = ? AND is_at_baseline <> (state <> 3)`;
export const PUT_BASELINE = `
  INSERT INTO baseline (workspace, name, version, at_ms) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET name = excluded.name, version = excluded.version, at_ms = excluded.at_ms`;
export const SELECT_BASELINE = "SELECT name, version, at_ms FROM baseline WHERE workspace = ?";
