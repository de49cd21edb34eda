/**
 * Client programs and what was learnt of their hosts. Trust is proved by each
 * program for itself, so what a whole device proved before does not hold any
 * more: its programs prove it again, unasked, by the first exchange.
 */
export const PROGRAM_TABLES = `
CREATE TABLE programs (
  device TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  name TEXT,
  level TEXT,
  proof TEXT,
  proven_at INTEGER,
  carried_at INTEGER,
  refused TEXT NOT NULL,
  refusal TEXT,
  refusal_since INTEGER,
  refusal_until INTEGER,
  refusal_times INTEGER,
  failed_probes INTEGER NOT NULL,
  probe_after INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (device, fingerprint)
) WITHOUT ROWID;
CREATE TABLE program_hosts (
  device TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  hostname TEXT NOT NULL,
  carried_at INTEGER,
  silences INTEGER NOT NULL,
  silent_since INTEGER NOT NULL,
  silent_at INTEGER NOT NULL,
  refusal TEXT,
  refusal_since INTEGER,
  refusal_until INTEGER,
  refusal_times INTEGER,
  PRIMARY KEY (device, fingerprint, hostname)
) WITHOUT ROWID;
UPDATE devices SET level = NULL, level_from = NULL WHERE level_from = 'proof';
`;
