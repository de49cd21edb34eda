import { describe, expect, test } from 'vitest';
import { look, mayMatterInClear } from '../../../src/household/look.ts';
import type { RequestInfo } from '../../../src/model/request.ts';
import { request } from '../act/samples.ts';
import { hash, MAIL, watched } from './household.ts';

const MAIL_HASH = hash(MAIL);

interface Scene extends Partial<Pick<RequestInfo, 'party' | 'type'>> {
  readonly url?: string;
  readonly referer?: string;
  readonly body?: string;
  readonly isTracker?: boolean;
}

function seen({ url = 'https://shop.test/x', referer, body, isTracker = false, ...rest }: Scene) {
  const headers = referer === undefined ? [] : ['Referer', referer];
  const asked = { ...request({ url, headers }), party: 'first', ...rest } as const;
  const bytes = body === undefined ? null : Buffer.from(body, 'latin1');
  const found = look(watched(), { request: asked, isTracker }, bytes);
  if (found === null) return null;
  const titles = found.edits.flatMap((edit) => (edit.kind === 'redact' ? edit.names : [edit.kind]));
  return { ...found, titles, notes: found.logs.map(({ title }) => title) };
}

describe('a request', () => {
  test('that holds nothing is nothing', () => {
    expect(
      seen({ url: `https://shop.test/?em=${hash('ben@example.com')}`, body: 'a=1' }),
    ).toBeNull();
  });

  test.each([
    ['its query', { url: `https://shop.test/x?em=${MAIL_HASH}` }],
    ['its body', { body: `{"em":"${MAIL_HASH}"}` }],
    ["another site's Referer", { referer: `https://a.test/?e=${MAIL_HASH}`, party: 'third' }],
  ] as const)('loses a hash in %s', (_where, scene) => {
    expect(seen(scene)).toMatchObject({
      titles: ['your e-mail, hashed'],
      notes: [],
      block: null,
      summary: 'Your e-mail, hashed (a…@e…) on the way to shop.test',
    });
  });

  test('keeps a hash in its path, and it is noted', () => {
    expect(seen({ url: `https://shop.test/${MAIL_HASH}` })).toMatchObject({
      titles: [],
      notes: ['your e-mail, hashed'],
      block: null,
    });
  });

  test('to a tracker does not go where it cannot lose it', () => {
    const scene = { url: `https://t.test/${MAIL_HASH}`, party: 'third', isTracker: true } as const;
    expect(seen(scene)).toMatchObject({ block: { action: 'block', list: 'identifiers', line: 1 } });
  });

  test('to the site itself keeps what a person typed, and nothing is told', () => {
    const url = `https://shop.test/?e=${MAIL}`;
    expect(seen({ url })).toMatchObject({ titles: [], notes: [], block: null, summary: null });
    expect(seen({ body: `e=${MAIL}` })).toBeNull();
  });

  test('is looked through to 256 KiB', () => {
    const filler = 'words, '.repeat(40_000);
    expect(seen({ body: filler.slice(0, 200_000) + MAIL_HASH })?.titles).toHaveLength(1);
    expect(seen({ body: filler.slice(0, 256 * 1024) + MAIL_HASH })).toBeNull();
  });

  test('loses all that is to go by one edit', () => {
    const body = `a=${hash('4915112345678')}&b=${MAIL_HASH}&c=${MAIL}`;
    const found = seen({ body, party: 'third', isTracker: true });
    expect(found?.titles).toEqual([
      'your phone number, hashed',
      'your e-mail, hashed',
      'your e-mail, in clear',
    ]);
    const edited = found?.edits.reduce(
      (text, edit) => (edit.kind === 'redact' ? edit.redact(text) : text),
      body,
    );
    expect(edited).toBe('a=&b=&c=');
    expect(found?.edits.map(({ rule }) => rule)).toMatchObject([
      { line: 2, text: '+49…78', action: 'strip' },
    ]);
  });
});

test.each([
  ['first', 'xhr', false],
  ['third', 'document', false],
  ['third', 'xhr', true],
  ['unknown', 'xhr', true],
] as const)('in clear it matters in a body for the %s party, %s: %s', (party, type, matters) => {
  expect(mayMatterInClear({ ...request({ type }), party })).toBe(matters);
});
