import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createByteBudget } from '../../../src/proxy/byte-budget.ts';
import { type HoldLimits, holdBody } from '../../../src/proxy/hold-body.ts';
import { readAll } from './sockets.ts';

function holding({ total = 1_000, ...change }: Partial<HoldLimits> & { total?: number } = {}) {
  const stream = new PassThrough();
  stream.on('error', () => undefined);
  const budget = createByteBudget(total);
  const limits = { bytes: 10, idle: 5_000, whole: 5_000, ...change };
  return { stream, budget, held: holdBody(stream, limits, budget) };
}

describe('a body', () => {
  it('is held until it is whole, and counts until it is given back', async () => {
    const { stream, budget, held } = holding();
    stream.write('abc');
    stream.end('defghij');
    const whole = await held;
    expect(whole).toMatchObject({ kind: 'whole', bytes: Buffer.from('abcdefghij') });
    expect(budget.taken).toBe(10);
    if (whole.kind === 'whole') whole.giveBack();
    expect(budget.taken).toBe(0);
  });

  it('may be empty', async () => {
    const { stream, held } = holding();
    stream.end();
    expect(await held).toMatchObject({ kind: 'whole', bytes: Buffer.alloc(0) });
  });

  it.each<readonly [string, Parameters<typeof holding>[0], string]>([
    ['too long', { bytes: 9 }, 'abc,defghij'],
    ['no room', { total: 9 }, 'abc,defghij'],
    ['no room', { total: 2 }, 'abcdefghij,klm'],
    ['too slow', { idle: 10 }, 'abc'],
    ['too slow', { whole: 10 }, 'abc'],
    ['too slow', { idle: 10 }, ''],
  ])('that is %s is let go whole: %j', async (why, limits, come) => {
    const { stream, budget, held } = holding(limits);
    for (const chunk of come.split(',')) if (chunk !== '') stream.write(chunk);
    expect(await held).toEqual({ kind: 'released', why });
    expect(budget.taken).toBe(0);
    stream.end('klm');
    expect(String(await readAll(stream))).toBe(`${come.replaceAll(',', '')}klm`);
  });

  it('may come in a great many pieces', async () => {
    const { stream, budget, held } = holding({ bytes: 100_000, total: 100_000 });
    for (let i = 0; i < 100_000; i += 1) stream.write('a');
    stream.end();
    expect(await held).toMatchObject({ kind: 'whole', bytes: Buffer.alloc(100_000, 'a') });
    expect(budget.taken).toBe(100_000);
  });

  it('that breaks off is told as far as it came', async () => {
    const { stream, budget, held } = holding();
    stream.write('abc', () => stream.destroy(new Error('cut')));
    expect(await held).toEqual({ kind: 'cut', bytes: Buffer.from('abc') });
    expect(budget.taken).toBe(0);
  });
});
