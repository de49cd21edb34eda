import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  kernelNeighbours,
  type NeighbourSources,
  Neighbours,
  NO_NEIGHBOURS,
} from '../../../src/device/neighbours.ts';

const TV = '02:77:00:00:00:20';
const PHONE = 'ac:de:48:00:11:22';
const arp = (entries: Record<string, string>) =>
  Object.entries(entries)
    .map(([address, mac]) => `${address} 0x1 0x2 ${mac} * eth0\n`)
    .join('');
const neigh = (entries: Record<string, string>, state = 'STALE') =>
  JSON.stringify(Object.entries(entries).map(([dst, lladdr]) => ({ dst, lladdr, state: [state] })));

/** A kernel whose tables the test writes. */
function kernel() {
  const tables = { arp: '', neigh: '', arpReadings: 0, neighReadings: 0 };
  const sources: NeighbourSources = {
    readArp() {
      tables.arpReadings += 1;
      return tables.arp;
    },
    async readIpNeigh() {
      tables.neighReadings += 1;
      return tables.neigh;
    },
  };
  return { tables, neighbours: new Neighbours(sources) };
}

describe('Neighbours', () => {
  it('knows both tables once started', async () => {
    const { tables, neighbours } = kernel();
    onTestFinished(() => neighbours.close());
    tables.arp = arp({ '192.168.1.5': TV, '192.168.1.6': PHONE });
    tables.neigh = neigh({ 'fd00::5': TV });
    await neighbours.start();
    expect(neighbours.lookup('192.168.1.5')).toBe(TV);
    expect(neighbours.lookup('fd00::5')).toBe(TV);
    expect(neighbours.lookup('fd00::6')).toBeNull();
    expect(neighbours.addressesOf(TV)).toEqual(['192.168.1.5', 'fd00::5']);
    expect(neighbours.addressesOf('02:00:00:00:00:01')).toEqual([]);
  });

  it('finds a new IPv4 address at once, without waiting for the next reading', async () => {
    const { tables, neighbours } = kernel();
    await neighbours.refresh();
    const { version } = neighbours;
    expect(neighbours.lookup('192.168.1.7')).toBeNull();
    expect(neighbours.version).toBe(version);
    tables.arp = arp({ '192.168.1.7': TV });
    expect(neighbours.lookup('192.168.1.7')).toBe(TV);
    expect(neighbours.version).toBe(version + 1);
  });

  it('reads for a new IPv6 address before its time, once for many', async () => {
    const { tables, neighbours } = kernel();
    tables.neigh = neigh({ 'fd00::7': TV });
    expect(neighbours.lookup('fd00::7')).toBeNull();
    expect(neighbours.lookup('fd00::8')).toBeNull();
    await neighbours.refresh();
    expect(neighbours.lookup('fd00::7')).toBe(TV);
    expect(neighbours.lookup('fd00::8')).toBeNull();
    await neighbours.close();
    expect(tables.neighReadings).toBe(1);
  });

  it('lets a client with a new IPv6 address wait for its MAC', async () => {
    const { tables, neighbours } = kernel();
    onTestFinished(() => neighbours.close());
    tables.neigh = neigh({ 'fd00::7': TV });
    await neighbours.settle('fd00::7');
    expect(neighbours.lookup('fd00::7')).toBe(TV);
    expect(neighbours.settle('fd00::7')).toBeNull();
  });

  it('does not take a reading for it that began before the client came', async () => {
    const { tables, neighbours } = kernel();
    onTestFinished(() => neighbours.close());
    const before = neighbours.refresh();
    tables.neigh = neigh({ 'fd00::7': TV });
    const settled = neighbours.settle('fd00::7');
    await before;
    await settled;
    expect(tables.neighReadings).toBe(2);
    expect(neighbours.lookup('fd00::7')).toBe(TV);
  });

  it('lets many wait for one reading, and nobody twice for nothing', async () => {
    const { tables, neighbours } = kernel();
    onTestFinished(() => neighbours.close());
    const strangers = Array.from({ length: 50 }, (_, i) => `fd00::${i + 1}`);
    await Promise.all(strangers.map((address) => neighbours.settle(address)));
    expect(tables.neighReadings).toBe(1);
    expect(strangers.map((address) => neighbours.settle(address))).toEqual(
      strangers.map(() => null),
    );
  });

  it.each(['192.168.1.7', '127.0.0.1', '::1'])('lets nobody wait for %s', (address) => {
    expect(kernel().neighbours.settle(address)).toBeNull();
  });

  it('lets nobody wait for long where the table does not come', async () => {
    const neighbours = new Neighbours({
      readArp: () => '',
      readIpNeigh: (signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(''))),
    });
    onTestFinished(() => neighbours.close());
    await neighbours.settle('fd00::7');
    expect(neighbours.lookup('fd00::7')).toBeNull();
  });

  it('asks no table for loopback, nor twice for what it knows', async () => {
    const { tables, neighbours } = kernel();
    tables.arp = arp({ '192.168.1.7': TV });
    await neighbours.refresh();
    const { arpReadings } = tables;
    neighbours.lookup('127.0.0.1');
    neighbours.lookup('::1');
    neighbours.lookup('192.168.1.7');
    expect(tables.arpReadings).toBe(arpReadings);
  });

  it('forgets what the kernel forgot, and sees an address change hands', async () => {
    const { tables, neighbours } = kernel();
    tables.arp = arp({ '192.168.1.5': TV });
    tables.neigh = neigh({ 'fd00::5': TV });
    await neighbours.refresh();
    tables.arp = arp({ '192.168.1.5': PHONE });
    tables.neigh = neigh({});
    await neighbours.refresh();
    expect(neighbours.lookup('192.168.1.5')).toBe(PHONE);
    expect(neighbours.lookup('fd00::5')).toBeNull();
    expect(neighbours.addressesOf(TV)).toEqual([]);
  });

  it('keeps its version while nothing changes but states', async () => {
    const { tables, neighbours } = kernel();
    tables.arp = arp({ '192.168.1.5': TV });
    tables.neigh = neigh({ 'fd00::5': TV });
    await neighbours.refresh();
    const { version } = neighbours;
    tables.neigh = neigh({ 'fd00::5': TV }, 'REACHABLE');
    await neighbours.refresh();
    expect(neighbours.version).toBe(version);
    tables.neigh = neigh({ 'fd00::5': PHONE }, 'REACHABLE');
    await neighbours.refresh();
    expect(neighbours.version).toBe(version + 1);
  });

  it('does not read twice at the same time', async () => {
    const { tables, neighbours } = kernel();
    await Promise.all([neighbours.refresh(), neighbours.refresh(), neighbours.refresh()]);
    expect(tables.neighReadings).toBe(1);
    await neighbours.refresh();
    expect(tables.neighReadings).toBe(2);
  });

  it('ends a reading that is under way when it is closed', async () => {
    let aborted = false;
    const neighbours = new Neighbours({
      readArp: () => arp({ '192.168.1.5': TV }),
      readIpNeigh: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            resolve('');
          });
        }),
    });
    const started = neighbours.start();
    await neighbours.close();
    await started;
    expect(aborted).toBe(true);
    expect(neighbours.version).toBe(0);
  });
});

describe('kernelNeighbours', () => {
  it('agrees with itself on this machine, or says nothing', async () => {
    const sources = kernelNeighbours();
    const { signal } = new AbortController();
    const hasArp = existsSync('/proc/self/net/arp');
    expect(sources.readArp() !== '').toBe(hasArp);
    const printed = await sources.readIpNeigh(signal);
    expect(printed === '' || Array.isArray(JSON.parse(printed))).toBe(true);
  });

  it('says nothing when it is told to stop', async () => {
    expect(await kernelNeighbours().readIpNeigh(AbortSignal.abort())).toBe('');
  });
});

describe('NO_NEIGHBOURS', () => {
  it('knows nobody', () => {
    expect(NO_NEIGHBOURS.lookup('192.168.1.5')).toBeNull();
    expect(NO_NEIGHBOURS.addressesOf(TV)).toEqual([]);
    expect(NO_NEIGHBOURS.version).toBe(0);
  });
});
