-- The history of every case, what is looked up about it, and the audit log over all of it. One text for SQLite and PostgreSQL.
CREATE TABLE events (
  case_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (case_id, version)
);

CREATE TABLE cases (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  outcome TEXT NOT NULL,
  review TEXT NOT NULL,
  jurisdiction TEXT NOT NULL,
  employee TEXT NOT NULL,
  claim_number TEXT NOT NULL,
  received_on TEXT NOT NULL
);
CREATE INDEX cases_by_status ON cases (status, id);
CREATE INDEX cases_by_day ON cases (received_on, id);

CREATE TABLE case_names (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (kind, name, case_id)
);
CREATE INDEX case_names_by_case ON case_names (case_id);

CREATE TABLE case_steps (
  role TEXT NOT NULL,
  due_on TEXT NOT NULL,
  case_id TEXT NOT NULL,
  step TEXT NOT NULL,
  rule TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (role, due_on, case_id, step, rule)
);
CREATE INDEX case_steps_by_case ON case_steps (case_id);
CREATE INDEX case_steps_by_day ON case_steps (due_on, case_id, step, rule, role);

CREATE TABLE requests (
  key TEXT NOT NULL PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  versions TEXT NOT NULL
);

CREATE TABLE log (
  seq BIGINT NOT NULL PRIMARY KEY,
  entry TEXT NOT NULL
);
CREATE TABLE log_head (
  one BIGINT NOT NULL PRIMARY KEY,
  frontier BYTEA NOT NULL,
  last_leaf BYTEA NOT NULL
);
CREATE TABLE checkpoints (
  size BIGINT NOT NULL PRIMARY KEY,
  note TEXT NOT NULL
);

CREATE TABLE numbers (
  name TEXT NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
);
