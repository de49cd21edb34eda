import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/home.ts';
import { LAN, lanMissing } from '../support/lan.ts';
import { type LanWorld, openLanWorld } from '../support/lan-world.ts';

// The recipe for OpenWrt, word for word, on a router that is none.

const missing = lanMissing();
if (missing !== null) console.warn(`skipped: a network to test on needs ${missing}`);

const RECIPE = readFileSync(path.join(REPOSITORY, 'docs/lan/openwrt.md'), 'utf8')
  .replaceAll('br-lan', 'lan0')
  .replaceAll('aa:bb:cc:dd:ee:02', LAN.box.mac);
const found = (pattern: RegExp): string => {
  const text = pattern.exec(RECIPE)?.[1];
  if (text === undefined) throw new Error(`docs/lan/openwrt.md has nothing like ${pattern}`);
  return text;
};
const CHAINS = found(/```\n(# \/etc\/nftables\.d\/[\s\S]*?)```/);
const ON = found(/^ {2}nft (add element .*)$/m).replaceAll("'", '');
const OFF = found(/^ {2}nft (delete element .*?) 2>/m).replaceAll("'", '');
/** As OpenWrt's own firewall does, and more. */
const FIREWALL = `table inet fw4 {
${CHAINS}
chain forward { type filter hook forward priority filter; ct state invalid counter drop; }
}`;

describe.skipIf(missing !== null)('the recipe for OpenWrt', () => {
  let lan: LanWorld;
  const { v4, v6 } = LAN.site;
  beforeAll(async () => {
    lan = await openLanWorld('one-arm', { rules: { 'test.txt': '||tracker.test^\n' } });
    await lan.must('router', 'nft', FIREWALL);
    for (const [family, via] of [
      ['-4', LAN.box.v4],
      ['-6', LAN.box.v6],
    ] as const) {
      // What `uci` makes of its rules and routes.
      await lan.must('router', 'ip', family, 'rule', 'add', 'fwmark', '0x2/0x2', 'lookup', '200');
      const route = ['default', 'via', via, 'dev', 'lan0', 'table', '200'];
      await lan.must('router', 'ip', family, 'route', 'add', ...route);
    }
    await lan.netUp();
    await lan.startEyelid();
  });
  afterAll(() => lan?.close());

  const ask = (url: string, address: string) =>
    lan.curl('tv', url, address, '--cacert', lan.serverCa, '-m', '3');
  const get = (address: string) => ask('https://site.test/page', address);
  /** 35: refused; 60: answered under a certificate of ours, which tells whether it is trusted. */
  const isBlocked = async () =>
    [35, 60].includes((await ask('https://tracker.test/t.js', LAN.tracker.v4)).status);
  const box = (state: 'up' | 'down') => lan.must('switch', 'ip', 'link', 'set', 'to-box', state);
  const watch = (words: string) => lan.must('router', 'nft', words);

  it('sends the web of the devices to the box', async () => {
    expect(await get(v4)).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
    expect(await get(v6)).toMatchObject({ status: 0 });
    expect(await isBlocked()).toBe(true);
  });

  it('with the box off, the house is online again once the set is empty', async () => {
    await box('down');
    expect((await get(v4)).status).toBe(28);
    await watch(OFF);
    expect(await get(v4)).toMatchObject({ status: 0 });
    expect(await get(v6)).toMatchObject({ status: 0 });
    expect(await isBlocked()).toBe(false);
  });

  it('with the box back, it is filtered again', async () => {
    await box('up');
    // The watch runs every minute, whether something changed or not.
    for (let i = 0; i < 2; i += 1) await watch(ON);
    expect(await get(v4)).toMatchObject({ status: 0 });
    expect(await isBlocked()).toBe(true);
  });
});
