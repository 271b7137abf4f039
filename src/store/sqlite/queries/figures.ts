/** One pass over the documents' narrow rows. The numbers of a status are those of codes.ts: 0 unknown. */
export const COUNT_DOCUMENTS = `
  SELECT count(*) AS total, sum(unread_reason IS NULL) AS read, sum(has_owner) AS with_owner,
    sum(access_reason IS NULL) AS known_access,
    sum(internal_link_count) AS internal_links, sum(external_link_count) AS external_links,
    sum(internal_link_count > 0) AS with_internal_links,
    sum(status = 1) AS fresh, sum(status = 2) AS aging, sum(status = 3) AS stale, sum(status = 4) AS expired
  FROM (
    SELECT unread_reason, has_owner, access_reason, internal_link_count, external_link_count,
      CASE
        WHEN unread_reason IS NOT NULL OR freshness IS NULL THEN 0
        WHEN expires_at_ms <= ?2 THEN 4
        WHEN stale_at_ms <= ?2 THEN 3
        WHEN freshness = 0 THEN 0
        WHEN aging_at_ms <= ?2 THEN 2
        ELSE 1
      END AS status
    FROM document NOT INDEXED WHERE workspace = ?1 AND gone_version IS NULL)`;
export const COUNT_BY_SOURCE =
  "SELECT id, document_count AS count FROM source WHERE workspace = ? ORDER BY id";
export const COUNT_UNREAD = `
  SELECT unread_reason AS code, count(*) AS count FROM document INDEXED BY document_unread
  WHERE workspace = ? AND unread_reason IS NOT NULL AND gone_version IS NULL GROUP BY unread_reason`;
export const COUNT_UNKNOWN_ACCESS = `
  SELECT access_reason AS code, count(*) AS count FROM document INDEXED BY document_unknown_access
  WHERE source IN (SELECT key FROM source WHERE workspace = ?) AND access_reason IS NOT NULL AND gone_version IS NULL
  GROUP BY source, access_reason`;

/** States below 2 count: open and acknowledged. The lowest severity is the worst. */
export const COUNT_DAMAGED = `
  SELECT category, severity, count(*) AS documents FROM (
    SELECT f.category, fd.document, min(f.severity) AS severity
    FROM finding f CROSS JOIN finding_document fd ON fd.finding = f.key CROSS JOIN document d ON d.key = fd.document
    WHERE f.workspace = ? AND f.state < 2 AND d.gone_version IS NULL
    GROUP BY fd.document, f.category)
  GROUP BY category, severity ORDER BY category, severity`;
export const COUNT_FINDINGS = `
  SELECT rule, severity, state, is_at_baseline, count(*) AS count FROM finding
  WHERE workspace = ? GROUP BY rule, severity, state, is_at_baseline`;
export const COUNT_FAILURES = `
  SELECT rule, category, count(*) AS subjects, min(reason) AS reason FROM rule_failure
  WHERE workspace = ? GROUP BY rule, category ORDER BY rule, category`;
