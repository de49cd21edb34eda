import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LAN, lanMissing } from '../support/lan.ts';
import { eventually, type LanWorld, openLanWorld } from '../support/lan-world.ts';

// The box is the router of the house. The phone trusts Eyelid's authority and
// is at level `full`; the TV does not and is at level `hostname`.

const missing = lanMissing();
if (missing !== null) console.warn(`skipped: a network to test on needs ${missing}`);

/** curl's exit status for an alert, and for a certificate of ours that it does not know. */
const REFUSED = [35, 60];

const RULES = { 'test.txt': '||tracker.test^\n||site.test/pixel^\n' };

describe.skipIf(missing !== null)('the box as gateway', () => {
  let lan: LanWorld;

  beforeAll(async () => {
    lan = await openLanWorld('gateway', { rules: RULES });
  });
  afterAll(() => lan?.close());

  const site = 'https://site.test/page';
  const { v4, v6 } = LAN.site;
  const trusting = () => ['--cacert', lan.ca];
  const unaware = () => ['--cacert', lan.serverCa];
  const requests = (path: string) => lan.seen.filter((one) => one.path === path);
  const logged = async (host: string) =>
    (await lan.log()).filter((event) => event['host'] === host);

  it('without Eyelid the network works', async () => {
    expect(await lan.curl('tv', site, v4, ...unaware())).toMatchObject({ status: 0 });
    expect(await lan.curl('tv', site, v6, ...unaware())).toMatchObject({ status: 0 });
    expect(await lan.act('tv', 'quic', v4)).toMatchObject({ heard: 'an answer' });
  });

  it('with the rules and no Eyelid it works too', async () => {
    await lan.netUp();
    expect(await lan.curl('tv', site, v4, ...unaware())).toMatchObject({ status: 0 });
    expect(await lan.curl('tv', site, v6, ...unaware())).toMatchObject({ status: 0 });
  });

  describe('with Eyelid', () => {
    beforeAll(async () => {
      await lan.netUp();
      await lan.startEyelid();
    });
    beforeEach(() => void (lan.seen as unknown[]).splice(0));

    it('it runs as an ordinary process, without capabilities', () => {
      const status = readFileSync(`/proc/${lan.pid()}/status`, 'utf8');
      expect(/^CapEff:\s*(\S+)/m.exec(status)?.[1]).toBe('0000000000000000');
    });

    describe.each([
      ['IPv4', v4, LAN.tracker.v4],
      ['IPv6', v6, LAN.tracker.v6],
    ])('over %s', (_family, address, trackerAddress) => {
      // The first connection from an IPv6 address brings it to be looked for
      // among the neighbours; until then it is a device of its own.
      beforeAll(() =>
        eventually('the phone to be known', async () => {
          await lan.curl('tv', site, address, ...unaware());
          const { status } = await lan.curl('phone', site, address, ...trusting());
          return status === 0;
        }),
      );

      it('TLS of a device that trusts us is opened, and goes to where it was going', async () => {
        const result = await lan.curl('phone', site, address, ...trusting());
        expect(result).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
        expect(requests('/page')).toMatchObject([{ at: address, host: 'site.test' }]);
        const refused = await lan.curl('phone', site, address, ...unaware());
        expect(refused.status).toBe(60);
      });

      it('plain HTTP is served', async () => {
        const result = await lan.curl('tv', 'http://site.test/plain', address);
        expect(result).toMatchObject({ status: 0, stdout: 'hello from site.test/plain' });
        expect(requests('/plain')).toMatchObject([{ at: address, scheme: 'http' }]);
      });

      it('plain HTTP that a rule blocks is answered', async () => {
        const result = await lan.curl('tv', 'http://site.test/pixel', address, '-i');
        expect(result.stdout).toMatch(/x-eyelid: test\.txt:2/i);
        expect(requests('/pixel')).toEqual([]);
      });

      it('a device that does not trust us sees the real certificate', async () => {
        const result = await lan.curl('tv', site, address, ...unaware());
        expect(result).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
      });

      it('...and its trackers are refused by name, and never reached', async () => {
        const url = 'https://tracker.test/t.js';
        const result = await lan.curl('tv', url, trackerAddress, ...unaware());
        expect(REFUSED).toContain(result.status);
        expect(lan.seen).toEqual([]);
      });

      it('a device that trusts us gets an answer in the place of a tracker', async () => {
        const url = 'https://tracker.test/t.js';
        const result = await lan.curl('phone', url, trackerAddress, ...trusting(), '-i');
        expect(result.stdout).toMatch(/^x-eyelid: test\.txt:1/im);
        expect(lan.seen).toEqual([]);
      });

      it('a client that names no host reaches the server', async () => {
        const url = `https://${address.includes(':') ? `[${address}]` : address}/by-address`;
        const result = await lan.run('phone', 'curl', '-sSk', '-m', '8', url);
        expect(result).toMatchObject({ status: 0 });
        expect(requests('/by-address')).toMatchObject([{ at: address }]);
      });

      it('a server that speaks first is heard, and answered', async () => {
        const mail = address === v4 ? LAN.mail.v4 : LAN.mail.v6;
        for (const device of ['phone', 'tv'] as const) {
          const { heard } = await lan.act(device, 'greeting', mail, '443');
          expect(heard).toMatch(/^220 mail\.test ready\r\n250 HELO phone/);
        }
      });

      it('a WebSocket works', async () => {
        const words = [address, '443', 'site.test'];
        expect(await lan.act('phone', 'websocket', ...words, lan.ca)).toEqual({
          heard: 'echo word',
        });
        expect(await lan.act('tv', 'websocket', ...words, lan.serverCa)).toEqual({
          heard: 'echo word',
        });
      });

      it('a ClientHello in three pieces is put together', async () => {
        const words = [address, '443', 'site.test'];
        const opened = await lan.act('phone', 'split', ...words, lan.ca);
        expect(opened.heard).toContain('hello from site.test/split');
        const passed = await lan.act('tv', 'split', ...words, lan.serverCa);
        expect(passed.heard).toContain('hello from site.test/split');
      });

      it('QUIC is refused at once', async () => {
        const { error, after } = await lan.act('phone', 'quic', address);
        expect(error).toBe('ECONNREFUSED');
        expect(after).toBeLessThan(1_000);
        expect(lan.seen).toEqual([]);
      });
    });

    it('a name does not choose where we connect', async () => {
      // The tracker's address, in the name of the site: the server there is asked, and no other.
      const result = await lan.curl('tv', 'http://site.test/moved', LAN.tracker.v4);
      expect(result.status).toBe(0);
      expect(requests('/moved')).toMatchObject([{ at: LAN.tracker.v4, host: 'site.test' }]);
    });

    it('a certificate for another name is not papered over', async () => {
      const url = 'https://other.test/x';
      const result = await lan.curl('phone', url, v4, ...trusting());
      expect(result.stdout).not.toContain('hello');
      expect(requests('/x')).toEqual([]);
    });

    it('the page is reached through it, whatever the address', async () => {
      const result = await lan.curl('phone', 'https://eyelid.internal/healthz', v4, ...trusting());
      expect(result).toMatchObject({ status: 0 });
      expect(requests('/healthz')).toEqual([]);
    });

    it('the page is reached at the address of nobody, by which DNS may know its name', async () => {
      for (const scheme of ['http', 'https']) {
        const url = `${scheme}://eyelid.internal/welcome`;
        const result = await lan.curl('phone', url, '192.0.2.1', ...trusting());
        expect(result).toMatchObject({ status: 0 });
        expect(result.stdout).toContain('Set up this device');
      }
    });

    it('the ports that connections are steered to cannot be reached from the network', async () => {
      for (const address of [LAN.router.v4, LAN.router.v6]) {
        const { error } = await lan.act('phone', 'connect', address, '7180');
        expect(error).toBe('ECONNREFUSED');
      }
    });

    it('the log knows the devices by their network cards', async () => {
      const ids = async () => {
        const all = await lan.devices();
        return all.map((one) => one['id']);
      };
      await eventually('both devices', async () => {
        await lan.curl('tv', 'http://site.test/seen', v6);
        return (await ids()).includes(`mac:${LAN.tv.mac}`);
      });
      expect(await ids()).toContain(`mac:${LAN.phone.mac}`);
      const blocked = await logged('tracker.test');
      expect(new Set(blocked.map((event) => event['action']))).toEqual(new Set(['block']));
      expect(blocked.map((event) => event['device'])).toContain(`mac:${LAN.tv.mac}`);
    });

    it('a device is found in the log by each of its addresses', async () => {
      const phone = `mac:${LAN.phone.mac}`;
      for (const name of [LAN.phone.v4, LAN.phone.v6, LAN.phone.mac, 'phone']) {
        const events = await lan.log('--device', name);
        expect(events.length).toBeGreaterThan(0);
        expect(new Set(events.map((event) => event['device']))).toEqual(new Set([phone]));
      }
      const nobody = await lan.log('--device', 'nobody').catch(String);
      expect(nobody).toContain('no device of that name');
    });

    it('a device is known from its first connection by a new IPv6 address', async () => {
      const fresh = 'fd77::1:0:0:99';
      await lan.must('phone', 'ip', 'addr', 'add', `${fresh}/64`, 'dev', 'lan0', 'nodad');
      const heard = await lan.curl('phone', site, v6, '--interface', fresh, ...trusting());
      expect(heard).toMatchObject({ status: 0 });
      await lan.must('phone', 'ip', 'addr', 'del', `${fresh}/64`, 'dev', 'lan0');
    });

    it('a device with a public address, of a network that the box is in, is carried too', async () => {
      const own = '2001:db8:77::10';
      await lan.must('box', 'ip', 'addr', 'add', '2001:db8:77::1/64', 'dev', 'lan0', 'nodad');
      await lan.must('phone', 'ip', 'addr', 'add', `${own}/64`, 'dev', 'lan0', 'nodad');
      await eventually('the box to know its network', async () => {
        const { status } = await lan.curl('phone', site, v6, '--interface', own, ...trusting());
        return status === 0;
      });
      await lan.must('phone', 'ip', 'addr', 'del', `${own}/64`, 'dev', 'lan0');
      await lan.must('box', 'ip', 'addr', 'del', '2001:db8:77::1/64', 'dev', 'lan0');
    });

    it('a thousand connections of one device that say nothing keep no other waiting', async () => {
      const client = path.join(import.meta.dirname, '../support/lan-client.mjs');
      const crowd = lan.start('phone', process.execPath, client, 'crowd', v4, '443', '1100');
      await new Promise<unknown>((resolve) => crowd.stdout?.once('data', resolve));
      const others = await lan.curl('tv', site, v4, ...unaware(), '-m', '4');
      expect(others).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
      const ended = new Promise((resolve) => crowd.once('exit', resolve));
      crowd.kill('SIGKILL');
      await ended;
      await eventually('the phone to be served again', async () => {
        const { status } = await lan.curl('phone', site, v4, ...trusting());
        return status === 0;
      });
      const open = () => readdirSync(`/proc/${lan.pid()}/fd`).length;
      const tell = () => `${open()} descriptors are open`;
      await eventually('all of them to be closed', () => open() < 200, tell);
    });

    it('a device that is let by is not seen, and keeps QUIC', async () => {
      await lan.netUp({ BYPASS_MAC: LAN.tv.mac });
      const url = 'https://tracker.test/past';
      const past = await lan.curl('tv', url, LAN.tracker.v4, ...unaware());
      expect(past).toMatchObject({ status: 0 });
      expect(await lan.act('tv', 'quic', v4)).toMatchObject({ heard: 'an answer' });
      expect(await lan.act('phone', 'quic', v4)).toMatchObject({ error: 'ECONNREFUSED' });
      await lan.netUp({ ONLY_MAC: LAN.phone.mac });
      const other = await lan.curl('tv', url, LAN.tracker.v4, ...unaware());
      expect(other).toMatchObject({ status: 0 });
      await lan.netUp();
    });

    it('what goes to an address that is let by is not seen', async () => {
      const { tracker } = LAN;
      const settings = { LAN_IF: 'lan0 lan1', PORTS: '80, 443, 8443', BLOCK_QUIC: 'no' };
      const to = `${tracker.v4}, 198.51.100.0/24,2001:db8:ffff::/48, ${tracker.v6}`;
      await lan.netUp({ ...settings, BYPASS_TO: to });
      for (const address of [tracker.v4, tracker.v6]) {
        const past = await lan.curl('tv', 'https://tracker.test/past', address, ...unaware());
        expect(past).toMatchObject({ status: 0 });
      }
      expect(await lan.act('phone', 'quic', v4)).toMatchObject({ heard: 'an answer' });
      const opened = await lan.curl('phone', site, v4, ...trusting());
      expect(opened).toMatchObject({ status: 0 });
      await lan.netUp();
    });

    it('a firewall that drops what it does not know needs to accept the mark', async () => {
      const drop =
        'table inet firewall { chain in { type filter hook input priority filter; policy drop; iif lo accept; ct state established,related accept; }; }';
      await lan.must('box', 'nft', drop);
      const eaten = await lan.curl('tv', site, v4, ...unaware(), '-m', '1');
      expect(eaten.status).toBe(28);
      await lan.must('box', 'nft', 'insert rule inet firewall in meta mark 0x7b accept');
      const accepted = await lan.curl('tv', site, v4, ...unaware());
      expect(accepted).toMatchObject({ status: 0 });
      await lan.must('box', 'nft', 'delete table inet firewall');
    });

    it('when it dies the house stays online, and when it is back it resumes', async () => {
      await lan.killEyelid();
      for (const address of [v4, v6]) {
        const direct = await lan.curl('phone', site, address, ...unaware());
        expect(direct).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
      }
      await lan.startEyelid();
      const again = await lan.curl('phone', site, v4, ...trusting());
      expect(again).toMatchObject({ status: 0, stdout: 'hello from site.test/page' });
      const url = 'https://tracker.test/t.js';
      const refused = await lan.curl('tv', url, LAN.tracker.v4, ...unaware());
      expect(REFUSED).toContain(refused.status);
      expect(refused.stdout).toBe('');
    });

    it('when the rules are taken back nothing is left of them', async () => {
      await lan.netDown();
      const direct = await lan.curl('tv', 'https://tracker.test/x', LAN.tracker.v4, ...unaware());
      expect(direct).toMatchObject({ status: 0 });
      expect(await lan.must('box', 'nft', 'list', 'tables')).not.toContain('eyelid');
      expect(await lan.must('box', 'ip', 'rule')).not.toContain('7180');
      expect(await lan.must('box', 'ip', '-6', 'rule')).not.toContain('7180');
      await lan.netDown();
      await lan.netUp();
    });
  });
});
