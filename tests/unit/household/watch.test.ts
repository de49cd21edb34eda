import { describe, expect, test } from 'vitest';
import type { Watched } from '../../../src/household/look.ts';
import { identifierWatch } from '../../../src/household/watch.ts';
import { request } from '../act/samples.ts';
import { hash, MAIL, watched } from './household.ts';

const MAIL_HASH = hash(MAIL);
const asked = {
  ...request({ url: `https://shop.test/?em=${MAIL_HASH}` }),
  party: 'first',
} as const;

function watching(current: Watched | null) {
  const faults: unknown[] = [];
  return {
    watch: identifierWatch(
      () => current,
      (error) => faults.push(error),
    ),
    faults,
  };
}

const through = (
  body: ReturnType<ReturnType<typeof watching>['watch']['watchBody']>,
  text: string,
) => Buffer.concat([body.push(Buffer.from(text)), body.end()]).toString();

describe('with identifiers', () => {
  const { watch, faults } = watching(watched());

  test('requests are looked at, and texts for the log are masked', () => {
    expect(watch.isOn).toBe(true);
    expect(watch.look(asked, null, false)?.edits).toHaveLength(1);
    expect(watch.mask(`/a?em=${MAIL_HASH}&e=ana.lopez%40example.com`)).toBe('/a?em=***&e=***');
  });

  test('what passes is overwritten, and told of', () => {
    const body = watch.watchBody(asked, false, true);
    expect(body.found).toEqual({ rules: [], summary: null });
    expect(through(body, `em=${MAIL_HASH}&e=${MAIL}`)).toBe(`em=${'0'.repeat(64)}&e=${MAIL}`);
    expect(body.found.rules).toMatchObject([{ action: 'strip', title: 'your e-mail, hashed' }]);
    expect(body.found.summary).toBe('Your e-mail, hashed (a…@e…) on the way to shop.test');
  });

  test('what is only observed passes as it is', () => {
    const body = watch.watchBody(asked, false, false);
    expect(through(body, `em=${MAIL_HASH}`)).toBe(`em=${MAIL_HASH}`);
    expect(body.found.rules).toMatchObject([{ action: 'strip' }]);
  });

  test('what is left where it is, is noted', () => {
    const page = { ...asked, type: 'document' } as const;
    const body = watch.watchBody(page, false, true);
    expect(through(body, `em=${MAIL_HASH}`)).toBe(`em=${MAIL_HASH}`);
    expect(body.found.rules).toMatchObject([{ action: 'log' }]);
  });

  test('and nothing failed', () => {
    expect(faults).toEqual([]);
  });
});

test('without, nothing is looked for', () => {
  const { watch } = watching(null);
  expect(watch.isOn).toBe(false);
  expect(watch.look(asked, null, false)).toBeNull();
  expect(watch.mask('/a')).toBe('/a');
  const body = watch.watchBody(asked, false, true);
  expect(through(body, `em=${MAIL_HASH}`)).toBe(`em=${MAIL_HASH}`);
  expect(body.found.rules).toEqual([]);
});

test('where our own code fails, all goes as it came, and it is told', () => {
  const broken: Watched = {
    identifiers: [],
    finder: {
      find: () => {
        throw new Error('broken');
      },
    },
  };
  const { watch, faults } = watching(broken);
  expect(watch.look(asked, null, false)).toBeNull();
  expect(watch.mask('/a?b')).toBe('/a?b');
  expect(through(watch.watchBody(asked, false, true), 'em=1')).toBe('em=1');
  expect(faults).toHaveLength(3);
});
