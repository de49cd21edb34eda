import { expect, it } from 'vitest';
import { FaultLog } from '../../../src/proxy/fault-log.ts';

function faultLog() {
  const lines: { readonly where: string; readonly stack: string }[] = [];
  const faults = new FaultLog({
    debug: () => undefined,
    warn: () => undefined,
    error: (fields) => lines.push(fields as (typeof lines)[number]),
  });
  return { lines, faults };
}

it('tells a fault once, with its stack', () => {
  const { lines, faults } = faultLog();
  const fault = () => new Error('broken');
  for (let i = 0; i < 5; i += 1) faults.report('judge', fault());
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ where: 'judge' });
  expect(lines[0]?.stack).toMatch(/^Error: broken\n\s+at .*fault-log\.test/);
});

it('tells two faults of two places apart', () => {
  const { lines, faults } = faultLog();
  const error = new Error('broken');
  faults.report('judge', error);
  faults.report('journal', error);
  faults.report('journal', new Error('broken otherwise'));
  expect(lines.map(({ where }) => where)).toEqual(['judge', 'journal', 'journal']);
});

it.each([
  ['a text', 'oops', 'oops'],
  ['nothing', undefined, 'undefined'],
  ['an object', {}, '[object Object]'],
  ['an error without stack', Object.assign(new Error('bare'), { stack: undefined }), 'bare'],
])('takes %s that was thrown', (_what, thrown, stack) => {
  const { lines, faults } = faultLog();
  faults.report('x', thrown);
  expect(lines).toEqual([{ where: 'x', stack }]);
});

it('says nothing more after 200 faults: a fault in every exchange must not fill the disk', () => {
  const { lines, faults } = faultLog();
  for (let i = 0; i < 300; i += 1) faults.report('x', `fault ${i}`);
  expect(lines).toHaveLength(200);
});
