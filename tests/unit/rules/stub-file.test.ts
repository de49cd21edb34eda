import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStubFile } from '../../../src/rules/stub-file.ts';
import '../../support/fuzz-seed.ts';

const read = (text: string, before: ReturnType<typeof readStubFile> | null = null) =>
  readStubFile('stubs/mine.js', Buffer.from(text), before);

test('is read whole, and not run', () => {
  const text = '// a comment\nthrow new Error("it was run");\n';
  expect(read(text)).toMatchObject({ kind: 'stub', name: 'mine.js', text, problems: [] });
});

test('is known by the name of its stand-in', () => {
  const file = readStubFile('stubs/nowoif.js', Buffer.from('1;'), null);
  expect(file).toMatchObject({ list: 'stubs/nowoif.js', name: 'window.open-defuser.js' });
});

test.each([
  ['let a;\n\nlet a;', 3, 'let a;'],
  ['(() => {\n  return 1\n', 3, ''],
  ['export const a = 1;', 1, 'export const a = 1;'],
  ['{{{', 1, '{{{'],
  ['a\0b', 1, 'a\0b'],
])('%j: the line is told', (text, line, written) => {
  const { problems } = read(text);
  expect(problems).toEqual([
    {
      list: 'stubs/mine.js',
      line,
      text: written,
      reason: expect.stringMatching(/^it is no JavaScript: ./),
      severity: 'error',
    },
  ]);
});

test('too long is too long, by a byte', () => {
  const limit = 64 * 1024;
  expect(read('/'.repeat(limit)).problems).toEqual([]);
  const file = read('/'.repeat(limit + 1));
  expect(file.problems[0]?.reason).toBe('it is longer than 65536 bytes');
  expect(file).toMatchObject({ text: '', stale: false });
});

test('what was good stays', () => {
  const good = read('1;');
  const broken = read('1 1', good);
  expect(broken).toMatchObject({ text: '1;', stale: true, problems: [{ line: 1 }] });
  expect(read('2;', broken)).toMatchObject({ text: '2;', stale: false, problems: [] });
  expect(read('1 1', read('2 2'))).toMatchObject({ text: '', stale: false });
});

test('any bytes are read, and never throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string().map(Buffer.from)),
      (bytes) => {
        const file = readStubFile('stubs/mine.js', bytes, null);
        expect(file.kind === 'stub' && file.text === '').toBe(
          file.problems.length > 0 || new TextDecoder().decode(bytes) === '',
        );
        for (const { line } of file.problems) expect(line).toBeGreaterThan(0);
      },
    ),
  );
});
