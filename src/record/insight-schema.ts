import { SKETCH_COLUMNS } from './sketch.ts';

/*
 * What the page asks of ten million rows and more than hours.
 *
 * - The new columns of `events` lie at its end: SQLite adds them without
 *   touching a row. `headers` and `report` are numbers of texts that repeat,
 *   `marks` numbers of identifiers as JSON, times are microseconds.
 * - The `day_*` tables count what trackers tried, per day (days since the epoch,
 *   UTC): more tables with two words each are far smaller than one with all. 0
 *   stands for "none" in tracker, page and device.
 * - Where an identifier was seen, and which site a tracker was told what by, is
 *   in the `_reach` tables: once for each site, device or tracker with the first
 *   and the last day, and not each with each for every day, which were ten times
 *   the rows. `marks.several` is set when an identifier is seen on a second site
 *   or device: only those are worth asking for.
 * - `blocks` says of each 256 ids what may be among them (sketch.ts), and
 *   `day_meetings` which facts met on a day: they find rows by whatever has no
 *   index, and tell at once that something never occurs together. Rows of
 *   before this step get theirs later, a few at a time (blocks.ts), because an
 *   index on ten million rows would hold up the start.
 * - `tracker_first` is the hour in which a tracker was first counted.
 */
export const INSIGHT_TABLES = `
ALTER TABLE events ADD COLUMN level INTEGER;
ALTER TABLE events ADD COLUMN report INTEGER;
ALTER TABLE events ADD COLUMN marks TEXT;
ALTER TABLE events ADD COLUMN headers INTEGER;
ALTER TABLE events ADD COLUMN field_values TEXT;
ALTER TABLE events ADD COLUMN decided INTEGER;
ALTER TABLE events ADD COLUMN first_byte INTEGER;

ALTER TABLE hour_devices ADD COLUMN tried INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hour_devices ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hour_trackers ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hour_pages ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;

CREATE INDEX rules_text ON rules (text);

CREATE TABLE reports (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, used INTEGER NOT NULL);
CREATE INDEX reports_age ON reports (used);
CREATE TABLE header_lists (
  id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, used INTEGER NOT NULL
);
CREATE INDEX header_lists_age ON header_lists (used);
CREATE TABLE marks (
  id INTEGER PRIMARY KEY,
  mark TEXT NOT NULL,
  kind INTEGER NOT NULL,
  several INTEGER NOT NULL,
  used INTEGER NOT NULL,
  UNIQUE (mark, kind)
);
CREATE INDEX marks_age ON marks (used);
CREATE INDEX marks_several ON marks (used) WHERE several = 1;

CREATE TABLE day_tried (
  day INTEGER NOT NULL,
  tracker INTEGER NOT NULL,
  page INTEGER NOT NULL,
  count INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  PRIMARY KEY (day, tracker, page)
) WITHOUT ROWID;
CREATE TABLE day_reports (
  day INTEGER NOT NULL,
  tracker INTEGER NOT NULL,
  report INTEGER NOT NULL,
  count INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  PRIMARY KEY (day, tracker, report)
) WITHOUT ROWID;
CREATE TABLE report_reach (
  tracker INTEGER NOT NULL,
  page INTEGER NOT NULL,
  report INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (tracker, page, report)
) WITHOUT ROWID;
CREATE INDEX report_reach_age ON report_reach (last);
CREATE TABLE day_device_trackers (
  day INTEGER NOT NULL,
  device INTEGER NOT NULL,
  tracker INTEGER NOT NULL,
  count INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  PRIMARY KEY (day, device, tracker)
) WITHOUT ROWID;
CREATE TABLE day_device_pages (
  day INTEGER NOT NULL,
  device INTEGER NOT NULL,
  page INTEGER NOT NULL,
  count INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  PRIMARY KEY (day, device, page)
) WITHOUT ROWID;
CREATE TABLE day_pages (
  day INTEGER NOT NULL,
  page INTEGER NOT NULL,
  count INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  PRIMARY KEY (day, page)
) WITHOUT ROWID;
CREATE TABLE day_marks (
  day INTEGER NOT NULL,
  mark INTEGER NOT NULL,
  count INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  PRIMARY KEY (day, mark)
) WITHOUT ROWID;
CREATE TABLE mark_reach (
  mark INTEGER NOT NULL,
  what INTEGER NOT NULL,
  word INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (mark, what, word)
) WITHOUT ROWID;
CREATE INDEX mark_reach_age ON mark_reach (last);
CREATE TABLE day_rules (
  day INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, rule)
) WITHOUT ROWID;
CREATE TABLE day_unopened (
  day INTEGER NOT NULL,
  domain INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, domain)
) WITHOUT ROWID;
CREATE TABLE day_meetings (
  day INTEGER NOT NULL,
  pair INTEGER NOT NULL,
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  PRIMARY KEY (day, pair, a, b)
) WITHOUT ROWID;
CREATE TABLE tracker_first (tracker INTEGER PRIMARY KEY, hour INTEGER NOT NULL);

CREATE TABLE blocks (
  block INTEGER PRIMARY KEY,
  ${SKETCH_COLUMNS.map((column) => `${column} INTEGER NOT NULL`).join(', ')}
);

INSERT INTO tracker_first SELECT tracker, min(hour) FROM hour_trackers GROUP BY tracker;
INSERT INTO day_pages
  SELECT hour / 24, page, sum(count), 0 FROM hour_pages GROUP BY 1, 2;
INSERT INTO day_unopened
  SELECT hour / 24, domain, sum(tunnelled) FROM hour_domains
  WHERE tunnelled > 0 AND hour >= (SELECT max(hour) FROM hour_devices) - 192
  GROUP BY 1, 2;
`;
