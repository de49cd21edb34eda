import { describe, expect, it } from 'vitest';
import { factsByName, idsByName } from '../../../src/trackers/facts.ts';
import { fieldsFrom } from '../../../src/trackers/fields.ts';
import { HASH } from '../../support/tracker-hit.ts';

const WORDS = { em: 'e-mail', 'traits.name': 'name', vid: 'browser id' };

const words = (name: string, value: string) =>
  factsByName(fieldsFrom([{ name, value }]), WORDS).map(({ word }) => word);

describe('factsByName', () => {
  it.each([
    ['em', ['e-mail']],
    ['user_data.em', ['e-mail']],
    ['data.0.user_data.em.0', ['e-mail']],
    ['em[]', ['e-mail']],
    ['em[0]', ['e-mail']],
    ['batch.3.traits.name', ['name']],
    ['product.name', []],
    ['item', []],
    ['them', []],
    ['em.value', []],
    ['constructor', []],
    ['__proto__', []],
    ['', []],
  ])('%s says %j', (name, expected) => {
    expect(words(name, 'maria@example.org')).toEqual(expected);
  });

  it.each([
    '',
    'N',
    '0',
    'null',
    'undefined',
    '(not set)',
    '00000000-0000-0000-0000-000000000000',
    '{}',
    '[]',
  ])('%j is nothing', (value) => {
    expect(words('em', value)).toEqual([]);
  });

  it('sees what is hashed, but not in identifiers, which are made up anyway', () => {
    const fields = fieldsFrom([
      { name: 'em', value: HASH },
      { name: 'vid', value: HASH },
    ]);
    expect(factsByName(fields, WORDS).map(({ hashed }) => hashed)).toEqual([true, true]);
    expect(idsByName(fields, { vid: 'browser id' })).toEqual([
      { field: 'vid', value: HASH, word: 'browser id', hashed: false, fromForm: false },
    ]);
  });
});
