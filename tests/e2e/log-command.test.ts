import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DeviceId } from '../../src/model/device.ts';
import type { Event } from '../../src/model/event.ts';
import { type LogDatabase, openDatabase } from '../../src/record/database.ts';
import { Recorder } from '../../src/record/recorder.ts';
import { csvHead } from '../../src/status/export.ts';
import { command, type Home, makeHome, PROGRAM, REPOSITORY } from '../support/home.ts';

/** What people and programs read in a terminal, of a log that another process writes. */

const NOW = Date.now();
const MINUTE = 60_000;

function event(minutesAgo: number, change: Partial<Event>): Event {
  return {
    at: NOW - minutesAgo * MINUTE,
    device: 'ip:192.168.1.5' as DeviceId,
    deviceName: 'Laptop',
    kind: 'https',
    method: 'GET',
    host: 'www.facebook.com',
    port: 443,
    path: '/tr?id&ev',
    page: 'shop.example',
    type: 'image',
    party: 'third',
    action: 'block',
    observed: false,
    rule: { list: 'meta.yaml', line: 12, text: 'meta-pixel' },
    undone: null,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: Purchase 89.90 EUR on shop.example',
    fields: [],
    removed: [],
    bytesUp: 700,
    bytesDown: 43,
    duration: 3,
    status: null,
    tunnel: null,
    level: 'full',
    ...change,
  };
}

const EVENTS = [
  event(300, { summary: null }),
  event(50, {}),
  event(40, {
    ...{ device: 'ip:192.168.1.6' as DeviceId, deviceName: 'TV\u001b[2J', host: 'tv.example' },
    ...{ kind: 'tunnel', method: 'TLS', path: '', page: null, type: 'other', action: 'pass' },
    ...{ rule: null, tracker: null, summary: null, tunnel: 'program-unproven', level: 'hostname' },
  }),
  event(30, {
    ...{ host: 'shop.example', type: 'document', page: null, path: '/?fbclid', action: 'strip' },
    ...{ removed: ['fbclid'], tracker: 'Meta', summary: null },
    rule: { list: 'click-ids.yaml', line: 3, text: 'meta-click-ids' },
  }),
] as const;

let home: Home;
let db: LogDatabase;
let recorder: Recorder;

beforeAll(() => {
  home = makeHome({
    config: { groups: { tvs: { members: ['192.168.1.6'] }, none: { members: ['10.9.9.9'] } } },
  });
  mkdirSync(join(home.path, 'data'), { recursive: true });
  const warn = (message: string): void => {
    throw new Error(message);
  };
  db = openDatabase(join(home.path, 'data/events.db'), warn);
  const settings = { detail: 'names', scope: 'all' } as const;
  recorder = new Recorder({ db, settings, domainOf: (host) => host, warn });
  for (const one of EVENTS) recorder.record(one);
  recorder.flush();
  // The devices of groups are those that are known.
  const keep = db.prepare(
    `INSERT INTO devices (id, address, mac, name, level, level_from, mode, first_seen, last_seen)
     VALUES (?, ?, NULL, NULL, NULL, NULL, NULL, ?, ?)`,
  );
  for (const address of ['192.168.1.5', '192.168.1.6']) {
    keep.run(`ip:${address}`, address, NOW, NOW);
  }
});
afterAll(() => {
  recorder?.close();
  db?.close();
  home?.remove();
});

async function lines(...words: readonly string[]): Promise<readonly string[]> {
  const { status, stdout, stderr } = await command(home, 'log', ...words);
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').slice(0, -1);
}

describe('eyelid log', () => {
  test('tells what the page tells, oldest first, and moves no cursor', async () => {
    const all = await lines();
    expect(all.map((line) => line.slice(21))).toEqual([
      'Laptop            Blocked      shop.example wanted to contact www.facebook.com (Meta Pixel).  www.facebook.com/tr?id&ev  meta.yaml:12',
      'Laptop            Blocked      Meta would have been told: Purchase 89.90 EUR on shop.example.  www.facebook.com/tr?id&ev  meta.yaml:12',
      'TV[2J             Unopened     TV[2J contacted tv.example, unopened: this app has not shown that it trusts the certificate.  tv.example',
      'Laptop            Cleaned      Laptop opened shop.example without fbclid in its address, which is for Meta.  shop.example/?fbclid  click-ids.yaml:3',
    ]);
    expect(all.every((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}/.test(line))).toBe(true);
  });

  test.each([
    [['--since', '2h'], 3],
    [['--since', '2h', '--until', '45m'], 1],
    [['--device', 'ip:192.168.1.6'], 1],
    [['--device', '192.168.1.5'], 3],
    [['--group', 'tvs'], 1],
    [['--group', 'none'], 0],
    [['--host', 'facebook.com'], 2],
    [['--site', 'shop.example'], 2],
    [['--tracker', 'Meta'], 1],
    [['--action', 'strip'], 1],
    [['--type', 'document'], 1],
    [['--rule', 'meta-pixel'], 2],
    [['--list', 'click-ids.yaml'], 1],
    [['--level', 'hostname'], 1],
    [['--unopened'], 1],
    [['--text', 'fbclid'], 1],
    [['--type', 'image', '--since', '2h', '--list', 'meta.yaml'], 1],
    [['--limit', '2'], 2],
  ])('%j: %i', async (words, count) => {
    expect(await lines(...words)).toHaveLength(count);
  });

  test('is in colour where that is asked for, and says the same', async () => {
    const [painted = ''] = await lines('--color', 'always', '--limit', '1');
    expect(painted).toContain('\u001b[36mCleaned');
    const codes = ['2', '36', '0'].map((code) => `\u001b[${code}m`);
    const bare = codes.reduce((rest, code) => rest.replaceAll(code, ''), painted);
    expect([bare]).toEqual(await lines('--limit', '1'));
  });

  test('is CSV or JSON for programs', async () => {
    const csv = await lines('--csv', '--host', 'shop.example');
    expect(`${csv[0]}\n`).toBe(csvHead());
    expect(csv).toHaveLength(2);
    expect(csv[1]).toContain(',"Laptop opened shop.example without fbclid in its address');
    const [json = ''] = await lines('--json', '--host', 'tv.example');
    expect(JSON.parse(json)).toMatchObject({
      host: 'tv.example',
      level: 'hostname',
      tunnel: 'program-unproven',
      why: 'this app has not shown that it trusts the certificate',
    });
  });

  test.each([
    [['--json', '--csv'], 'printing the log: --json and --csv at once'],
    [['--group', 'cats'], 'reading --group: there is no group "cats"; there are: tvs, none'],
    [['--since', 'noon'], 'reading --since: "noon" is no time such as 15m, 7d,'],
    [['--limit', '0'], 'reading --limit: "0" is not 1 to 1000'],
    [['--device', 'Fridge'], 'looking for the device "Fridge": no device of that name'],
  ])('%j is refused in one line', async (words, message) => {
    const { status, stderr } = await command(home, 'log', ...words);
    expect(status).toBe(1);
    expect(stderr).toContain(`eyelid: ${message}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('goes on with what is written meanwhile', async () => {
    const words = ['log', '--follow', '--host', 'later.example', '--home', home.path];
    const child = spawn(process.execPath, [PROGRAM, ...words], { cwd: REPOSITORY });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
    });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    try {
      await vi.waitFor(
        () => {
          // Whatever it has read when it begins, one of these comes after.
          recorder.record(event(0, { host: 'later.example', summary: null }));
          recorder.record(event(0, { host: 'other.example', summary: null }));
          recorder.flush();
          if (!out.includes('\n')) throw new Error('nothing yet');
        },
        { timeout: 15_000, interval: 300 },
      );
    } finally {
      child.kill('SIGKILL');
      await exited;
    }
    expect(out.split('\n')[0]).toMatch(/Blocked {6}shop\.example wanted to contact later\.example/);
    expect(out).not.toContain('other.example');
  });
});

describe('eyelid stats', () => {
  test('is the overview in lines', async () => {
    const { status, stdout, stderr } = await command(home, 'stats');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^The last 24 hours: /);
    expect(stdout).toContain('By hour: acted on, of all\n');
    expect(stdout).toMatch(/ {2}Meta Pixel \(Meta Platforms\) +\d+ +\d+ stopped\n/);
    expect(stdout).toMatch(/Passed through unopened\n {2}tv\.example {2}1\n/);
    expect(stdout).toMatch(/ {2}meta\.yaml:12 +meta-pixel\n/);
    const bars = stdout.split('\n').filter((line) => /^ {2}(?:\w{3} \d\d:00) /.test(line));
    expect(bars.length).toBeGreaterThan(0);
  });

  test('is by days for a week, and an object for programs', async () => {
    const week = await command(home, 'stats', '--since', '7d');
    expect(week.stdout).toContain('The last 7 days: ');
    expect(week.stdout).toContain('By day: acted on, of all\n');
    const { stdout } = await command(home, 'stats', '--json');
    const { overview, rules } = JSON.parse(stdout);
    expect(overview.tunnelled).toBe(1);
    expect(rules).toContainEqual(expect.objectContaining({ list: 'meta.yaml', line: 12 }));
  });

  test('says where there is no log', async () => {
    const empty = makeHome({ config: {} });
    try {
      const { status, stderr } = await command(empty, 'stats');
      expect(status).toBe(1);
      expect(stderr).toMatch(/^eyelid: .*no log|^eyelid: .*log/);
    } finally {
      empty.remove();
    }
  });
});
