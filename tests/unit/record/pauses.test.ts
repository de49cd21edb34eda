import { expect, it } from 'vitest';
import { SqlitePauseStore } from '../../../src/record/pauses.ts';
import { device, openLog } from './samples.ts';

const tv = `device:${device('mac:02:77:00:00:00:20')}` as const;

it('pauses come back as they were, the newest word of each', () => {
  const log = openLog();
  const store = new SqlitePauseStore(log.db);
  expect(store.load()).toEqual([]);
  store.save({ target: 'all', until: 5 });
  store.save({ target: 'group:Ève’s', until: 6 });
  store.save({ target: tv, until: 7 });
  store.save({ target: 'all', until: 1_780_000_000_456 });
  expect(new SqlitePauseStore(openLog(log.path).db).load()).toEqual([
    { target: 'all', until: 1_780_000_000_456 },
    { target: tv, until: 7 },
    { target: 'group:Ève’s', until: 6 },
  ]);
  store.remove('all');
  store.remove('all');
  expect(store.load()).toHaveLength(2);
});

it('other single values are left alone, and nonsense is no pause', () => {
  const { db } = openLog();
  const put = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  for (const key of ['pause', 'pause nobody', 'pauses', 'paus', 'pause!']) put.run(key, '5');
  put.run('pause all', 'soon');
  expect(new SqlitePauseStore(db).load()).toEqual([]);
});

it('what another process wrote is noticed once', () => {
  const log = openLog();
  const here = new SqlitePauseStore(log.db);
  const there = new SqlitePauseStore(openLog(log.path).db);
  there.save({ target: 'all', until: 5 });
  expect([here.changedElsewhere(), here.changedElsewhere()]).toEqual([true, false]);
  here.save({ target: 'all', until: 6 });
  expect(here.changedElsewhere()).toBe(false);
});

it('a pause that cannot be kept is told', () => {
  const { db } = openLog();
  const store = new SqlitePauseStore(db);
  db.pragma('query_only = ON');
  expect(() => store.save({ target: 'all', until: 5 })).toThrow('keeping the pause of "all"');
});
