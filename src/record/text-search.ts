/**
 * A text is looked for in at most this many rows that meet the other
 * conditions, the newest first (with `after`, the oldest first). Beyond that a
 * person narrows the search by time, device or site.
 */
export const TEXT_ROWS = 10_000;

/**
 * Where the others have no index that is quick, such rows are looked for in at
 * most this many blocks that may hold some: a quarter of a million rows, which
 * take half of the time that a person does not notice.
 */
export const TEXT_BLOCKS = 1000;

/**
 * Whether a row holds `@text`, a LIKE pattern, anywhere that a person would
 * look. Words are looked through once, not for each row that has them.
 */
export const HOLDS_TEXT = `(path LIKE @text ESCAPE '\\'
  OR summary LIKE @text ESCAPE '\\'
  OR host IN (SELECT id FROM hosts WHERE text LIKE @text ESCAPE '\\')
  OR device_name IN (SELECT id FROM names WHERE text LIKE @text ESCAPE '\\')
  OR page IN (SELECT id FROM names WHERE text LIKE @text ESCAPE '\\')
  OR tracker IN (SELECT id FROM names WHERE text LIKE @text ESCAPE '\\')
  OR rule IN (SELECT id FROM rules WHERE text LIKE @text ESCAPE '\\')
  OR undone IN (SELECT id FROM rules WHERE text LIKE @text ESCAPE '\\'))`;

/** What `HOLDS_TEXT` needs of `events`. */
export const TEXT_COLUMNS = 'id, path, summary, host, device_name, page, tracker, rule, undone';
