import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifierOf } from '../../../src/trackers/identifier.ts';
import { FBP, HASH, HASH64 } from '../../support/tracker-hit.ts';

function read(word: string, value: string, site: string | null = 'shop.example') {
  return identifierOf({ field: 'x', value, word, hashed: false, fromForm: false }, site);
}

describe('identifierOf', () => {
  it.each([
    ['e-mail', ' Maria@Example.org ', 'email', 'maria@example.org'],
    ['e-mail', HASH.toUpperCase(), 'email', HASH],
    ['e-mail', HASH64, 'email', Buffer.from(HASH64, 'base64url').toString('hex')],
    ['e-mail', `${'d'.repeat(31)}1`, 'email', `${'d'.repeat(31)}1`],
    ['phone', '+49 (151) 234-5678', 'phone', '491512345678'],
    ['phone', '0049 151 2345678', 'phone', '491512345678'],
    ['first name', 'Anna-Maria ', 'person', 'annamaria'],
    ['postcode', 'SW1A 1AA', 'person', 'sw1a1aa'],
    ['customer number', '4711', 'customer', 'shop.example 4711'],
    ['customer number', 'cus_8472910', 'customer', 'cus_8472910'],
    ['browser id', FBP, 'browser', '1234567890123456'],
    ['browser id', 'GA1.1.123456789.1790000000', 'browser', '123456789.1790000000'],
    ['browser id', 'GA1.2-2.123456789.1790000000', 'browser', '123456789.1790000000'],
    ['browser id', '123456789.1790000000', 'browser', '123456789.1790000000'],
    ['click id', 'fb.1.1790000000000.IwAR0abcDEF_-9', 'click', 'IwAR0abcDEF_-9'],
    ['click id', 'fb.1.1790000000000.IwAR0abcDEF_-9.AQYBAQIA', 'click', 'IwAR0abcDEF_-9'],
    ['click id', 'GCL.1790000000.Cj0KCQjw_abc', 'click', 'Cj0KCQjw_abc'],
    [
      'advertising id',
      'AB12CD34-0000-1111-2222-333344445555',
      'advertising',
      'ab12cd34-0000-1111-2222-333344445555',
    ],
    [
      'browser id',
      'AB12CD34-0000-1111-2222-333344445555',
      'browser',
      'ab12cd34-0000-1111-2222-333344445555',
    ],
  ])('%s "%s" is of kind %s: %s', (word, value, kind, expected) => {
    expect(read(word, value)).toEqual({ kind, value: expected });
  });

  it.each([
    ['e-mail', ''],
    ['e-mail', 'undefined'],
    ['e-mail', 'm***@example.org'],
    ['e-mail', 'xxxx@example.org'],
    ['e-mail', '{{user.email}}'],
    ['e-mail', 'no address'],
    ['phone', '12345'],
    ['phone', '+1 555 CALL-NOW'],
    ['phone', '0'.repeat(12)],
    ['phone', '1'.repeat(20)],
    ['first name', 'x'],
    ['first name', '[redacted]'],
    ['customer number', '12'],
    ['customer number', 'guest'],
    ['browser id', 'fb.1.1790000000000.0'],
    ['browser id', '1234567'],
    ['browser id', '0'.repeat(64)],
    ['click id', 'x'.repeat(1_025)],
    ['advertising id', '00000000-0000-0000-0000-000000000000'],
    ['advertising id', 'optout'],
    ['country', 'germany'],
    ['gender', 'female'],
    ['visit number', '12345678901'],
    ['order number', 'A-12345678'],
  ])('%s "%s" is none', (word, value) => {
    expect(read(word, value)).toBeNull();
  });

  it('reads any text of any kind, in the same way in capitals where it is an e-mail address', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_200 }), fc.emailAddress(), (text, mail) => {
        for (const word of ['e-mail', 'phone', 'name', 'customer number', 'browser id']) {
          const found = read(word, text);
          expect(found === null || found.value.length <= 1_040).toBe(true);
        }
        expect(read('e-mail', mail.toUpperCase())).toEqual(read('e-mail', mail));
      }),
    );
  });

  it('takes no longer for a hostile text', () => {
    const started = performance.now();
    for (const text of ['-'.repeat(1_024), 'a@'.repeat(512), '1 '.repeat(512), '='.repeat(1_024)]) {
      for (const word of ['e-mail', 'phone', 'name', 'click id']) read(word, text);
    }
    expect(performance.now() - started).toBeLessThan(50);
  });
});
