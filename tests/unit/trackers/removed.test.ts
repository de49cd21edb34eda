import { describe, expect, it } from 'vitest';
import type { Hostname } from '../../../src/model/terms.ts';
import { decodeRemoved } from '../../../src/trackers/removed.ts';
import { requestTo } from '../../support/request-info.ts';
import { FBP, HASH } from '../../support/tracker-hit.ts';

const request = requestTo('https://shop.example/', { page: null });

describe('decodeRemoved', () => {
  it.each([
    ['fbclid', 'IwAR0abcdef', 'click id', 'click', 'IwAR0abcdef'],
    ['_fbc', 'fb.1.1790000000000.IwAR0abcdef', 'click id', 'click', 'IwAR0abcdef'],
    ['_fbp', FBP, 'browser id', 'browser', '1234567890123456'],
    ['_ga', 'GA1.1.123456789.1790000000', 'browser id', 'browser', '123456789.1790000000'],
    ['_gcl_aw', 'GCL.1790000000.Cj0KCQ_abc', 'click id', 'click', 'Cj0KCQ_abc'],
    ['user.hashed_email', HASH, 'hashed e-mail', 'email', HASH],
  ])('%s=%s: %s', (name, value, asked, kind, known) => {
    expect(decodeRemoved(request, [{ name, value }])).toEqual({
      what: 'a visit',
      asked: [asked],
      taken: [asked],
      identifiers: [{ kind, value: known, taken: true }],
    });
  });

  it('knows a short number of a customer by the site', () => {
    const removed = [{ name: 'user_id', value: '4711' }];
    const at = (page: Hostname) => decodeRemoved({ ...request, page }, removed)?.identifiers;
    expect(at('a.example' as Hostname)).not.toEqual(at('b.example' as Hostname));
  });

  it.each([[[]], [[{ name: 'utm_source', value: 'mail' }]], [[{ name: 'fbclid', value: '' }]]])(
    'says nothing of %j',
    (removed) => {
      expect(decodeRemoved(request, removed)).toBeNull();
    },
  );
});
