import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BodyPlan, MAX_DECODED } from '../../../../src/act/body/plan.ts';
import { rewriteBody } from '../../../../src/act/body/rewrite.ts';
import type { BodyRewrite } from '../../../../src/model/rule.ts';

const replace = (from: string | RegExp, to: string): BodyRewrite => ({
  of: 'text',
  rewrite: (text) => text.replace(from, to),
});

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const pause = (): Promise<void> => Promise.resolve();

const run = (body: Uint8Array | string, plan: Partial<BodyPlan>) =>
  rewriteBody(
    typeof body === 'string' ? utf8(body) : body,
    { coding: 'identity', charset: null, isHtml: false, rewrites: [], ...plan },
    pause,
  );

describe('rewriteBody', () => {
  test('each rewrite sees what the one before made', async () => {
    const rewrites = [replace('a', 'b'), replace('bb', 'c'), replace('x', 'y')];
    const outcome = await run('ab', { rewrites });
    expect(outcome.bytes).toEqual(utf8('c'));
    expect(outcome.changed).toEqual(rewrites.slice(0, 2));
    expect(outcome.failure).toBeNull();
  });

  test('where nothing changes the original is sent', async () => {
    const unchanged = { bytes: null, changed: [], failure: null };
    expect(await run('ab', { rewrites: [replace('x', 'y')] })).toEqual(unchanged);
    expect(await run('ab', { rewrites: [] })).toEqual(unchanged);
    expect(await run('ab', { rewrites: [replace('a', 'x'), replace('x', 'a')] })).toEqual(
      unchanged,
    );
    const long = new Uint8Array(MAX_DECODED + 1).fill(0x61);
    expect(await run(long, { rewrites: [replace('a', 'x')] })).toEqual(unchanged);
  });

  test.each<[string, BodyRewrite, string]>([
    [
      'throws',
      {
        of: 'text',
        rewrite: () => {
          throw new RangeError('Invalid string length');
        },
      },
      'rewriting a body: Invalid string length',
    ],
    [
      'makes too much',
      { of: 'text', rewrite: () => 'x'.repeat(2 * MAX_DECODED + 1) },
      'rewriting a body: the new text is too long',
    ],
    [
      'writes what the charset has not',
      replace('a', '→'),
      'rewriting a body: the new text has characters that windows-1251 has not',
    ],
  ])('a rewrite that %s leaves the body alone, and it is told', async (_title, one, failure) => {
    const rewrites = [replace('b', 'c'), one];
    const outcome = await run('ab', { rewrites, charset: 'windows-1251' });
    expect(outcome).toEqual({ bytes: null, changed: [], failure });
  });

  test('JSON rewrites see only what looks like JSON', async () => {
    const prune: BodyRewrite = { of: 'json', rewrite: () => '{}' };
    expect((await run(' {"a":1}', { rewrites: [prune] })).bytes).toEqual(utf8('{}'));
    expect((await run('[1]', { rewrites: [prune] })).bytes).toEqual(utf8('{}'));
    expect((await run('var a = {}', { rewrites: [prune] })).bytes).toBeNull();
    // A byte order mark does not hide it, and stays.
    expect((await run('\ufeff{"a":1}', { rewrites: [prune] })).bytes).toEqual(utf8('\ufeff{}'));
  });

  test.each([
    ['<meta charset=windows-1251>', 'П'],
    ['<META name=x CHARSET = "windows-1251" />', 'П'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', 'П'],
    [`${' '.repeat(1100)}<meta charset=windows-1251>`, 'Ï'],
    ['<p>', 'Ï'],
  ])('a page names its charset: %s', async (head, character) => {
    const body = Uint8Array.from([...utf8(head), 0xcf]);
    const rewrites = [replace(character, 'found')];
    const { bytes } = await run(body, { rewrites, isHtml: true });
    expect(bytes).toEqual(utf8(`${head}found`));
  });

  test.each([
    ['<?xml version="1.0" encoding="windows-1251"?>', 'П'],
    ["<?xml version='1.0' encoding = 'windows-1251' ?>", 'П'],
    ['@charset "windows-1251";', 'П'],
    [' @charset "windows-1251";', 'Ï'],
    ['<meta charset=windows-1251>', 'Ï'],
  ])('XML and style sheets name theirs at the start: %s', async (head, character) => {
    const body = Uint8Array.from([...utf8(head), 0xcf]);
    const { bytes } = await run(body, { rewrites: [replace(character, 'found')] });
    expect(bytes).toEqual(utf8(`${head}found`));
  });

  test('a page that was read as ASCII so far is not in UTF-16', async () => {
    const rewrites = [replace('é', 'e')];
    const { bytes } = await run('<meta charset=utf-16>é', { rewrites, isHtml: true });
    expect(bytes).toEqual(utf8('<meta charset=utf-16>e'));
  });

  test('the header outweighs what the page says', async () => {
    const body = Uint8Array.from([...utf8('<meta charset=gbk>'), 0xcf]);
    const plan = { rewrites: [replace('П', '!')], isHtml: true, charset: 'windows-1251' };
    expect((await run(body, plan)).bytes).toEqual(utf8('<meta charset=gbk>!'));
    expect((await run(body, { ...plan, charset: null })).bytes).toBeNull();
  });

  test('pauses before each step', async () => {
    let pauses = 0;
    const rewrites = [replace('a', 'b'), replace('c', 'd')];
    const plan = { coding: 'identity', charset: null, isHtml: false, rewrites } as const;
    await rewriteBody(utf8('a'), plan, async () => {
      pauses += 1;
    });
    expect(pauses).toBe(3);
  });

  test('untouched bytes survive, whatever they are', async () => {
    const labels = [null, 'utf-8', 'latin1', 'windows-1251', 'windows-1253', 'koi8-r', 'nonsense'];
    const piece = fc
      .uint8Array({ maxLength: 60 })
      .map((all) => all.filter((byte) => byte !== 0x40));
    const charset = fc.constantFrom(...labels);
    const mark = utf8('@@');
    await fc.assert(
      fc.asyncProperty(
        piece,
        piece,
        charset,
        fc.boolean(),
        async (before, after, label, isHtml) => {
          const body = Uint8Array.from([...before, ...mark, ...after]);
          const { bytes } = await run(body, {
            rewrites: [replace('@@', '!')],
            charset: label,
            isHtml,
          });
          const isUtf16 = (before[0] ?? 0) >= 0xfe;
          if (bytes === null) expect(isUtf16).toBe(true);
          else expect(bytes).toEqual(Uint8Array.from([...before, 0x21, ...after]));
        },
      ),
      { numRuns: 500 },
    );
  });
});
