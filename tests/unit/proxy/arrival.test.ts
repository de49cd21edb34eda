import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type ArrivalFacts, arrivalOf, sourceOf } from '../../../src/proxy/arrival.ts';
import { to } from './samples.ts';

const OWN = new Set(['192.168.1.2', '127.0.0.1', '::1', 'fd00::2']);
const PHONE = { clientAddress: '192.168.1.20', clientPort: 50_000 };

function arrive(change: Partial<ArrivalFacts>, localAddress = '198.51.100.7', localPort = 443) {
  const isOwn = (address: string) => OWN.has(address);
  const facts = { from: PHONE, opener: null, header: null, isOwn, ...change };
  return arrivalOf({ localAddress, localPort } as Socket, facts);
}

describe('who connected', () => {
  it.each([
    ['192.168.1.20', '192.168.1.20'],
    ['::ffff:192.168.1.20', '192.168.1.20'],
    ['fe80::20%eth0', 'fe80::20'],
    [undefined, ''],
  ])('at %s is %j', (remoteAddress, clientAddress) => {
    const socket = { remoteAddress, remotePort: 50_000 } as Socket;
    expect(sourceOf(socket)).toEqual({ clientAddress, clientPort: 50_000 });
  });
});

describe('a connection', () => {
  const header = { length: 1, source: to('10.0.0.5', 1_024), destination: to('203.0.113.9', 80) };

  it.each([
    ["to the proxy's own port", arrive({}), { ...PHONE, wayIn: 'explicit', destination: null }],
    [
      'that was steered here',
      arrive({ opener: 'starter' }),
      { ...PHONE, wayIn: 'transparent', destination: to('198.51.100.7') },
    ],
    [
      'by IPv6',
      arrive({ opener: 'starter' }, '2001:db8::7', 80),
      { ...PHONE, wayIn: 'transparent', destination: to('2001:db8::7', 80) },
    ],
    [
      'that was going to this computer',
      arrive({ opener: 'starter' }, '192.168.1.2', 80),
      { ...PHONE, wayIn: 'transparent', destination: null },
    ],
    [
      'that was redirected',
      arrive({ opener: 'ourselves' }, '192.168.1.2', 9_443),
      { ...PHONE, wayIn: 'redirected', destination: null },
    ],
    [
      'with a header to the own port',
      arrive({ header }),
      { clientAddress: '10.0.0.5', clientPort: 1_024, wayIn: 'explicit', destination: null },
    ],
    [
      'with a header that says where it was going',
      arrive({ header, opener: 'ourselves' }, '192.168.1.2', 9_080),
      {
        clientAddress: '10.0.0.5',
        clientPort: 1_024,
        wayIn: 'transparent',
        destination: to('203.0.113.9', 80),
      },
    ],
    [
      'whose header knows nothing',
      arrive(
        { header: { length: 1, source: null, destination: null }, opener: 'ourselves' },
        '::1',
      ),
      { ...PHONE, wayIn: 'redirected', destination: null },
    ],
  ])('%s', (_what, arrival, expected) => {
    expect(arrival).toEqual(expected);
  });

  it.each(['192.168.1.2', 'fd00::2'])('of ours, from %s, that came back is a loop', (own) => {
    const from = { clientAddress: own, clientPort: 1 };
    expect(arrive({ from, opener: 'starter' })).toBeNull();
    expect(arrive({ from, opener: 'ourselves' })).toBeNull();
    expect(arrive({ from })).toMatchObject({ wayIn: 'explicit' });
  });

  it('of a program on this computer is none', () => {
    const from = { clientAddress: '127.0.0.1', clientPort: 1 };
    expect(arrive({ from, opener: 'starter' })).toMatchObject({ wayIn: 'transparent' });
  });
});
