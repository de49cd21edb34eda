import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UNOPENED_WORDS } from '../../../src/model/unopened.ts';

const ROOT = join(import.meta.dirname, '../../..');
const ROUTES = join(ROOT, 'src/status/routes');
const document = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');

/** `GET /api/log` and so on, as the sources write them. */
function routes(): readonly string[] {
  const sources = readdirSync(ROUTES).map((name) => readFileSync(join(ROUTES, name), 'utf8'));
  return sources.flatMap((text) =>
    [...text.matchAll(/\.(get|post)\(\s*'(\/api\/[^']+)'/g)].map(
      ([, method, path]) => `${String(method).toUpperCase()} ${path}`,
    ),
  );
}

it('every route of the API is in its document', () => {
  const all = routes();
  expect(all.length).toBeGreaterThan(15);
  expect(all.filter((route) => !new RegExp(`${route}[\`?]`).test(document))).toEqual([]);
});

it('so is every reason to pass a connection through, in its words', () => {
  const rows = Object.entries(UNOPENED_WORDS).map(([word, why]) => `| \`${word}\` | ${why} |`);
  expect(rows.filter((row) => !document.includes(row))).toEqual([]);
});
