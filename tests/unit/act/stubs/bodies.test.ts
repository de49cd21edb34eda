import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { stubBody } from '../../../../src/act/stubs/bodies.ts';
import { STUB_NAMES } from '../../../../src/model/stub-names.ts';

const textOf = (name: string): string => {
  const body = stubBody(name);
  if (body === null) throw new Error(`no body: ${name}`);
  return new TextDecoder().decode(body);
};

describe('stubBody', () => {
  test('what holds nothing, or nothing to see or hear, is there', () => {
    const there = STUB_NAMES.map(({ name }) => name).filter((name) => stubBody(name) !== null);
    expect(there).toEqual([
      ...['noop.js', 'noop.txt', 'noop.html', 'noop.css', 'noop.json'],
      ...['1x1.gif', '2x2.png', '3x2.png', '32x32.png'],
      ...['noop-0.1s.mp3', 'noop-0.5s.mp3', 'noop-1s.mp4'],
      ...['noop-vast2.xml', 'noop-vast3.xml', 'noop-vast4.xml', 'noop-vmap1.0.xml'],
    ]);
  });

  test('the script runs, says nothing, and is not empty', () => {
    const text = textOf('noop.js');
    expect(text).not.toBe('');
    expect(new Script(text).runInNewContext({})).toBeUndefined();
  });

  test('text, style sheet, JSON', () => {
    expect([textOf('noop.txt'), textOf('noop.css'), JSON.parse(textOf('noop.json'))]).toEqual([
      ...['', '', {}],
    ]);
  });

  test.each([
    ['noop-vast2.xml', /<VAST version="2\.0"\/>/],
    ['noop-vast3.xml', /<VAST version="3\.0"\/>/],
    ['noop-vast4.xml', /<VAST version="4\.0" xmlns="http:\/\/www\.iab\.com\/VAST"\/>/],
    ['noop-vmap1.0.xml', /<vmap:VMAP xmlns:vmap="[^"]+" version="1\.0"\/>/],
  ])('%s holds no advertisement', (name, root) => {
    expect(textOf(name)).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<[^>]+\/>\n$/);
    expect(textOf(name)).toMatch(root);
  });

  test('a new copy each time', () => {
    for (const name of ['1x1.gif', '2x2.png', 'noop-1s.mp4', 'noop.js']) {
      const before = stubBody(name);
      stubBody(name)?.fill(0);
      expect(stubBody(name)).toEqual(before);
    }
  });

  test.each(['empty', 'none', 'fbevents.js', 'nonsense', 'constructor'])('%s: none', (name) => {
    expect(stubBody(name)).toBeNull();
  });
});
