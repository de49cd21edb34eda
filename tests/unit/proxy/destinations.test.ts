import type { LookupAddress } from 'node:dns';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  type DestinationSettings,
  Destinations,
  type HostOverride,
} from '../../../src/proxy/destinations.ts';
import { failureOf } from '../../../src/proxy/failure.ts';
import { host, to } from './samples.ts';

const LOOPBACK = { address: '127.0.0.0', prefix: 8, family: 'ipv4' } as const;
const LOOPBACK6 = { address: '::1', prefix: 128, family: 'ipv6' } as const;

function destinations(change: Partial<DestinationSettings> = {}): Destinations {
  return new Destinations({
    hosts: [],
    allowPrivate: [],
    isOwnPort: (port) => port === 8080,
    ...change,
  });
}

/** Why a destination is refused, or where it goes. */
function routed(all: Destinations, hostname: string, port = 443): string {
  try {
    const { host: reached, port: at } = all.route(to(hostname, port));
    return `${reached} ${at}`;
  } catch (error) {
    return failureOf(error);
  }
}

/** What a name is resolved to, after the check; or why to nothing. */
function resolved(all: Destinations, name: string, port: number): Promise<string[] | string> {
  return new Promise((resolve) => {
    all.route(to(name, port)).lookup(name, { all: true }, (error, found) => {
      if (error !== null) resolve(failureOf(error));
      else resolve((found as LookupAddress[]).map(({ address }) => address));
    });
  });
}

describe('a literal address', () => {
  it.each(['1.1.1.1', '2606:4700::1111'])('of the Internet is reached: %s', (address) => {
    expect(routed(destinations(), address)).toBe(`${address} 443`);
  });

  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.0.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '224.0.0.1',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:192.168.1.1',
    '64:ff9b::7f00:1',
    '0x7f000001',
    '2130706433',
    '127.1',
  ])('that is closed is refused: %s', (address) => {
    expect(routed(destinations(), address)).toBe('destination-refused');
  });

  it('of this computer is refused', () => {
    const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    expect(own.length).toBeGreaterThan(0);
    for (const { address } of own) {
      expect(routed(destinations(), address), address).toBe('destination-refused');
    }
  });

  it('that a person listed is reached, but never our own ports', () => {
    const all = destinations({ allowPrivate: [LOOPBACK, LOOPBACK6] });
    expect(routed(all, '127.0.0.1', 8443)).toBe('127.0.0.1 8443');
    expect(routed(all, '::1', 8443)).toBe('::1 8443');
    expect(routed(all, '10.0.0.1', 8443)).toBe('destination-refused');
    for (const address of ['127.0.0.1', '127.0.0.2', '::1', '::ffff:127.0.0.1']) {
      expect(routed(all, address, 8080), address).toBe('destination-refused');
    }
  });
});

describe('a name', () => {
  it('is refused where all its addresses are closed', async () => {
    expect(await resolved(destinations(), 'localhost', 443)).toBe('destination-refused');
  });

  it('is resolved to the open addresses only', async () => {
    const all = destinations({ allowPrivate: [LOOPBACK] });
    expect(await resolved(all, 'localhost', 443)).toEqual(['127.0.0.1']);
    expect(await resolved(all, 'localhost', 8080)).toBe('destination-refused');
  });

  it('is given as one address where one is asked for', async () => {
    const { lookup } = destinations({ allowPrivate: [LOOPBACK] }).route(to('localhost'));
    const one = await new Promise((resolve) => {
      lookup('localhost', {}, (error, address, family) => resolve([error, address, family]));
    });
    expect(one).toEqual([null, '127.0.0.1', 4]);
  });

  it('that does not exist is not found', async () => {
    // A label of 64 letters is refused by the resolver itself, without asking anybody.
    expect(await resolved(destinations(), `${'a'.repeat(64)}.test`, 443)).toBe('name-not-found');
  });

  it('is not an address: that was checked before', async () => {
    const { lookup } = destinations().route(to('a.test'));
    const failure = await new Promise((resolve) => {
      lookup('127.0.0.1', { all: true }, (error) => resolve(failureOf(error)));
    });
    expect(failure).toBe('destination-refused');
  });
});

describe('upstream.hosts', () => {
  const rule = (
    from: string,
    target: string,
    {
      port = null,
      subdomains = false,
      toPort = null,
    }: {
      readonly port?: number | null;
      readonly subdomains?: boolean;
      readonly toPort?: number | null;
    } = {},
  ): HostOverride => ({
    hostname: host(from),
    subdomains,
    port,
    to: { hostname: host(target), port: toPort },
  });
  const all = destinations({
    hosts: [
      rule('shop.test', '1.0.0.1', { subdomains: true }),
      rule('shop.test', '1.0.0.2', { subdomains: true, port: 8443 }),
      rule('www.shop.test', '1.0.0.3', { toPort: 9443 }),
      rule('www.shop.test', '1.0.0.4', { port: 80 }),
      rule('only.test', '1.0.0.5'),
      rule('inside.test', '192.168.1.1'),
      rule('2.2.2.2', '1.0.0.6'),
    ],
  });

  it.each([
    ['shop.test', 443, '1.0.0.1 443'],
    ['a.b.shop.test', 443, '1.0.0.1 443'],
    ['shop.test', 8443, '1.0.0.2 8443'],
    ['www.shop.test', 443, '1.0.0.3 9443'],
    ['www.shop.test', 80, '1.0.0.4 80'],
    ['www.shop.test', 8443, '1.0.0.3 9443'],
    ['notshop.test', 443, 'notshop.test 443'],
    ['only.test', 443, '1.0.0.5 443'],
    ['a.only.test', 443, 'a.only.test 443'],
    ['2.2.2.2', 443, '1.0.0.6 443'],
    ['inside.test', 443, 'destination-refused'],
  ])('%s:%d goes to %s', (hostname, port, wanted) => {
    expect(routed(all, hostname, port)).toBe(wanted);
  });
});

describe('our own listener', () => {
  it.each([
    ['127.0.0.1', 8080, true],
    ['127.0.0.2', 8080, true],
    ['localhost', 8080, true],
    ['::1', 8080, true],
    ['::ffff:127.0.0.1', 8080, true],
    ['0.0.0.0', 8080, true],
    ['127.0.0.1', 8081, false],
    ['localhost', 80, false],
    ['1.1.1.1', 8080, false],
    ['a.test', 8080, false],
  ])('%s:%d: %s', (hostname, port, own) => {
    expect(destinations().isOwnListener(to(hostname, port))).toBe(own);
  });
});
