import { describe, expect, it } from 'vitest';
import { ExchangeError } from '../../../src/proxy/failure.ts';
import { type Contact, FirstContact } from '../../../src/proxy/first-contact.ts';
import { host, to } from './samples.ts';

const [site, name] = [to('203.0.113.7'), host('a.test')];
const coded = (code: string) => Object.assign(new Error(code), { code });

/** Connections that end as the script says, one after the other; `now` is their clock. */
function server(...script: readonly (Error | null)[]) {
  const ends = [...script];
  const asked: string[] = [];
  const clock = { now: 0 };
  const contacts = new FirstContact({
    connect: (dial, servername) => {
      asked.push(`${dial.hostname}:${dial.port} ${servername}`);
      const end = ends.shift() ?? null;
      return end === null ? Promise.resolve() : Promise.reject(end);
    },
    now: () => clock.now,
  });
  return { contacts, asked, clock };
}

it.each<[string, Error | null, Contact]>([
  ['a good certificate', null, 'good'],
  ['one that has expired', coded('CERT_HAS_EXPIRED'), 'bad'],
  ['one that nobody vouches for', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'bad'],
  ['one without its chain', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'bad'],
  ['one of another host', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'bad'],
  ['no TLS that both know', coded('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'), 'bad'],
  ['nobody there', coded('ECONNREFUSED'), 'none'],
  ['no such name', coded('ENOTFOUND'), 'none'],
  ['an address that is refused', new ExchangeError('destination-refused', 'no'), 'none'],
])('%s', async (_what, end, contact) => {
  expect(await server(end).contacts.with(site, name)).toBe(contact);
});

it.each<[Contact, Error | null, number]>([
  ['good', null, 600_000],
  ['bad', coded('CERT_HAS_EXPIRED'), 60_000],
  ['none', coded('ETIMEDOUT'), 10_000],
])('%s is believed for a while', async (contact, end, milliseconds) => {
  const { contacts, asked, clock } = server(end, end);
  for (const [at, times] of [
    [0, 1],
    [milliseconds - 1, 1],
    [milliseconds, 2],
  ] as const) {
    clock.now = at;
    expect(await contacts.with(site, name)).toBe(contact);
    expect(asked).toHaveLength(times);
  }
});

it('many who ask at once are told of one connection; other names and ports are others', async () => {
  const { contacts, asked } = server();
  await Promise.all(Array.from({ length: 20 }, () => contacts.with(site, name)));
  await contacts.with(to('203.0.113.7', 8_443), name);
  await contacts.with(site, host('b.test'));
  expect(asked).toEqual([
    '203.0.113.7:443 a.test',
    '203.0.113.7:8443 a.test',
    '203.0.113.7:443 b.test',
  ]);
});

describe('a server that takes its time', () => {
  it('is not waited for, and what it says in the end holds', async () => {
    let refuse = (_error: Error): void => undefined;
    const connect = () =>
      new Promise<void>((_resolve, reject) => {
        refuse = reject;
      });
    const contacts = new FirstContact({ connect, now: () => 0 }, 0);
    expect(await contacts.with(site, name)).toBe('none');
    refuse(coded('CERT_HAS_EXPIRED'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await contacts.with(site, name)).toBe('bad');
  });
});

it('of two thousand servers the oldest is forgotten', async () => {
  const { contacts, asked } = server();
  for (let i = 0; i <= 2_000; i += 1) await contacts.with(to(`h${i}.test`), name);
  await contacts.with(to('h2000.test'), name);
  expect(asked).toHaveLength(2_001);
  await contacts.with(to('h0.test'), name);
  expect(asked).toHaveLength(2_002);
});
