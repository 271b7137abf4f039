-- journal_mode = wal
-- application_id = 1415867755
CREATE TABLE access_past (
  document INTEGER NOT NULL REFERENCES document,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  workspace INTEGER NOT NULL,
  access INTEGER,
  access_reason INTEGER,
  access_revision TEXT,
  access_origins TEXT,
  PRIMARY KEY (document, valid_from)
) STRICT, WITHOUT ROWID;
CREATE TABLE access_set (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL REFERENCES workspace,
  hash BLOB NOT NULL,
  realm TEXT NOT NULL,
  gates TEXT NOT NULL,
  CHECK (json_array_length(gates) > 0),
  UNIQUE (workspace, hash)
) STRICT;
CREATE TABLE asset (
  workspace INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  link_key TEXT NOT NULL,
  locator TEXT NOT NULL,
  page INTEGER NOT NULL REFERENCES page,
  PRIMARY KEY (source, link_key, locator, page)
) STRICT, WITHOUT ROWID;
CREATE TABLE baseline (
  workspace INTEGER PRIMARY KEY REFERENCES workspace,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE content_version (
  document INTEGER NOT NULL REFERENCES document,
  version INTEGER NOT NULL,
  superseded_version INTEGER NOT NULL,
  workspace INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  text INTEGER REFERENCES text,
  PRIMARY KEY (document, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE directory (
  workspace INTEGER NOT NULL REFERENCES workspace,
  realm TEXT NOT NULL,
  version INTEGER NOT NULL,
  taken_at_ms INTEGER NOT NULL,
  PRIMARY KEY (workspace, realm, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE directory_edge (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL REFERENCES workspace,
  realm TEXT NOT NULL,
  group_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER
) STRICT;
CREATE TABLE directory_principal (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL REFERENCES workspace,
  realm TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  valid_from INTEGER NOT NULL,
  valid_to INTEGER
) STRICT;
CREATE TABLE document (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  gone_version INTEGER,
  unread_reason INTEGER,
  freshness INTEGER,
  aging_at_ms INTEGER,
  stale_at_ms INTEGER,
  expires_at_ms INTEGER,
  has_owner INTEGER NOT NULL CHECK (has_owner IN (0, 1)),
  internal_link_count INTEGER NOT NULL,
  external_link_count INTEGER NOT NULL,
  access INTEGER,
  access_reason INTEGER,
  access_from INTEGER NOT NULL,
  valid_from INTEGER NOT NULL,
  page INTEGER NOT NULL REFERENCES page,
  text INTEGER REFERENCES text,
  content_version INTEGER NOT NULL,
  content_changed_at_ms INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  gone_at_ms INTEGER,
  due_at_ms INTEGER,
  id TEXT NOT NULL,
  locator TEXT NOT NULL,
  uri TEXT NOT NULL,
  revision TEXT NOT NULL,
  access_revision TEXT,
  identity TEXT,
  access_origins TEXT,
  CHECK ((access IS NULL) <> (access_reason IS NULL))
) STRICT;
CREATE TABLE document_detail (
  document INTEGER PRIMARY KEY REFERENCES document,
  workspace INTEGER NOT NULL,
  title TEXT,
  media_type TEXT,
  language TEXT,
  word_count INTEGER,
  unread_detail TEXT,
  owners TEXT NOT NULL,
  labels TEXT NOT NULL,
  waivers TEXT NOT NULL,
  verification TEXT,
  link_keys TEXT NOT NULL,
  dates TEXT NOT NULL,
  headings TEXT NOT NULL,
  anchors TEXT NOT NULL,
  links TEXT NOT NULL
) STRICT;
CREATE TABLE document_past (
  document INTEGER NOT NULL REFERENCES document,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  workspace INTEGER NOT NULL,
  state BLOB NOT NULL,
  PRIMARY KEY (document, valid_from)
) STRICT, WITHOUT ROWID;
CREATE TABLE due (
  workspace INTEGER NOT NULL REFERENCES workspace,
  subject TEXT NOT NULL,
  due_at_ms INTEGER NOT NULL,
  PRIMARY KEY (workspace, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE finding (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL REFERENCES workspace,
  fingerprint TEXT NOT NULL,
  rule TEXT NOT NULL,
  category INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  state INTEGER NOT NULL,
  is_at_baseline INTEGER NOT NULL CHECK (is_at_baseline IN (0, 1)),
  is_acknowledged INTEGER NOT NULL CHECK (is_acknowledged IN (0, 1)),
  confidence_ratio REAL NOT NULL,
  opened_at_ms INTEGER NOT NULL,
  opened_version INTEGER NOT NULL,
  closed_at_ms INTEGER,
  judged TEXT NOT NULL,
  subject TEXT NOT NULL,
  message_id TEXT NOT NULL,
  message_key TEXT NOT NULL,
  text TEXT NOT NULL,
  data TEXT NOT NULL,
  evidence TEXT NOT NULL,
  judged_waiver TEXT,
  person_waiver TEXT,
  UNIQUE (workspace, fingerprint)
) STRICT;
CREATE TABLE finding_document (
  finding INTEGER NOT NULL REFERENCES finding,
  document INTEGER NOT NULL REFERENCES document,
  is_subject INTEGER NOT NULL CHECK (is_subject IN (0, 1)),
  workspace INTEGER NOT NULL,
  PRIMARY KEY (finding, document)
) STRICT, WITHOUT ROWID;
CREATE TABLE gate (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL REFERENCES workspace,
  hash BLOB NOT NULL,
  canonical TEXT NOT NULL,
  UNIQUE (workspace, hash)
) STRICT;
CREATE TABLE journal (
  workspace INTEGER NOT NULL,
  version INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  source INTEGER,
  document INTEGER,
  text INTEGER,
  detail TEXT,
  PRIMARY KEY (workspace, version, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE kb_commit (
  workspace INTEGER NOT NULL REFERENCES workspace,
  version INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  scan TEXT,
  PRIMARY KEY (workspace, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE lease (
  source INTEGER PRIMARY KEY REFERENCES source,
  workspace INTEGER NOT NULL REFERENCES workspace,
  token TEXT NOT NULL,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  acquired_at_ms INTEGER NOT NULL,
  renewed_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE link_key (
  source INTEGER NOT NULL REFERENCES source,
  link_key TEXT NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (source, link_key, document)
) STRICT, WITHOUT ROWID;
CREATE TABLE link_target (
  source INTEGER NOT NULL REFERENCES source,
  target_key TEXT NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (source, target_key, document)
) STRICT, WITHOUT ROWID;
CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at_ms INTEGER NOT NULL
  ) STRICT;
CREATE TABLE page (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL REFERENCES workspace,
  source INTEGER NOT NULL REFERENCES source,
  prefix TEXT NOT NULL,
  digest TEXT,
  UNIQUE (source, prefix)
) STRICT;
CREATE TABLE policy (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL REFERENCES workspace,
  kind TEXT NOT NULL,
  json TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER
) STRICT;
CREATE TABLE remembered (
  workspace INTEGER NOT NULL REFERENCES workspace,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  until_ms INTEGER,
  deflated BLOB NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE rule_failure (
  workspace INTEGER NOT NULL REFERENCES workspace,
  judged TEXT NOT NULL,
  rule TEXT NOT NULL,
  category INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (workspace, judged, rule)
) STRICT, WITHOUT ROWID;
CREATE TABLE scan (
  workspace INTEGER NOT NULL REFERENCES workspace,
  id TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  outcome INTEGER,
  counts TEXT,
  started_version INTEGER NOT NULL,
  ended_version INTEGER,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE source (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL REFERENCES workspace,
  id TEXT NOT NULL,
  connector TEXT NOT NULL,
  options TEXT NOT NULL,
  stewardship TEXT NOT NULL,
  health TEXT NOT NULL,
  cursor TEXT,
  document_count INTEGER NOT NULL DEFAULT 0,
  last_complete_at_ms INTEGER,
  UNIQUE (workspace, id)
) STRICT;
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE text (
  key INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL REFERENCES workspace,
  copy_prefix INTEGER NOT NULL,
  hash_prefix INTEGER NOT NULL,
  length INTEGER NOT NULL,
  hash BLOB NOT NULL,
  copy_hash BLOB NOT NULL,
  deflated BLOB
) STRICT;
CREATE TABLE workspace (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 0,
  oldest_version INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX access_past_by_end ON access_past (workspace, valid_to);
CREATE INDEX asset_by_locator ON asset (source, locator);
CREATE INDEX asset_by_page ON asset (page);
CREATE INDEX content_version_by_end ON content_version (workspace, superseded_version);
CREATE INDEX content_version_by_text ON content_version (text);
CREATE INDEX directory_edge_by_group ON directory_edge (workspace, realm, group_id, member_id);
CREATE INDEX directory_principal_by_id ON directory_principal (workspace, realm, id);
CREATE INDEX document_by_due ON document (workspace, due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE UNIQUE INDEX document_by_id ON document (workspace, id);
CREATE INDEX document_by_locator ON document (source, locator);
CREATE INDEX document_by_page ON document (page);
CREATE INDEX document_by_text ON document (text) WHERE text IS NOT NULL;
CREATE INDEX document_gone ON document (workspace, gone_at_ms) WHERE gone_version IS NOT NULL;
CREATE INDEX document_past_by_end ON document_past (workspace, valid_to);
CREATE INDEX document_unknown_access ON document (source, access_reason)
  WHERE access_reason IS NOT NULL AND gone_version IS NULL;
CREATE INDEX document_unread ON document (workspace, unread_reason)
  WHERE unread_reason IS NOT NULL AND gone_version IS NULL;
CREATE INDEX due_by_time ON due (workspace, due_at_ms);
CREATE INDEX finding_by_judged ON finding (workspace, judged);
CREATE INDEX finding_by_order ON finding (workspace, severity, rule, fingerprint);
CREATE INDEX finding_document_by_document ON finding_document (document);
CREATE INDEX policy_by_kind ON policy (workspace, kind, valid_from);
CREATE INDEX scan_by_source ON scan (source, started_version);
CREATE INDEX scan_by_version ON scan (workspace, started_version);
CREATE INDEX text_by_prefix ON text (workspace, copy_prefix, hash_prefix);
