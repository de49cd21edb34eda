import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { editBody } from '../../../../src/act/body-fields/edit-body.ts';
import { cleanWithinQuery } from '../../../../src/act/body-fields/within-query.ts';
import { queryFields } from '../../../../src/model/fields.ts';
import type { Field } from '../../../../src/model/request.ts';
import { bodyOf, within } from '../samples.ts';

/** Bodies and addresses that browsers really sent. */

const FILE = '../shared/corpora/captures.jsonl';
const absent = !existsSync(FILE);
if (absent) console.warn(`skipped: bodies of captured requests, for ${FILE} is not there`);

interface Capture {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const typeOf = ({ headers }: Capture): string =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
const named = (fields: readonly Field[]) => fields.map(({ name, value }) => `${name}=${value}`);
/** An item of a list is called by its place, and its neighbours move up. */
const isItem = (name: string) => /(?:^|\.)\d+(?:\.|$)/.test(name);

describe.skipIf(absent)('captured requests', () => {
  const rows = absent
    ? []
    : readFileSync(FILE, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Capture);
  const bodies = rows.flatMap((row) => {
    const type = typeOf(row);
    if (row.body === null || row.body === undefined || row.body === '') return [];
    return [{ type, body: bodyOf(row.body, { headers: ['Content-Type', type] }) }];
  });
  const readable = bodies.filter(({ body }) => body.fields.length > 0 && body.fields.length < 500);

  test('without a hit, every body stays', () => {
    expect(readable.length).toBeGreaterThan(20);
    for (const { body, type } of bodies) {
      expect(
        editBody(body, ['Content-Type', type], { bodyField: () => false, within: [] }).bytes,
      ).toBeNull();
    }
  });

  test('each field can be taken out, and all others are left', () => {
    for (const { body, type } of readable) {
      const names = [...new Set(body.fields.map(({ name }) => name))];
      for (const gone of names.filter((name) => !isItem(name)).slice(0, 40)) {
        const { bytes } = editBody(body, ['Content-Type', type], {
          bodyField: (name) => name === gone,
          within: [],
        });
        const left = bodyOf(bytes ?? '', { headers: ['Content-Type', type] });
        const others = named(body.fields.filter(({ name }) => name !== gone));
        const said = named(left.fields).filter(
          (one) => others.includes(one) || !isParent(one, gone),
        );
        expect([gone, said]).toEqual([gone, others]);
      }
    }
  });

  test('addresses in queries lose their fields, and nothing else changes', () => {
    const all = within([], '');
    let cleaned = 0;
    for (const { url } of rows) {
      const edit = { ...all, field: () => true, test: () => true };
      const { url: clean, removed } = cleanWithinQuery(url, [edit]);
      const [before, after] = [queryFields(url), queryFields(clean)];
      expect(named(after)).toEqual(named(before.map(withoutQuery)));
      if (removed.length === 0) expect(clean).toBe(url);
      else cleaned += 1;
    }
    expect(cleaned).toBeGreaterThan(20);
  });
});

/** What is left of a value that is an address, or an encoded one. */
function withoutQuery({ name, value }: Field): Field {
  const isEncoded = /^https?%3a/i.test(value);
  return { name, value: value.replace(isEncoded ? /%3F(?:(?!%23).)*/i : /\?[^#]*/, '') };
}

/** An object that has lost its last member is a field without a value. */
function isParent(said: string, gone: string): boolean {
  return said.endsWith('=') && gone.startsWith(`${said.slice(0, -1)}.`);
}
