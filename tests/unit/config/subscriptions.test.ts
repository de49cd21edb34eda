import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';

const lists = (entries: string) =>
  parseConfig(`rules:\n  subscriptions: ${entries}\n`, tmpdir()).rules.subscriptions;

describe('rules.subscriptions', () => {
  it('is empty unless somebody says otherwise', () => {
    expect(parseConfig('', tmpdir()).rules.subscriptions).toEqual([]);
  });

  it('takes names, addresses, and addresses with names', () => {
    const url = 'https://lists.example/a.txt';
    expect(lists(`[easyprivacy, "${url}", { url: "${url}", name: mine }]`)).toEqual([
      expect.objectContaining({ name: 'easyprivacy' }),
      { name: expect.stringMatching(/^a-[0-9a-f]{8}$/), urls: [url], trusted: false },
      { name: 'mine', urls: [url], trusted: false },
    ]);
  });

  it.each([
    ['"https://lists.example/a.txt"', false],
    ['{ url: "https://lists.example/a.txt" }', false],
    ['{ url: "https://lists.example/a.txt", trusted: true }', true],
    ['{ url: "https://lists.example/a.txt", trusted: false }', false],
    ['{ url: "https://lists.example/a.txt", name: ublock-filters }', false],
    ['easyprivacy', false],
    ['{ url: easyprivacy, trusted: true }', true],
    ['ublock-filters', true],
    ['{ url: ublock-filters, name: mine }', true],
    ['{ url: ublock-filters, trusted: false }', false],
  ])('%s: trusted %s', (entry, trusted) => {
    expect(lists(`[${entry}]`)).toEqual([expect.objectContaining({ trusted })]);
  });

  it.each([
    ['[{ url: easylist, trusted: "yes" }]', '"trusted" must be true or false'],
    ['[{ url: easylist, trsted: true }]', 'unknown setting "trsted", did you mean "trusted"?'],
    [
      '[easyprivcy]',
      'is "easyprivcy": no list is known as "easyprivcy", did you mean "easyprivacy"?',
    ],
    [
      '["ftp://a.example/x"]',
      '"ftp://a.example/x" is no address that starts with https:// or http://',
    ],
    ['[7]', 'is 7: must be a name such as "easyprivacy", an address, or { url: ..., name: ... }'],
    ['[{ name: a }]', 'must be a name such as "easyprivacy"'],
    ['[{ url: "https://a.example/x", nmae: a }]', 'unknown setting "nmae", did you mean "name"?'],
    ['[{ url: "https://a.example/x", name: "../a" }]', '"../a" is no name for a list'],
    ['[easylist, easylist]', 'a list named "easylist" stands above already'],
    ['easylist', 'must be a list'],
  ])('refuses %s', (entries, message) => {
    expect(() => lists(entries)).toThrow(message);
    expect(() => lists(entries)).toThrow('config/eyelid.yaml:2: setting "rules.subscriptions');
  });
});
