import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UNOPENED_WORDS } from '../../../src/model/unopened.ts';
import { EXAMPLE_NAMES, EXAMPLE_QUERIES, exampleHousehold } from '../../support/api-example.ts';
import { browse } from '../../support/status-browser.ts';
import { CODE } from '../../support/status-ports.ts';
import { addressOf, isStream, statusRoutes } from '../../support/status-routes.ts';

const ROOT = join(import.meta.dirname, '../../..');
const EXAMPLES = join(ROOT, 'docs/api-examples.md');
const document = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');

const PUBLIC = ['/healthz', '/metrics'];
const registered = [...statusRoutes('GET'), ...statusRoutes('POST')]
  .filter(({ path }) => path.startsWith('/api/') || PUBLIC.includes(path))
  .map(({ method, path }) => `${method} ${path}`);
/** In tables and in text: `GET /api/log?host=`. */
const written = [...document.matchAll(/`(GET|POST) (\/[a-z][^`?\s]*)/g)].map(
  ([, method, path]) => `${method} ${path}`,
);

it('every endpoint is in its document', () => {
  expect(registered.length).toBeGreaterThan(50);
  expect(registered.filter((route) => !written.includes(route))).toEqual([]);
});

it('and the document tells of no other', () => {
  expect(written.filter((route) => !registered.includes(route))).toEqual([]);
});

/** Forms whose endpoint is called otherwise. */
const OTHERWISE: Readonly<Record<string, string>> = {
  '/settings/password': '/api/password',
  '/settings/logins': '/api/sessions/end',
  '/settings/tokens/add': '/api/tokens/add',
  '/settings/tokens/remove': '/api/tokens/remove',
  '/settings/notifications/test': '/api/notifications/test',
  '/rules/file/:name/check': '/api/rules/lint',
  '/rules/file/:name/preview': '/api/rules/preview',
  '/rules/file/:name/save': '/api/rules/files/:name',
  '/rules/file/:name/expired': '/api/rules/files/:name/expired',
  '/rules/file/:name/restore': '/api/rules/history/:name/:id',
};
/** What the page kept of a conflict, for as long as its person needs it. */
const PAGE_ONLY = ['/rules/file/:name/leave'];

it('whatever the page does, the API does', () => {
  const posts = statusRoutes('POST').map(({ path }) => path);
  const forms = posts.filter((path) => !path.startsWith('/api/') && !PAGE_ONLY.includes(path));
  expect(forms.length).toBeGreaterThan(25);
  expect(forms.filter((path) => !posts.includes(OTHERWISE[path] ?? `/api${path}`))).toEqual([]);
  expect(Object.keys(OTHERWISE).filter((path) => !forms.includes(path))).toEqual([]);
});

it('every reason to pass a connection through is there, in its words', () => {
  const rows = Object.entries(UNOPENED_WORDS).map(([word, why]) => `| \`${word}\` | ${why} |`);
  expect(rows.filter((row) => !document.includes(row))).toEqual([]);
});

/** Of each list the first, of long texts the beginning: enough to see what there is. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shortened);
  if (typeof value === 'string') return value.length > 160 ? `${value.slice(0, 157)}...` : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shortened(one)]));
}

it('what each answers is shown by what each answers', async () => {
  const house = exampleHousehold();
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const parts = [
    '# What each endpoint answers',
    'For a household made up for this page: lists are cut after their first entry, long texts too. `docs/api.md` says what the words mean. This page is made from the answers; `npx vitest run --project unit tests/unit/status/api-docs -u` writes it.',
  ];
  for (const route of statusRoutes('GET')) {
    if (!route.path.startsWith('/api/') || isStream(route)) continue;
    const path = addressOf(route, EXAMPLE_NAMES) + (EXAMPLE_QUERIES[route.path] ?? '');
    const answer = await browser.get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    const type = answer.headers.get('content-type') ?? '';
    const body = await answer.text();
    const text =
      type.includes('json') && !type.includes('jsonl')
        ? JSON.stringify(shortened(JSON.parse(body)), null, 2)
        : body;
    parts.push(`## GET ${route.path}`, `\`${path}\``, `\`\`\`\n${text.trim()}\n\`\`\``);
  }
  await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot(EXAMPLES);
});
