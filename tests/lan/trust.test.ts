import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicKeyHash } from '../support/authority.ts';
import { LAN, lanMissing, type Place } from '../support/lan.ts';
import { eventually, type LanWorld, openLanWorld } from '../support/lan-world.ts';

// Nothing is said of the devices: what they are is learnt from their programs.

const missing = lanMissing();
if (missing !== null) console.warn(`skipped: a network to test on needs ${missing}`);

const RULES = { 'test.txt': '||tracker.test^\n||site.test/pixel^\n' };

describe.skipIf(missing !== null)('programs of devices that are steered here', () => {
  let lan: LanWorld;
  /** Both authorities in one file, for a program that trusts ours too. */
  let both: string;
  const { v4 } = LAN.site;

  beforeAll(async () => {
    lan = await openLanWorld('gateway', { rules: RULES, devices: [] });
    await lan.netUp();
    await lan.startEyelid();
    both = path.join(lan.serverCa, '..', 'both.pem');
    writeFileSync(both, readFileSync(lan.ca, 'utf8') + readFileSync(lan.serverCa, 'utf8'));
  });
  afterAll(() => lan?.close());

  const curl = (place: Place, url: string, ca: string, ...words: string[]) =>
    lan.curl(place, url, url.includes('tracker') ? LAN.tracker.v4 : v4, '--cacert', ca, ...words);
  /** Whether the program that is curl with that trust is filtered by address on that device. */
  const isFiltered = async (place: Place, ca: string) => {
    const { status, stdout } = await curl(place, 'https://site.test/pixel', ca, '-i');
    return { status, filtered: /^x-eyelid: test\.txt:2/im.test(stdout) };
  };

  it('are passed through while nothing is known of them', async () => {
    expect(await isFiltered('phone', both)).toEqual({ status: 0, filtered: false });
    expect(await isFiltered('tv', lan.serverCa)).toEqual({ status: 0, filtered: false });
  });

  it('are filtered once they opened the page', async () => {
    await curl('phone', 'https://eyelid.internal/healthz', both);
    expect(await isFiltered('phone', both)).toEqual({ status: 0, filtered: true });
  });

  it('leave the other programs of their device alone', async () => {
    const words = [v4, '443', 'site.test', lan.serverCa];
    const heard = await lan.act('phone', 'split', ...words);
    expect(heard.heard).toContain('hello from site.test/split');
  });

  it('are filtered once a tracker was answered in its place, without any page', async () => {
    const asked = () => lan.seen.filter(({ host }) => host === 'tracker.test').length;
    await eventually('the probe', async () => {
      await curl('tv', 'https://tracker.test/t.js', both);
      return (await isFiltered('tv', both)).filtered;
    });
    expect(asked()).toBe(0);
  });

  it('that pin a certificate work from the third try on, and have trackers refused still', async () => {
    const pin = ['--pinnedpubkey', `sha256//${publicKeyHash(lan.serverCertificate)}`];
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const { status } = await curl('phone', 'https://cdn.test/pinned', both, ...pin);
      statuses.push(status);
    }
    expect(statuses.slice(2)).toEqual([0, 0]);
    const tracker = await curl('phone', 'https://tracker.test/t.js', both, ...pin);
    expect(tracker.stdout).not.toContain('tracked');
    expect(lan.seen.filter(({ host }) => host === 'tracker.test')).toEqual([]);
  });
});
