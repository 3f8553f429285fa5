-- Rows that other rooms keep here without the store knowing what they say, and work for worker processes.
CREATE TABLE records (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id)
);

CREATE TABLE jobs (
  id BIGINT NOT NULL PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  max_attempts BIGINT NOT NULL,
  run_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  worker TEXT NOT NULL,
  trouble TEXT NOT NULL
);
CREATE INDEX jobs_to_run ON jobs (state, run_at, id);
