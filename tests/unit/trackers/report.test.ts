import { describe, expect, it } from 'vitest';
import { reportOf } from '../../../src/trackers/report.ts';
import type { PersonalFact } from '../../../src/trackers/told.ts';
import { FBP, HASH } from '../../support/tracker-hit.ts';

const fact = (word: string, value: string, hashed = false): PersonalFact => ({
  field: 'x',
  value,
  word,
  hashed,
  fromForm: false,
});

describe('reportOf', () => {
  it('says what was asked for in the words of the sentence, and names each identifier once', () => {
    const facts = [
      fact('e-mail', HASH, true),
      fact('e-mail', HASH.toUpperCase(), true),
      fact('e-mail', 'maria@example.org'),
      fact('browser id', FBP),
      fact('3 Wi-Fi networks around', ''),
      fact('the title of the page', 'My illness'),
    ];
    expect(reportOf('Purchase', facts, 'shop.example')).toEqual({
      what: 'Purchase',
      asked: [
        'hashed e-mail',
        'e-mail',
        'browser id',
        'Wi-Fi networks around',
        'the title of the page',
      ],
      identifiers: [
        { kind: 'email', value: HASH },
        { kind: 'email', value: 'maria@example.org' },
        { kind: 'browser', value: '1234567890123456' },
      ],
    });
  });

  it('calls taken what nothing else in the request says', () => {
    const [gone, again, click] = [
      fact('e-mail', HASH, true),
      fact('e-mail', HASH, true),
      fact('click id', 'IwAR0abcdef'),
    ];
    const one = { kind: 'email', value: HASH };
    expect(reportOf('x', [gone, again, click], null, [gone, click])).toEqual({
      what: 'x',
      asked: ['hashed e-mail', 'click id'],
      taken: ['click id'],
      identifiers: [one, { kind: 'click', value: 'IwAR0abcdef', taken: true }],
    });
    // In whichever order they come.
    expect(reportOf('x', [gone, again], null, [again]).identifiers).toEqual([one]);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 90 }, (_, n) => [
      fact(`word ${n}`, ''),
      fact('click id', `number-${n}-of-many`),
    ]).flat();
    const { asked, identifiers } = reportOf('x', many, null);
    expect(asked).toHaveLength(16);
    expect(identifiers).toHaveLength(16);
  });
});
