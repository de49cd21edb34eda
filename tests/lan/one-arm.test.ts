import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAN, lanMissing } from '../support/lan.ts';
import { eventually, type LanWorld, openLanWorld } from '../support/lan-world.ts';

// The box hangs on the switch like any device, and the router sends it what the
// devices want from the web. The box answers the devices directly, so the router
// sees one direction only.

const missing = lanMissing();
if (missing !== null) console.warn(`skipped: a network to test on needs ${missing}`);

const STEERED = 'ether saddr != 02:77:00:00:00:02 tcp dport { 80, 443 }';
const TO_WEB = ['ip daddr != { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 }', 'ip6 daddr 2000::/3'];
const rulesFor = (action: string) =>
  TO_WEB.map((to) => `iifname "lan0" ${to} ${STEERED} ${action};`).join(' ');
const STEER = `table inet steer { chain web {
  type filter hook prerouting priority mangle; ${rulesFor('meta mark set 0x2')} }; }`;
const UNTRACKED = `table inet untracked { chain web {
  type filter hook prerouting priority raw; ${rulesFor('notrack')} }; }`;
const STRICT =
  'table inet strict { chain half { type filter hook forward priority -5; ct state invalid counter drop; }; }';

describe.skipIf(missing !== null)('the box beside the router', () => {
  let lan: LanWorld;
  const { v4, v6 } = LAN.site;
  const site = 'https://site.test/page';
  const unaware = () => ['--cacert', lan.serverCa];

  beforeAll(async () => {
    lan = await openLanWorld('one-arm', { rules: { 'test.txt': '||tracker.test^\n' } });
    await lan.must('router', 'nft', STEER);
    for (const [family, via] of [
      ['-4', LAN.box.v4],
      ['-6', LAN.box.v6],
    ] as const) {
      await lan.must('router', 'ip', family, 'rule', 'add', 'fwmark', '0x2', 'lookup', '200');
      const route = ['default', 'via', via, 'dev', 'lan0', 'table', '200'];
      await lan.must('router', 'ip', family, 'route', 'add', ...route);
    }
    await lan.netUp();
    await lan.startEyelid();
  });
  afterAll(() => lan?.close());

  it.each([
    ['IPv4', v4],
    ['IPv6', v6],
  ])('TLS is opened for a device that trusts us, over %s', async (_family, address) => {
    await eventually('the phone to be known', async () => {
      const { status } = await lan.curl('phone', site, address, '--cacert', lan.ca);
      return status === 0;
    });
    const [request] = lan.seen.filter(({ path, at }) => path === '/page' && at === address);
    expect(request).toMatchObject({ host: 'site.test' });
    const passed = await lan.curl('tv', site, address, ...unaware());
    expect(passed).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
  });

  it('a tracker is refused by name, and the log knows the device by its card', async () => {
    const url = 'https://tracker.test/t.js';
    await eventually('the event', async () => {
      const result = await lan.curl('tv', url, LAN.tracker.v4, ...unaware());
      expect([35, 60]).toContain(result.status);
      const events = await lan.log();
      return events.some(
        (one) => one['host'] === 'tracker.test' && one['device'] === `mac:${LAN.tv.mac}`,
      );
    });
  });

  it('a router that drops half-seen connections breaks it, and notrack repairs it', async () => {
    await lan.must('router', 'nft', STRICT);
    const broken = await lan.curl('tv', site, v4, ...unaware(), '-m', '2');
    expect(broken.status).toBe(28);
    await lan.must('router', 'nft', UNTRACKED);
    for (const address of [v4, v6]) {
      const repaired = await lan.curl('tv', site, address, ...unaware());
      expect(repaired).toMatchObject({ status: 0 });
    }
  });

  it('when Eyelid dies the box sends on what it gets, and the house stays online', async () => {
    await lan.killEyelid();
    const direct = await lan.curl('tv', site, v4, ...unaware());
    expect(direct).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
  });
});
