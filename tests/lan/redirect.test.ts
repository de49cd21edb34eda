import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAN, lanMissing } from '../support/lan.ts';
import { type LanWorld, openLanWorld } from '../support/lan-world.ts';

// The last choice: the box redirects, and where a connection was going is lost.

const missing = lanMissing();
if (missing !== null) console.warn(`skipped: a network to test on needs ${missing}`);

/** As in docs/lan/redirect.md. */
const REDIRECT = `table inet eyelid_redirect {
  chain in {
    type nat hook prerouting priority dstnat;
    iifname "lan0" fib daddr type != local ip daddr != { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 } tcp dport { 80, 443 } redirect to :9080
  }
}`;

describe.skipIf(missing !== null)('the box that redirects', () => {
  let lan: LanWorld;
  const { v4 } = LAN.site;
  const site = 'https://site.test/page';
  const unaware = () => ['--cacert', lan.serverCa];
  const trusting = () => ['--cacert', lan.ca];

  beforeAll(async () => {
    lan = await openLanWorld('gateway', {
      rules: { 'test.txt': '||tracker.test^\n' },
      listen: { transparent: ['0.0.0.0:9080'] },
      hosts: { 'site.test': v4, 'tracker.test': LAN.tracker.v4 },
    });
    await lan.must('box', 'nft', REDIRECT);
    await lan.startEyelid();
  });
  afterAll(() => lan?.close());

  it('serves plain HTTP, by the name in it', async () => {
    const result = await lan.curl('tv', 'http://site.test/plain', LAN.mail.v4);
    expect(result).toMatchObject({ status: 0, stdout: 'hello from site.test/plain' });
    expect(lan.seen.find(({ path }) => path === '/plain')).toMatchObject({ at: v4 });
  });

  it('opens TLS for a device that trusts us, and passes it through for others', async () => {
    const opened = await lan.curl('phone', site, v4, ...trusting());
    expect(opened).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
    const passed = await lan.curl('tv', site, v4, ...unaware());
    expect(passed).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
  });

  it('refuses trackers by name', async () => {
    const url = 'https://tracker.test/t.js';
    const result = await lan.curl('tv', url, LAN.tracker.v4, ...unaware());
    expect([35, 60]).toContain(result.status);
    expect(lan.seen.filter(({ at }) => at === LAN.tracker.v4)).toEqual([]);
  });

  it('resets what names no host', async () => {
    const nameless = await lan.run('tv', 'curl', '-sSk', '-m', '4', `https://${v4}/`);
    expect([35, 56]).toContain(nameless.status);
    const greeting = await lan.act('tv', 'greeting', LAN.mail.v4, '443');
    expect(greeting).toMatchObject({ error: 'ECONNRESET' });
  });

  it('serves the page by its name, and at its own port', async () => {
    const named = await lan.curl('phone', 'https://eyelid.internal/healthz', v4, ...trusting());
    expect(named).toMatchObject({ status: 0 });
    const own = await lan.run('phone', 'curl', '-sS', `http://${LAN.router.v4}:9080/healthz`);
    expect(own).toMatchObject({ status: 0 });
  });

  it('fails closed, and goes on when Eyelid is back', async () => {
    await lan.killEyelid();
    const closed = await lan.curl('tv', site, v4, ...unaware());
    expect(closed.status).toBe(7);
    await lan.startEyelid();
    const again = await lan.curl('tv', site, v4, ...unaware());
    expect(again).toMatchObject({ status: 0 });
  });
});
