import { expect, it } from 'vitest';
import { createLoopWatch } from '../../../src/proxy/loop-watch.ts';

it('a loop is told at once, then once a minute with how often it came', () => {
  const told: object[] = [];
  const silent = () => undefined;
  let now = 1_000;
  const log = { debug: silent, warn: (fields: object) => told.push(fields), error: silent };
  const loop = createLoopWatch(log, () => now);
  const come = (times: number) => {
    for (let i = 0; i < times; i += 1) loop({ client: '192.168.1.2', wayIn: 'transparent' });
  };
  come(300);
  expect(told).toEqual([
    {
      client: '192.168.1.2',
      wayIn: 'transparent',
      connections: 1,
      advice: expect.stringContaining('exclude this computer'),
    },
  ]);
  now += 59_999;
  come(1);
  expect(told).toHaveLength(1);
  now += 1;
  come(2);
  expect(told).toHaveLength(2);
  expect(told[1]).toMatchObject({ connections: 301 });
});
