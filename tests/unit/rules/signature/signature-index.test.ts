import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY_TYPE } from '../../../../src/model/request.ts';
import { holds } from '../../../../src/rules/signature/holds.ts';
import { parseSignatures } from '../../../../src/rules/signature/parse.ts';
import {
  createSignatureIndex,
  type Entry,
} from '../../../../src/rules/signature/signature-index.ts';
import { createView } from '../../../../src/rules/signature/view.ts';
import { body, request, type Sent } from '../../../support/signature-request.ts';

function entriesOf(yaml: string): readonly Entry[] {
  const { signatures, problems } = parseSignatures(yaml, 'test.yaml');
  expect(problems).toEqual([]);
  return signatures.flatMap(({ when, strip }, order) =>
    when.map((conditions) => ({ order, conditions, types: conditions.types ?? ANY_TYPE, strip })),
  );
}

const ENTRIES = entriesOf(String.raw`
signatures:
  - { id: h1, action: log, when: { host: a.example } }
  - { id: h2, action: log, when: { host: .example } }
  - { id: h3, action: log, when: { host: '~^b' } }
  - { id: p1, action: log, when: { path: /tr/ } }
  - { id: p2, action: log, when: { path: '/v*/hit' } }
  - { id: p3, action: log, when: { path: '~hit|tr' } }
  - { id: p4, action: log, when: { path: '~^/v\d' } }
  - { id: f1, action: log, when: { fields: { id: true } } }
  - { id: f2, action: log, when: { query: { 'ud[em]': 1 } } }
  - { id: f3, action: log, when: { body: { a.b: true } } }
  - { id: f4, action: log, when: { fields: { '~^ud\[': true } } }
  - { id: f5, action: log, when: { body: { '~\.b$': true } } }
  - { id: f6, action: log, when: { fields: { id: false } } }
  - { id: f7, action: log, when: { fields: { a: true } } }
  - { id: a1, action: log, when: { anyField: [id, 'ud[em]'] } }
  - { id: a2, action: log, when: { anyField: '~[a-z]{2}\[' } }
  - { id: v1, action: log, when: { anyValue: 'x y' } }
  - { id: v2, action: log, when: { anyValue: '~(plugin|other)-set' } }
  - { id: v3, action: log, when: { anyValue: '~plug(in|out)' } }
  - { id: c1, action: log, when: { cookies: { _fbp: true } } }
  - { id: c2, action: log, when: { cookies: { '~^_f': true } } }
  - { id: e1, action: log, when: { headers: { x-key: true } } }
  - { id: n1, action: log, when: {} }
`);

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

const fields = fc
  .array(
    fc.constantFrom(
      'id=1',
      'ud%5Bem%5D=1',
      'ud[em]=1',
      'a.b=1',
      'a=x+y',
      'b=x%20y',
      'v=plugin-set',
      'i%64=2',
      'PLUGOUT',
      'id',
    ),
  )
  .map((parts) => parts.join('&'));
const url = fc
  .tuple(
    fc.constantFrom('a.example', 'b.example', 'example', 'c.test'),
    fc.constantFrom('/', '/tr/', '/%74r/', '/v1/hit', '/V1/HIT', '/v/x/hit'),
    fields,
  )
  .map(([host, path, query]) => `https://${host}${path}${query === '' ? '' : `?${query}`}`);
const sent: fc.Arbitrary<Sent> = fc
  .tuple(
    fc.constantFrom<Record<string, string>>(
      {},
      { Cookie: 'x=1; _fbp=2' },
      { cookie: '_fbp' },
      { 'X-Key': '1' },
    ),
    fc.constantFrom<Sent>({}, { headers: JSON_TYPE, body: '{"a":{"b":["x y"]},"id":{"c":1}}' }),
    fc.option(fields, { nil: null }),
  )
  .map(([headers, json, form]) =>
    form === null
      ? { ...json, headers: { ...json.headers, ...headers } }
      : { body: form, headers: { ...FORM, ...headers } },
  );

describe('createSignatureIndex', () => {
  it('finds every entry whose conditions hold', () => {
    const index = createSignatureIndex(ENTRIES);
    let held = 0;
    fc.assert(
      fc.property(url, sent, (address, rest) => {
        const view = createView(request(address, rest), body(rest));
        const found: Entry[] = [];
        index.collect(view, found);
        const holding = ENTRIES.filter(({ conditions, types }) => holds(conditions, types, view));
        held += holding.length;
        expect(holding.filter((entry) => !found.includes(entry))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
    expect(held).toBeGreaterThan(1000);
  });

  it('looks at nothing where no gate opens', () => {
    const index = createSignatureIndex(
      ENTRIES.filter(({ order }) => ![2, 5, 6, 12, 16, 20, 22].includes(order)),
    );
    const found: Entry[] = [];
    const quiet = request('https://quiet.test/assets/app.js?v=123&lang=en', {
      headers: { Cookie: 'sid=1' },
    });
    index.collect(createView(quiet, null), found);
    expect(found).toEqual([]);
  });

  it('finds a strip by each kind of name, also in the Referer', () => {
    const [entry] = entriesOf(
      'signatures:\n  - { id: x, action: strip, strip: { query: fbclid, cookies: _fbp, headers: x-h } }',
    );
    const index = createSignatureIndex([entry!]);
    const finds = (address: string, headers: Record<string, string> = {}) => {
      const found: Entry[] = [];
      index.collect(createView(request(address, { headers }), null), found);
      return found.length;
    };
    expect(finds('https://a.example/?x=1')).toBe(0);
    expect(finds('https://a.example/?fbclid=1')).toBe(1);
    expect(finds('https://a.example/', { Referer: 'https://a.example/?a=1&fbclid=2' })).toBe(1);
    expect(finds('https://a.example/', { Cookie: 'a=1; _fbp=1' })).toBe(1);
    expect(finds('https://a.example/', { 'X-H': '1' })).toBe(1);
  });
});
