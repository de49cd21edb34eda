import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { compiled } from './compiled.ts';
import { folder, openLog } from './samples.ts';

/** Records an event every 2 ms and says, before each, when that was. */
const CHILD = `
import { openDatabase } from './record/database.js';
import { Recorder } from './record/recorder.js';
const db = openDatabase(process.argv[2], console.error);
const settings = { detail: 'names', scope: 'acted' };
const recorder = new Recorder({ db, settings, domainOf: (host) => host, warn: console.error });
let number = 0;
setInterval(() => {
  number += 1;
  console.log(number + ' ' + Date.now());
  recorder.record({
    at: Date.now(), device: 'ip:1', deviceName: 'x', kind: 'https', method: 'GET', host: 'a.example',
    port: 443, path: '/' + number, page: null, type: 'image', party: 'third', action: 'block',
    observed: false, rule: null, undone: null, tracker: null, summary: null, fields: [], removed: [],
    bytesUp: 0, bytesDown: 0, duration: 0, status: null, tunnel: null,
  });
}, 2);
recorder.subscribe(({ path }) => console.log('stored ' + path));
`;

test('a killed process loses only what no listener was told, and the file is good', async () => {
  const home = folder();
  compiled(home);
  writeFileSync(join(home, 'dist/child.js'), CHILD);
  const path = join(home, 'data/events.db');
  const child = spawn(process.execPath, [join(home, 'dist/child.js'), path]);
  const ended = new Promise((done) => child.once('close', done));

  let recorded = { number: 0, at: 0 };
  let flushes = 0;
  let told = 0;
  const unstored = new Map<number, number>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [first = '', second = ''] = line.split(' ');
    if (first === 'stored') {
      const number = Number(second.slice(1));
      if (number > told + 1 && told > 0) throw new Error(`${told} is followed by ${number}`);
      told = number;
      if (unstored.size > 0 && number === recorded.number) flushes += 1;
      unstored.delete(number);
    } else {
      recorded = { number: Number(first), at: Number(second) };
      unstored.set(recorded.number, recorded.at);
    }
    // In the middle between two flushes, when there is something to lose.
    if (flushes >= 3 && unstored.size >= 20) child.kill('SIGKILL');
  }
  await ended;

  const log = openLog(path);
  expect(log.warnings).toEqual([]);
  expect(log.db.pragma('integrity_check', { simple: true })).toBe('ok');
  const rows = log.db.prepare('SELECT path FROM events ORDER BY id').pluck().all();
  expect(rows.length).toBeGreaterThanOrEqual(told);
  expect(rows).toEqual(rows.map((_, i) => `/${i + 1}`));
  expect(log.db.prepare('SELECT sum(total) FROM hour_devices').pluck().get()).toBe(rows.length);
  expect(told).toBeGreaterThan(100);
});
