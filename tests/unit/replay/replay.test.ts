import { describe, expect, test } from 'vitest';
import type { Device } from '../../../src/model/device.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import type { PastExchange } from '../../../src/record/history.ts';
import { dependsOnTime } from '../../../src/replay/named-rules.ts';
import { type Replay, replay } from '../../../src/replay/replay.ts';
import { createRuleCompiler } from '../../../src/rules/compiler.ts';
import { readRuleFile } from '../../../src/rules/rule-file.ts';
import { runInSlices } from '../../../src/rules/slices.ts';
import { domainOf } from '../../support/rule-set.ts';
import { AT, past } from './samples.ts';

type Files = Readonly<Record<string, string>>;

/** Judges exchanges by some files, and by the same with others in addition or in their place. */
async function judgeAgain(
  exchanges: readonly PastExchange[],
  inForce: Files,
  changed: Files,
  device: Device | null = null,
): Promise<Replay> {
  let clock = 0;
  const compile = createRuleCompiler(
    (host) => domainOf(host as Hostname),
    undefined,
    () => clock,
  );
  const read = (files: Files) =>
    Object.entries(files).map(([name, text]) => readRuleFile(name, Buffer.from(text), null));
  return runInSlices(
    replay(exchanges, {
      before: await compile(read(inForce)),
      after: await compile(read({ ...inForce, ...changed })),
      asked: new Set(Object.keys(changed)),
      deviceOf: () => device,
      setClock: (at) => {
        clock = at;
      },
      dependsOnTime: dependsOnTime(read({ ...inForce, ...changed })),
    }),
  );
}

/** From and to of each change, with the line that makes it and how often. */
function told({ changes }: Replay): readonly string[] {
  return changes.map(
    ({ rule, from, to, count }) => `${from} -> ${to} ${rule?.list}:${rule?.line} x${count}`,
  );
}

const BLOCKED = past({
  action: 'block',
  rule: { list: 'a.txt', line: 1, text: '||tracker.example^' },
});

describe('a change', () => {
  test.each([
    {
      name: 'a new block of what passed',
      exchanges: [past(), past(), past({ host: 'other.example' })],
      inForce: {},
      changed: { 'new.txt': '! mine\n||tracker.example^' },
      want: ['pass -> block new.txt:2 x2'],
    },
    {
      name: 'a new exception',
      exchanges: [BLOCKED],
      inForce: { 'a.txt': '||tracker.example^' },
      changed: { 'new.txt': '@@||t.tracker.example^' },
      want: ['block -> allow new.txt:1 x1'],
    },
    {
      name: 'what the rules in force do since is compared, not what was done then',
      exchanges: [past({ action: 'pass' })],
      inForce: { 'a.txt': '||tracker.example^' },
      changed: { 'new.txt': '@@||t.tracker.example^' },
      want: ['block -> allow new.txt:1 x1'],
    },
    {
      name: 'a line that is gone names the line that was',
      exchanges: [BLOCKED],
      inForce: { 'a.txt': '||tracker.example^' },
      changed: { 'a.txt': '! nothing left' },
      want: ['block -> pass a.txt:1 x1'],
    },
    {
      name: 'a field that would be taken out',
      exchanges: [past(), past({ path: '/p?other' })],
      inForce: {},
      changed: { 'new.txt': '||tracker.example^$image,removeparam=ev' },
      want: ['pass -> strip new.txt:1 x1'],
    },
    {
      name: 'one more field of those',
      exchanges: [past({ action: 'strip' })],
      inForce: { 'a.txt': '||tracker.example^$image,removeparam=ev' },
      changed: { 'new.txt': '||tracker.example^$image,removeparam=id' },
      want: ['strip -> strip new.txt:1 x1'],
    },
    {
      name: 'a block of a connection that was not opened',
      exchanges: [past({ kind: 'tunnel', method: 'CONNECT', path: '', type: 'other' })],
      inForce: {},
      changed: { 'new.txt': '||tracker.example^' },
      want: ['pass -> block new.txt:1 x1'],
    },
    {
      name: "a person's allow of what a signature blocked by a value that is not in the log",
      exchanges: [past({ action: 'block', rule: { list: 's.yaml', line: 2, text: 's' } })],
      inForce: {
        's.yaml': 'signatures:\n  - { id: s, action: block, when: { query: { id: ~^\\d+$ } } }',
      },
      changed: { 'my-rules.txt': '@@||t.tracker.example^' },
      want: ['block -> allow my-rules.txt:1 x1'],
    },
    {
      name: 'a rule that was in force at that time of the day',
      exchanges: [past({ at: local(2026, 5, 1, 22) }), past({ at: local(2026, 5, 1, 12) })],
      inForce: {},
      changed: { 'new.txt': '||tracker.example^$time=21:00-23:00' },
      want: ['pass -> block new.txt:1 x1'],
    },
  ])('$name', async ({ exchanges, inForce, changed, want }) => {
    const given = (files: Readonly<Record<string, string | undefined>>): Files =>
      Object.fromEntries(
        Object.entries(files).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
      );
    expect(told(await judgeAgain(exchanges, given(inForce), given(changed)))).toEqual(want);
  });

  test('tells hosts, pages, devices and times with their counts', async () => {
    const result = await judgeAgain(
      [
        past({ at: AT + 5 }),
        past({ at: AT, deviceName: 'TV', page: null }),
        past({ at: AT + 9, host: 'u.tracker.example' }),
      ],
      {},
      { 'new.txt': '||tracker.example^' },
    );
    expect(result.changed).toBe(3);
    expect(result.changes).toEqual([
      {
        rule: { list: 'new.txt', line: 1, text: '||tracker.example^' },
        from: 'pass',
        to: 'block',
        count: 3,
        hosts: [
          { name: 't.tracker.example', count: 2 },
          { name: 'u.tracker.example', count: 1 },
        ],
        pages: [{ name: 'shop.example', count: 2 }],
        devices: [
          { name: 'Phone', count: 2 },
          { name: 'TV', count: 1 },
        ],
        first: AT,
        last: AT + 9,
      },
    ]);
  });

  test('a rule for one device changes what that device asked', async () => {
    const changed = { 'new.txt': '||tracker.example^$device=tablet' };
    const tablet: Device = {
      id: 'ip:10.0.0.9' as Device['id'],
      address: '10.0.0.9',
      mac: null,
      name: 'Tablet',
      nameFrom: 'hand',
      groups: [],
      level: 'full',
      levelFrom: 'default',
      mode: 'enforce',
      firstSeen: 0,
      lastSeen: 0,
    };
    expect((await judgeAgain([past()], {}, changed)).changed).toBe(0);
    expect((await judgeAgain([past()], {}, changed, tablet)).changed).toBe(1);
    expect((await judgeAgain([past()], {}, changed, { ...tablet, name: 'TV' })).changed).toBe(0);
  });
});

describe('no change', () => {
  test('where another rule has the same outcome, and that is said', async () => {
    const changed = { 'new.txt': '||t.tracker.example^$important' };
    const result = await judgeAgain([BLOCKED], { 'a.txt': '||tracker.example^' }, changed);
    expect(result).toMatchObject({ judged: 1, changed: 0, byOtherRule: 1 });
  });

  test('where the line only moved', async () => {
    const changed = { 'a.txt': '! a comment\n||tracker.example^' };
    const result = await judgeAgain([BLOCKED], { 'a.txt': '||tracker.example^' }, changed);
    expect(result).toMatchObject({ judged: 1, changed: 0, byOtherRule: 0, uncertain: 0 });
  });

  test('is uncertain where the log does not tell what decided', async () => {
    const signature = past({ action: 'block', rule: { list: 's.yaml', line: 2, text: 's' } });
    const result = await judgeAgain([signature, past()], {}, { 'new.txt': '||other.example^' });
    expect(result).toMatchObject({ judged: 2, changed: 0, uncertain: 1 });
  });

  test('where what was blocked by something unknown would only lose a field', async () => {
    const signature = past({ action: 'block', rule: { list: 's.yaml', line: 2, text: 's' } });
    const strip = { 'new.txt': '||tracker.example^$image,removeparam=ev' };
    expect(await judgeAgain([signature], {}, strip)).toMatchObject({ changed: 0, uncertain: 1 });
    const block = { 'new.txt': '||tracker.example^' };
    expect(await judgeAgain([signature], {}, block)).toMatchObject({ changed: 0, byOtherRule: 1 });
    const opened = past({ action: 'allow', rule: { list: 'open-anyway', line: 1, text: '' } });
    expect(await judgeAgain([opened], {}, block)).toMatchObject({ changed: 0, uncertain: 1 });
  });

  test('is judged where a host is none', async () => {
    const result = await judgeAgain([past({ host: 'a b' })], {}, { 'new.txt': '/p?' });
    expect(result).toMatchObject({ judged: 0, changed: 0 });
  });
});

test('a client that did not say what it asks for is judged as it was then', async () => {
  // The log has the likeliest type; the rule in force was for another of the possible ones.
  const font = past({ type: 'other', action: 'block' });
  const files = { 'a.txt': '||tracker.example^$font' };
  const result = await judgeAgain([font], files, { 'new.txt': '@@||t.tracker.example^$font' });
  expect(told(result)).toEqual(['block -> allow new.txt:1 x1']);
});

function local(year: number, month: number, day: number, hour: number): number {
  return new Date(year, month, day, hour).getTime();
}
