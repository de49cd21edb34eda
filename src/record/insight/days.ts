/**
 * The days from `@first` to `@last` (days since the epoch, both inclusive) of
 * which anything is counted, as a condition on the column `day`. The tables of
 * days have the day first in their keys: of a range of days SQLite would read
 * everything, of days that are written out it finds what it needs by the key.
 * Each day is found by the key as well, and not by reading all hours.
 */
export const DAYS = `day IN (
  WITH RECURSIVE counted (found) AS (
    SELECT min(hour) / 24 FROM hour_devices WHERE hour >= @first * 24
    UNION ALL
    SELECT (SELECT min(hour) / 24 FROM hour_devices WHERE hour >= (found + 1) * 24)
    FROM counted WHERE found < @last)
  SELECT found FROM counted WHERE found <= @last)`;
