import { describe, expect, it } from 'vitest';
import { type PersonalFact, type Told, tell } from '../../../src/trackers/told.ts';

const NOTHING: Told = {
  tracker: 'Meta Pixel',
  company: 'Meta',
  event: 'Purchase',
  more: 0,
  amount: null,
  site: null,
  facts: [],
};

function fact(
  field: string,
  word: string,
  how: '' | 'hashed' | 'form' | 'both' = '',
): PersonalFact {
  const hashed = how === 'hashed' || how === 'both';
  return { field, value: `of ${field}`, word, hashed, fromForm: how === 'form' || how === 'both' };
}

describe('tell', () => {
  it.each<[Partial<Told>, string]>([
    [{}, 'Meta was told: Purchase'],
    [
      { amount: '89.90 EUR', site: 'shop.example' },
      'Meta was told: Purchase 89.90 EUR on shop.example',
    ],
    [{ more: 2 }, 'Meta was told: Purchase and 2 more'],
    [{ products: 1 }, 'Meta was told: Purchase (1 product)'],
    [
      { amount: '5 EUR', products: 3, more: 1, app: 'com.shop.app' },
      'Meta was told: Purchase 5 EUR (3 products) and 1 more in com.shop.app',
    ],
    [
      { event: 'what is done in an app', app: 'com.$&.app' },
      'Meta was told: what is done in com.$&.app',
    ],
    [{ event: 'an apple', app: 'com.shop' }, 'Meta was told: an apple in com.shop'],
    [{ facts: [fact('fbp', 'browser id')] }, 'Meta was told: Purchase, with browser id'],
    [
      { facts: [fact('udff[em]', 'e-mail', 'both'), fact('udff[ph]', 'phone', 'both')] },
      'Meta was told: Purchase, with hashed e-mail and phone taken from a form',
    ],
    [
      {
        facts: [
          fact('udff[em]', 'e-mail', 'both'),
          fact('fbp', 'browser id'),
          fact('ud[em]', 'e-mail', 'hashed'),
          fact('fbc', 'click id'),
        ],
      },
      'Meta was told: Purchase, with hashed e-mail taken from a form, hashed e-mail, and browser id and click id',
    ],
  ])('%j', (told, summary) => {
    expect(tell({ ...NOTHING, ...told }).summary).toBe(summary);
  });

  it('names each field once, and at most fifty', () => {
    const facts = [fact('a', 'x'), fact('a', 'y'), fact('b', 'z')];
    expect(tell({ ...NOTHING, facts }).fields).toEqual(['a', 'b']);
    const many = Array.from({ length: 90 }, (_, n) => fact(`f${n}`, 'x'));
    expect(tell({ ...NOTHING, facts: many }).fields).toHaveLength(50);
  });

  it('cuts at 200 characters, and never within one', () => {
    for (const start of ['', 'x']) {
      const { summary } = tell({ ...NOTHING, event: start + '😀'.repeat(200) });
      expect(summary.length).toBeLessThanOrEqual(200);
      expect(summary.endsWith('…')).toBe(true);
      expect(() => encodeURIComponent(summary)).not.toThrow();
    }
  });

  it('lets no control or direction character through', () => {
    const hostile = 'a\u0000b\u001b[31mc\r\nd\u202ee\u2028f\u200bg';
    const { summary, fields } = tell({
      ...NOTHING,
      event: hostile,
      facts: [fact(hostile, hostile)],
    });
    expect(summary).toBe('Meta was told: ab[31mcdefg, with ab[31mcdefg');
    expect(fields).toEqual(['ab[31mcdefg']);
  });
});
