-- Orrery's own tables, beside MLflow's. Nothing refers to users, so that MLflow deletes them as ever; the name goes
-- with the id, as SQLite gives ids anew. Times are Unix milliseconds.

CREATE TABLE IF NOT EXISTS orrery_tokens (
  id VARCHAR(32) NOT NULL,
  hash VARCHAR(64) NOT NULL,
  user_id INTEGER NOT NULL,
  username VARCHAR(255) NOT NULL,
  name VARCHAR(255) NOT NULL,
  experiments TEXT,
  permission VARCHAR(16) NOT NULL,
  run_id VARCHAR(32),
  created BIGINT NOT NULL,
  expires BIGINT,
  last_used BIGINT,
  PRIMARY KEY (id),
  UNIQUE (hash)
);

CREATE TABLE IF NOT EXISTS orrery_sessions (
  hash VARCHAR(64) NOT NULL,
  user_id INTEGER NOT NULL,
  username VARCHAR(255) NOT NULL,
  password_hash VARCHAR(255) NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  PRIMARY KEY (hash)
);

CREATE TABLE IF NOT EXISTS orrery_audit (
  id SERIAL,
  time BIGINT NOT NULL,
  username VARCHAR(255),
  action VARCHAR(64) NOT NULL,
  subject TEXT NOT NULL,
  address VARCHAR(64) NOT NULL,
  outcome VARCHAR(16) NOT NULL,
  PRIMARY KEY (id)
);
