import { describe, expect, test } from 'vitest';
import type { Fingerprint, ProgramView } from '../../../src/model/program.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { shownName } from '../../../src/status/program-actions.ts';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, device, household, NOW } from '../../support/status-ports.ts';

const FINGERPRINT = 'a1b2c3d4'.repeat(3) as Fingerprint;
const PHONE = device();
const REFUSAL = { reason: 'alert', since: NOW - 5_000, until: NOW + 3_600_000, times: 1 } as const;

function view(change: Partial<ProgramView['program']> = {}): ProgramView {
  const subject = { device: PHONE.id, fingerprint: FINGERPRINT };
  const program = {
    ...subject,
    name: 'Chrome',
    level: null,
    proof: 'probe' as const,
    provenAt: NOW - 9_000,
    carriedAt: NOW - 1_000,
    refused: [],
    refusal: null,
    failedProbes: 0,
    probeAfter: 0,
    firstSeen: NOW - 9e8,
    lastSeen: NOW - 1_000,
    ...change,
  };
  const host = {
    ...subject,
    hostname: 'pinned.example' as Hostname,
    carriedAt: null,
    silences: 0,
    silentSince: 0,
    silentAt: 0,
    refusal: REFUSAL,
  };
  return { program, refusedHosts: [host] };
}

async function loggedIn(programs: readonly ProgramView[] = [view()]) {
  const home = household({ devices: [PHONE], programs });
  const browser = browse(home.ports);
  await browser.logIn(CODE);
  const page = async () => (await browser.get(`/devices/${encodeURIComponent(PHONE.id)}`)).text();
  const post = async (what: string, fields: Record<string, string>, program = FINGERPRINT) => {
    const path = `/devices/${encodeURIComponent(PHONE.id)}/programs/${program}${what}`;
    return browser.post(path, { csrf: tokenIn(await page()), back: '/devices', ...fields });
  };
  return { ...home, browser, page, post };
}

describe('the page', () => {
  test('tells the programs of a device, and what is passed through for them', async () => {
    const text = await (await loggedIn()).page();
    for (const words of [
      '1 program, 1 of them trusting the certificate; 1 host passed through unopened',
      'trusts the certificate: it took an answer of ours for a blocked host',
      'pinned.example',
      'it said that it does not accept the certificate',
      'Try again',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('whatever its level');
  });

  test('tells one that proved nothing, and one that refuses everything', async () => {
    const none = await (await loggedIn([view({ proof: null, name: null })])).page();
    expect(none).toContain('not known to trust the certificate: filtered by host name');
    expect(none).toContain('program a1b2c3d4');
    const byHand = await (await loggedIn([view({ proof: null, level: 'off' })])).page();
    expect(byHand).not.toContain('filtered by host name</span>');
    const refusal = { ...REFUSAL, reason: 'incompatible' } as const;
    const refusing = await (await loggedIn([view({ refusal })])).page();
    expect(refusing).toContain('whatever its level: its TLS is too old');
  });

  test('says nothing of programs where none was seen', async () => {
    const text = await (await loggedIn([])).page();
    expect(text).not.toContain('class="programs"');
    expect(text).toContain('None was seen yet');
  });

  test('shows a hostile name as text', async () => {
    const text = await (await loggedIn([view({ name: '<script>alert(1)</script>' })])).page();
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert(1)');
  });
});

describe('a person', () => {
  test.each([
    ['', { level: 'hostname' }, `level ${FINGERPRINT} hostname`],
    ['', { level: 'auto' }, `level ${FINGERPRINT} null`],
    ['/retry', { host: 'Pinned.Example' }, `retry ${FINGERPRINT} pinned.example`],
    ['/forget', {}, `forget ${FINGERPRINT}`],
  ])('changes a program: %s %j', async (what, fields, wish) => {
    const { post, programWishes, page } = await loggedIn();
    const answer = await post(what, fields as Record<string, string>);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/devices']);
    expect(programWishes).toEqual([wish]);
    expect(await page()).toMatch(/Chrome: level|pinned\.example will be opened|Forgot what Chrome/);
  });

  test.each([
    ['', { level: 'half' }],
    ['', {}],
    ['/retry', {}],
    ['/retry', { host: 'a/b' }],
  ])('is refused what makes no sense: %s %j', async (what, fields) => {
    const { post, programWishes } = await loggedIn();
    expect((await post(what, fields as Record<string, string>)).status).toBe(400);
    expect(programWishes).toEqual([]);
  });

  test('is refused a program that is not known', async () => {
    const { post } = await loggedIn();
    const other = 'f'.repeat(24) as Fingerprint;
    for (const [what, fields] of [
      ['', { level: 'off' }],
      ['/retry', { host: 'a.test' }],
      ['/forget', {}],
    ] as const) {
      expect((await post(what, fields, other)).status).toBe(400);
    }
  });

  test('needs a token', async () => {
    const { browser, programWishes } = await loggedIn();
    const path = `/devices/${encodeURIComponent(PHONE.id)}/programs/${FINGERPRINT}/forget`;
    expect((await browser.post(path, { csrf: 'x', back: '/devices' })).status).toBe(403);
    expect(programWishes).toEqual([]);
  });
});

test('the interface for programs lists them', async () => {
  const { browser } = await loggedIn();
  const path = `/api/devices/${encodeURIComponent(PHONE.id)}/programs`;
  expect(await (await browser.get(path)).json()).toEqual({ programs: [view()] });
});

test.each([
  ['', { level: 'off' }, `level ${FINGERPRINT} off`],
  ['/retry', { host: 'pinned.example' }, `retry ${FINGERPRINT} pinned.example`],
  ['/forget', {}, `forget ${FINGERPRINT}`],
])('the interface changes them: %s %j', async (what, fields, wish) => {
  const { ports, programWishes } = household({ devices: [PHONE], programs: [view()] });
  const browser = browse(ports);
  const { csrf } = await (await browser.postJson('/api/login', { secret: CODE })).json();
  const path = `/api/devices/${encodeURIComponent(PHONE.id)}/programs/${FINGERPRINT}${what}`;
  expect((await browser.postJson(path, fields)).status).toBe(403);
  expect(programWishes).toEqual([]);
  const answer = await browser.postJson(path, fields, { 'x-csrf-token': csrf });
  expect([answer.status, programWishes]).toEqual([200, [wish]]);
});

test('a program without a name is called by its fingerprint', () => {
  expect(shownName(view().program)).toBe('Chrome');
  expect(shownName(view({ name: null }).program)).toBe('program a1b2c3d4');
});
