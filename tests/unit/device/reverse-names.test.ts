import { describe, expect, it } from 'vitest';
import { ReverseNames } from '../../../src/device/reverse-names.ts';

const HOUR = 3_600_000;

/** A resolver whose answers the test gives when it wants. */
function resolver() {
  const asked: string[] = [];
  const waiting = new Map<string, (hosts: readonly string[] | Error) => void>();
  const resolve = (address: string) =>
    new Promise<readonly string[]>((done, fail) => {
      asked.push(address);
      waiting.set(address, (hosts) => (hosts instanceof Error ? fail(hosts) : done(hosts)));
    });
  const answer = async (address: string, hosts: readonly string[] | Error) => {
    waiting.get(address)?.(hosts);
    await new Promise((done) => setImmediate(done));
  };
  return { asked, resolve, answer };
}

function opened() {
  const clock = { now: 0 };
  const { asked, resolve, answer } = resolver();
  const names = new ReverseNames({ resolve, now: () => clock.now });
  const of = (...addresses: readonly string[]) => names.nameOf({ mac: null, addresses });
  return { names, of, asked, answer, clock };
}

describe('ReverseNames', () => {
  it('answers at once and knows the name later', async () => {
    const { names, of, asked, answer } = opened();
    expect(of('192.168.1.5')).toBeNull();
    expect(of('192.168.1.5')).toBeNull();
    expect(asked).toEqual(['192.168.1.5']);
    await answer('192.168.1.5', ['*', 'tv.fritz.box', 'other']);
    expect(of('192.168.1.5')).toEqual({ name: 'tv', from: 'dns' });
    expect(names.version).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it('asks again after an hour, and keeps the name meanwhile', async () => {
    const { names, of, asked, answer, clock } = opened();
    of('10.0.0.5');
    await answer('10.0.0.5', ['tv.lan']);
    clock.now += HOUR;
    expect(of('10.0.0.5')?.name).toBe('tv');
    expect(asked).toHaveLength(2);
    await answer('10.0.0.5', ['tv.lan']);
    expect(names.version).toBe(1);
  });

  it('asks again after ten minutes where there was no name, or an error', async () => {
    const { names, of, asked, answer, clock } = opened();
    for (const said of [[], new Error('NXDOMAIN')]) {
      of('10.0.0.5');
      await answer('10.0.0.5', said);
      clock.now += HOUR / 6;
    }
    of('10.0.0.5');
    expect(asked).toHaveLength(3);
    expect(names.version).toBe(0);
  });

  it('asks for private addresses only, of several for the newest', () => {
    const { of, asked } = opened();
    const nobody = ['8.8.8.8', '127.0.0.1', '::1', 'fe80::1', '2001:db8::1', '172.32.0.1', 'x'];
    for (const address of nobody) of(address);
    expect(asked).toEqual([]);
    of('fe80::1', 'fd00::5', '192.168.1.5');
    expect(asked).toEqual(['fd00::5']);
  });

  it('has four questions open at most, and begins none when closed', async () => {
    const { names, of, asked, answer } = opened();
    for (let i = 1; i < 10; i += 1) of(`10.0.0.${i}`);
    expect(asked).toHaveLength(4);
    await answer('10.0.0.1', ['a.lan']);
    of('10.0.0.9');
    expect(asked).toHaveLength(5);
    names.close();
    await answer('10.0.0.2', ['b.lan']);
    expect(of('10.0.0.2')).toBeNull();
    expect(asked).toHaveLength(5);
  });
});
