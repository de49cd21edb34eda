import { expect, test } from 'vitest';
import { isForTokens } from '../../../src/status/bearer.ts';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, household, row } from '../../support/status-ports.ts';

function open() {
  const house = household({ rows: [row(1)] });
  const { tokens } = house.ports;
  const read = { authorization: `Bearer ${tokens.add('reader', 'read')}` };
  const write = { authorization: `Bearer ${tokens.add('writer', 'write')}` };
  return { house, tokens, read, write, browser: browse(house.ports) };
}

test('a token asks the API and the metrics, without a login', async () => {
  const { browser, read } = open();
  expect((await browser.get('/api/log')).status).toBe(401);
  for (const path of ['/api/log', '/api/devices', '/metrics']) {
    expect((await browser.get(path, read)).status, path).toBe(200);
  }
  // The word "Bearer" has no case (RFC 9110 section 11.1).
  const lower = { authorization: read.authorization.replace('Bearer', 'bearer') };
  expect((await browser.get('/api/log', lower)).status).toBe(200);
});

test('it opens no page, and nothing that is for a person alone', async () => {
  const { browser, house, write } = open();
  for (const path of ['/', '/log', '/settings', '/live', '/settings/tokens']) {
    const answer = await browser.get(path, write);
    expect([path, answer.status]).toEqual([path, path === '/live' ? 401 : 303]);
  }
  expect((await browser.get('/api/tokens', write)).status).toBe(401);
  const more = await browser.postJson('/api/tokens/add', { name: 'x', scope: 'write' }, write);
  expect(more.status).toBe(401);
  const change = { current: CODE, password: 'a long password' };
  expect((await browser.postJson('/api/password', change, write)).status).toBe(401);
  expect((await browser.postJson('/api/logout', {}, write)).status).toBe(401);
  // However it is written.
  for (const path of ['/api/%74okens/add', '/%61pi/tokens/add', '/api/tokens%2fadd']) {
    const other = await browser.postJson(path, { name: 'x', scope: 'write' }, write);
    expect([path, other.status >= 300]).toEqual([path, true]);
  }
  expect(house.ports.tokens.list().length).toBe(2);
});

test.each([
  ['/api/log', true],
  ['/api/tokens', false],
  ['/api/tokens/add', false],
  ['/api/tokensomething', true],
  ['/api/sessions/end', false],
  ['/api', false],
  ['/log', false],
  ['/metrics', true],
  ['/metrics/x', false],
])('%s is for tokens: %s', (path, expected) => {
  expect(isForTokens(path)).toBe(expected);
});

test('one that may only read changes nothing; one that may write needs no token of a form', async () => {
  const { house, browser, read, write } = open();
  const wish = { host: 'tracker.example' };
  const refused = await browser.postJson('/api/rules/block', wish, read);
  expect(refused.status).toBe(403);
  expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
  expect(house.personal).toEqual([]);
  const done = await browser.postJson('/api/rules/block', wish, write);
  expect(done.status).toBe(200);
  expect(house.personal.length).toBe(1);
  // But a body that a form of another site could send is no body.
  const asForm = await browser.send('POST', '/api/rules/block', '{"host":"a.example"}', {
    ...write,
    'content-type': 'text/plain',
  });
  expect(asForm.status).toBe(415);
});

test('in the address it counts for nothing', async () => {
  const { browser, read } = open();
  const token = read.authorization.slice(7);
  for (const name of ['token', 'access_token', 'authorization']) {
    expect((await browser.get(`/api/log?${name}=${token}`)).status).toBe(401);
  }
});

test('beside a login it is the token that counts', async () => {
  const { browser, house, read } = open();
  await browser.logIn(CODE);
  const csrf = tokenIn(await (await browser.get('/settings')).text());
  const wish = { host: 'tracker.example' };
  const headers = { ...read, 'x-csrf-token': csrf };
  expect((await browser.postJson('/api/rules/block', wish, headers)).status).toBe(403);
  expect(house.personal).toEqual([]);
});

test('wrong ones are told to stop, from that address; the right one goes on', async () => {
  const { browser, read } = open();
  const wrong = { authorization: `Bearer eyelid_${'A'.repeat(43)}` };
  const answers: number[] = [];
  for (let i = 0; i < 8; i++) answers.push((await browser.get('/api/log', wrong)).status);
  expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  expect((await browser.get('/api/log', read)).status).toBe(200);
  const elsewhere = { clientAddress: '192.168.1.77' };
  expect((await browser.get('/api/log', wrong, elsewhere)).status).toBe(401);
  // It takes no tries of the login away.
  expect((await browser.logIn(CODE)).status).toBe(303);
});

test('a stream is for tokens too, and for none that was removed', async () => {
  const { browser, read, tokens } = open();
  const live = await browser.get('/api/live', read);
  expect(live.status).toBe(200);
  await live.body?.cancel();
  tokens.remove('reader');
  expect((await browser.get('/api/live', read)).status).toBe(401);
});
