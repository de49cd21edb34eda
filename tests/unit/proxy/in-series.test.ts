import type { IContext } from 'http-mitm-proxy';
import { expect, it } from 'vitest';
import { FaultLog } from '../../../src/proxy/fault-log.ts';
import { type Handler, inSeries } from '../../../src/proxy/in-series.ts';
import { sampleParts } from './samples.ts';

const ctx = {} as IContext;
const no = new Error('no');
const broken = (): never => {
  throw new Error('broken');
};

/** Runs handlers that write their names down; `done` writes what it was told. */
function run(shared: readonly (readonly [string, Handler])[], own: typeof shared = []) {
  const { parts, faults } = sampleParts();
  const told: string[] = [];
  const named = ([name, handler]: readonly [string, Handler]): Handler => {
    return (given, callback) => {
      told.push(name);
      return handler(given, callback);
    };
  };
  inSeries(
    {
      hook: 'here',
      shared: shared.map(named),
      own: own.map(named),
      ctx,
      faults: new FaultLog(parts.log),
    },
    (error) => void told.push(`done ${error?.message ?? ''}`.trim()),
  );
  return { told, faults };
}

const goes: Handler = (_ctx, callback) => callback();
const refuses: Handler = (_ctx, callback) => callback(no);
const twice: Handler = (_ctx, callback) => {
  callback();
  callback(no);
};

it.each<readonly [string, readonly Handler[], readonly Handler[], readonly string[], number]>([
  ['nobody', [], [], ['done'], 0],
  ["the proxy's before the exchange's", [goes, goes], [goes], ['s0', 's1', 'o0', 'done'], 0],
  ['up to the first no', [goes, refuses, goes], [goes], ['s0', 's1', 'done no'], 0],
  ['on after a fault', [broken], [broken, goes], ['s0', 'o0', 'o1', 'done'], 2],
  ['once for a call that comes twice', [twice], [goes], ['s0', 'o0', 'done'], 0],
  ['not on where nobody calls back', [() => undefined], [goes], ['s0'], 0],
])('runs %s', (_what, shared, own, expected, count) => {
  const { told, faults } = run(
    shared.map((handler, i) => [`s${i}`, handler]),
    own.map((handler, i) => [`o${i}`, handler]),
  );
  expect(told).toEqual(expected);
  // Faults of one place are told once.
  expect(faults).toHaveLength(Math.min(count, 1));
});

it('gives each the context, and waits for what comes later', async () => {
  const given: unknown[] = [];
  let later: () => void = () => undefined;
  const waits: Handler = (one, callback) => {
    given.push(one);
    later = callback;
  };
  const { told } = run([['waits', waits]], [['next', goes]]);
  expect(told).toEqual(['waits']);
  later();
  expect(told).toEqual(['waits', 'next', 'done']);
  expect(given).toEqual([ctx]);
});

it('goes on after a rejection', async () => {
  const { told, faults } = run([['rejects', (async () => broken()) as Handler]], [['next', goes]]);
  await expect.poll(() => told).toEqual(['rejects', 'next', 'done']);
  expect(faults).toHaveLength(1);
});
