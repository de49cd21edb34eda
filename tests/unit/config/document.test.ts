import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configurationPage, documentedKeys } from '../../../src/config/document.ts';
import { loadConfig, parseConfig } from '../../../src/config/load.ts';

const root = new URL('../../../', import.meta.url).pathname;
const shipped = readFileSync(`${root}config/eyelid.yaml`, 'utf8');
const noHome = tmpdir();

/** In the shipped file `#key:` is a setting taken out, `# words` are words. */
const uncommented = shipped.replace(/^(\s*)#(?=\w+:)/gm, '$1');

describe('the shipped config/eyelid.yaml', () => {
  it('loads as it is, to the defaults', () => {
    expect(loadConfig(root)).toEqual(parseConfig('', noHome));
  });

  it('shows every setting with its default', () => {
    expect(parseConfig(uncommented, noHome)).toEqual(parseConfig('', noHome));
    const tree: unknown = parse(uncommented);
    for (const { key, fallback } of documentedKeys()) {
      if (fallback === null) continue;
      const value = key.split('.').reduce<unknown>((node, part) => {
        return typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined;
      }, tree);
      expect(JSON.stringify(value)?.replaceAll(',', ', '), key).toBe(fallback);
    }
  });

  it('shows what an entry of a list may hold', () => {
    for (const { key } of documentedKeys()) {
      const entry = /\[\]\.(\w+)$/.exec(key)?.[1];
      if (entry !== undefined) expect(shipped, key).toContain(`${entry}:`);
    }
  });
});

it('every setting has help text that is a sentence', () => {
  const poor = documentedKeys().filter(({ help }) => !/^[A-Z`].{15,}\.$/.test(help));
  expect(poor).toEqual([]);
  expect(documentedKeys().length).toBeGreaterThan(20);
});

it('docs/configuration.md says what the schema says', async () => {
  await expect(configurationPage()).toMatchFileSnapshot(`${root}docs/configuration.md`);
});
