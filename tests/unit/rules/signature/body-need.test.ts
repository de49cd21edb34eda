import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../../src/classify/body.ts';
import { request, signatures } from '../../../support/signature-request.ts';
import '../../../support/fuzz-seed.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Whether the fields of a body are asked for, and the ids that apply. */
function look(signature: string, text: string, url: string, contentType: string) {
  const set = signatures(`signatures:\n  - { id: x, ${signature} }`);
  const bytes = new TextEncoder().encode(text);
  let isRead = false;
  const body = {
    bytes,
    kind: 'json' as const,
    get fields() {
      isRead = true;
      return readBody(contentType, bytes).fields;
    },
  };
  const info = request(url, { method: 'POST', headers: { 'Content-Type': contentType } });
  const ids = set.match(info, body).map(({ rule }) => rule.text);
  return [isRead, ids.length > 0];
}

describe('a body is read where it mentions what is looked for', () => {
  const block = (when: string, more = '') => `action: block, when: ${when}${more}`;
  it.each<[string, string, boolean, boolean]>([
    [block('{ body: { event_name: true } }'), '{"event_name":1}', true, true],
    [block('{ body: { event_name: true } }'), '{"event":1}', false, false],
    [block('{ body: { data.0.event_name: true } }'), '{"data":[{"event_name":1}]}', true, true],
    [block('{ body: { fb.pixel_id: true } }'), '{"fb.pixel_id":"1"}', true, true],
    // A word alone is no field.
    [block('{ body: { event_name: true } }'), '{"a":"event_name"}', true, false],
    [block('{ body: { action: [pys_api_event, pys_get] } }'), '{"action":"save"}', false, false],
    [block('{ body: { action: [pys_api_event, pys_get] } }'), '{"action":"pys_get"}', true, true],
    // All of them are needed.
    [block('{ body: { pixel: true, library: true } }'), '{"pixel":1}', false, false],
    [block('{ fields: { pixel: true, q: true } }'), '{"pixel":1}', true, true],
    [block('{ fields: { pixel: true, other: true } }'), '{"pixel":1}', false, false],
    [block('{ body: { pixel: true }, anyField: [dl, noscript] }'), '{"pixel":1}', false, false],
    [block('{ body: { pixel: true }, anyField: [dl, q] }'), '{"pixel":1}', true, true],
    [block('{ anyValue: [nobody, two] }'), '{"a":"some"}', false, false],
    [block('{ anyValue: [nobody, some] }'), '{"a":"some"}', true, true],
    [block("{ body: { '~^(ud|aud)\\[': true } }"), '{"name":"x"}', false, false],
    [block("{ body: { '~^(ud|aud)\\[': true } }"), '{"ud[em]":"x"}', true, true],
    [block('{ body: { v: true } }'), '{"av":"v2"}', false, false],
    [block('{ body: { v: true } }'), '{"a":"v"}', true, false],
    [block("{ body: { em: '~^[0-9a-f]{32}$' } }"), '{"em":"me@a.example"}', false, false],
    [block("{ body: { em: '~^[0-9a-f]{32}$' } }"), `{"em":"${'0a'.repeat(16)}"}`, true, true],
    [block("{ body: { em: '~.@.' } }"), '{"em":"a"}', false, false],
    [block("{ body: { em: '~.@.' } }"), '{"em":"a\\u0040b"}', true, true],
    // What is absent is nowhere.
    [block('{ host: t.example, body: { pixel: false } }'), '{"a":1}', true, true],
    // Nobody has to write a letter so.
    [block('{ body: { pixel: true } }'), '{"\\u0070ixel":1}', true, true],
    [block('{ body: { pixel: true } }'), '{"\\u003c":"\\u00e9"}', false, false],
    // An exception that looks at the body.
    [block('{ path: /p }', ', unless: { body: { pixel: true } }'), '{"a":1}', true, true],
    [block('{ path: /other }', ', unless: { body: { pixel: true } }'), '{"pixel":1}', false, false],
    // What is taken out.
    ['action: strip, strip: { body: [em_hash, ph_hash] }', '{"a":1}', false, false],
    ['action: strip, strip: { body: [em_hash, ph_hash] }', '{"ph_hash":1}', true, true],
    // Looked at by the name of what is taken out of the address.
    ['action: strip, strip: { query: fbclid, within: page_url }', '{"page_url":1}', false, false],
    [
      'action: strip, strip: { query: fbclid, within: page_url }',
      '{"page_url":"https://a.example/?fbclid=1"}',
      ...([true, true] as const),
    ],
    [
      'action: strip, when: { anyField: page_url }, strip: { query: fbclid, within: page_url }',
      '{"page_url":"https://a.example/?id=1"}',
      ...([false, false] as const),
    ],
    // Here the body decides what becomes of the address.
    ['action: strip, when: { body: { ev: 1 } }, strip: { query: q }', '{"ev":1}', true, true],
    ['action: strip, when: { body: { ev: 1 } }, strip: { query: x }', '{"ev":1}', false, false],
    ['action: strip, when: { body: { ev: 1 } }, strip: { cookies: x }', '{"ev":1}', true, true],
    [
      'action: rewrite, rewrite: meta-defuse-config, when: { body: { ev: 1 } }, strip: { body: x }',
      '{"ev":1}',
      ...([true, true] as const),
    ],
  ])('%s and %s', (signature, text, read, applies) => {
    const url = 'https://t.example/p?q=1';
    expect(look(signature, text, url, JSON_TYPE)).toEqual([read, applies]);
  });

  it('in a form, names and values may be escaped', () => {
    const signature = block("{ body: { 'ud[em]': true } }");
    const url = 'https://t.example/';
    expect(look(signature, 'ud%5Bem%5D=1', url, FORM)).toEqual([true, true]);
    expect(look(signature, 'u%64%5Bem%5D=1', url, FORM)).toEqual([true, true]);
    expect(look(signature, 'a%5Bb%5D=%C3%A9', url, FORM)).toEqual([false, false]);
    const mail = block("{ body: { em: '~.@.' } }");
    expect(look(mail, 'em=a%40b', url, FORM)).toEqual([true, true]);
    const inner = block('{ body: { pd.em: true } }');
    expect(look(inner, `pd=${encodeURIComponent('{"em":1}')}`, url, FORM)).toEqual([true, true]);
    const within = 'action: strip, strip: { query: fbclid, within: dl }';
    const address = encodeURIComponent('https://a.example/?u=b%26fbclid=1');
    expect(look(within, `dl=${address}`, url, FORM)).toEqual([true, true]);
  });
});

it('that a body mentions nothing changes no verdict', () => {
  const set = signatures(String.raw`
signatures:
  - { id: a, action: block, when: { body: { event_name: true, '~^(ud|aud)\[': true } } }
  - { id: b, action: block, when: { fields: { pixel: [one, two], q: true } } }
  - { id: c, action: log, when: { anyField: [dl, page.url] }, unless: { body: { pixel: one } } }
  - { id: d, action: log, when: { anyValue: ['~tw(o|enty)', three] } }
  - { id: e, action: strip, strip: { query: q, within: [dl, page], body: '~^user(_|\.)em' } }
  - { id: h, action: strip, when: { anyField: [x, q] }, strip: { query: [q, dl], within: page, body: ev } }
  - { id: f, action: log, when: { path: /always, body: { q: false } } }
  - { id: j, action: log, when: { body: { event_name: true } } }
  - { id: k, action: log, when: { fields: { pixel: true } } }
  - { id: l, action: log, when: { body: { 'ud[em]': true } } }
  - { id: i, action: log, when: { anyValue: '~^.@' } }
  - { id: g, action: log, when: { fields: { page.url: '~^x', pixel: false } } }
`);
  const name = fc.constantFrom(
    ...['event_name', 'ud[em]', 'pixel', 'q', 'dl', 'page', 'url', 'user_em', 'user.em', 'x'],
  );
  const word = fc.constantFrom(
    'one',
    'two',
    'twenty',
    'three',
    'x',
    '',
    '1',
    'é"\\',
    '{"url":"x"}',
  );
  const leaf = fc.oneof(word, fc.dictionary(name, word, { maxKeys: 2 }));
  const object = fc.dictionary(name, leaf, { maxKeys: 3 });
  const pairs = fc.array(fc.tuple(name, word), { maxLength: 3 });
  const form = (fields: readonly (readonly [string, string])[]) =>
    new URLSearchParams(fields.map(([key, value]) => [key, value])).toString();
  const escaped = (text: string) =>
    text.replace(/[a-z]/g, (char) =>
      char < 'n' ? char : `\\u00${char.charCodeAt(0).toString(16)}`,
    );
  const sent = fc.oneof(
    object.map((value) => [JSON_TYPE, JSON.stringify(value)] as const),
    object.map((value) => [JSON_TYPE, escaped(JSON.stringify(value))] as const),
    pairs.map((fields) => [FORM, form(fields)] as const),
    pairs.map((fields) => [FORM, form(fields).replaceAll('p', '%70')] as const),
    pairs.map((fields) => {
      const parts = fields.map(
        ([key, value]) =>
          `--B\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
      );
      return ['multipart/form-data; boundary=B', `${parts.join('')}--B--`] as const;
    }),
  );
  let [left, read] = [0, 0];
  fc.assert(
    fc.property(
      sent,
      pairs,
      fc.constantFrom('p', 'p', 'always'),
      ([contentType, text], query, path) => {
        const info = request(`https://t.example/${path}?${form(query)}`, {
          method: 'POST',
          headers: { 'Content-Type': contentType },
        });
        const bytes = new TextEncoder().encode(text);
        const { kind, fields } = readBody(contentType, bytes);
        const all = set.match(info, { kind, fields });
        let isRead = false;
        const seen = set.match(info, {
          bytes,
          kind,
          get fields() {
            isRead = true;
            return fields;
          },
        });
        // What is left out takes nothing out, neither of the body nor of the address.
        const missed = all.filter((match) => !seen.includes(match));
        expect(all.filter((match) => !missed.includes(match))).toEqual(seen);
        for (const { rule, edits } of missed) {
          expect(rule.action).toBe('strip');
          for (const edit of edits) {
            if (edit.kind === 'query')
              expect(query.some(([key]) => edit.test(key, key))).toBe(false);
            if (edit.kind === 'bodyField')
              expect(fields.some((field) => edit.test(field.name))).toBe(false);
          }
        }
        if (isRead) read += 1;
        else left += 1;
      },
    ),
    { numRuns: 2_000 },
  );
  // It would be no test if all were read, or none.
  expect(Math.min(left, read)).toBeGreaterThan(100);
});
