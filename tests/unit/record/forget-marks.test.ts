import { expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Event } from '../../../src/model/event.ts';
import { createForgetter, forgetInLog } from '../../../src/record/forget.ts';
import { createMarkForgetter } from '../../../src/record/forget-marks.ts';
import { createLinks } from '../../../src/record/insight/links.ts';
import { DAY_MS, event, HOUR, logOf, type OpenLog, recorderOn } from './samples.ts';

const PHONE = 'mac:02:00:00:00:00:01' as DeviceId;
const LAPTOP = 'mac:02:00:00:00:00:02' as DeviceId;

function seen(mark: string, device: DeviceId, days: number, page = 'shop.example'): Event {
  const report = { what: 'Purchase', asked: [], marks: [{ kind: 'email', mark } as const] };
  return event({ at: HOUR + days * DAY_MS, device, deviceName: device, page, report });
}

/** What is kept of where each identifier was seen, and how often it was. */
function kept({ db }: OpenLog) {
  const reach = db.prepare(`
    SELECT marks.mark, coalesce(text, '') AS text FROM mark_reach
    JOIN marks ON marks.id = mark_reach.mark JOIN names ON names.id = word
    WHERE what < 2 ORDER BY 1, what, 2`);
  const counts = db.prepare(`
    SELECT marks.mark, sum(count) FROM day_marks JOIN marks ON id = day_marks.mark
    GROUP BY 1 ORDER BY 1`);
  return { reach: reach.raw().all(), counts: counts.raw().all() };
}

function forget(log: OpenLog, device: DeviceId): void {
  forgetInLog(log.db, device, HOUR);
  const step = createForgetter(log.db);
  let steps = 0;
  while (step()) steps += 1;
  expect(steps).toBeGreaterThan(0);
}

test('what was seen with the device alone goes, and what others share stays without it', () => {
  const log = logOf([
    seen('AAAAAAAAAAA', PHONE, -3, 'a.example'),
    seen('AAAAAAAAAAA', PHONE, 0, 'b.example'),
    seen('BBBBBBBBBBB', PHONE, -2),
    seen('BBBBBBBBBBB', LAPTOP, -2),
  ]);
  expect(kept(log).reach).toHaveLength(6);
  forget(log, PHONE);
  expect(kept(log)).toEqual({
    reach: [
      ['BBBBBBBBBBB', 'shop.example'],
      ['BBBBBBBBBBB', LAPTOP],
    ],
    counts: [['BBBBBBBBBBB', 2]],
  });
});

test('of the only device of a household nothing is left', () => {
  const log = logOf([seen('AAAAAAAAAAA', PHONE, -9), seen('AAAAAAAAAAA', PHONE, -1)]);
  forget(log, PHONE);
  expect(kept(log)).toEqual({ reach: [], counts: [] });
});

test('what came on later days is of a new device, and stays', () => {
  const log = logOf([
    seen('AAAAAAAAAAA', PHONE, -1, 'a.example'),
    seen('AAAAAAAAAAA', PHONE, 2, 'b.example'),
    seen('AAAAAAAAAAA', PHONE, 2, 'c.example'),
  ]);
  forget(log, PHONE);
  const [link, ...others] = createLinks(log.db)({ since: HOUR - 9 * DAY_MS });
  expect(others).toEqual([]);
  expect(link).toMatchObject({ sites: ['b.example', 'c.example'], count: 2 });
  const before = { since: HOUR - 9 * DAY_MS, until: HOUR };
  expect(createLinks(log.db)(before)).toEqual([]);
});

test('what a recorder noted today is noted again after it was forgotten', () => {
  const log = logOf([]);
  const recorder = recorderOn(log);
  recorder.record(seen('AAAAAAAAAAA', PHONE, 0));
  recorder.flush();
  forget(log, PHONE);
  expect(kept(log).reach).toEqual([]);
  recorder.record(seen('AAAAAAAAAAA', PHONE, 0));
  recorder.close();
  expect(kept(log).reach).toHaveLength(2);
});

test('many identifiers are gone through in steps', () => {
  const marks = Array.from({ length: 450 }, (_, i) => `A${String(i).padStart(10, '0')}`);
  const log = logOf(marks.map((mark) => seen(mark, PHONE, 0)));
  const { id } = log.db.prepare('SELECT id FROM names WHERE text = ?').get(PHONE) as { id: number };
  const step = createMarkForgetter(log.db);
  const of = { device: id, day: Math.floor(HOUR / DAY_MS) };
  const stops: (number | null)[] = [];
  for (let from: number | null = 0; from !== null; stops.push(from)) from = step(of, from);
  expect(stops).toEqual([201, 401, 451, null]);
  expect(kept(log)).toEqual({ reach: [], counts: [] });
});
