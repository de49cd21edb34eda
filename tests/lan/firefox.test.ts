import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firefox, firefoxMissing, openFirefox } from '../support/firefox.ts';
import { REPOSITORY } from '../support/home.ts';
import { LAN, lanMissing, type Place } from '../support/lan.ts';
import { eventually, type LanWorld, openLanWorld } from '../support/lan-world.ts';

// Nothing is said of the devices: what they are is learnt from their programs.
// One world and three Firefoxes for all of it, since each takes seconds to start.

const missing = lanMissing() ?? firefoxMissing();
if (missing !== null) console.warn(`skipped: Firefox on a network needs ${missing}`);

const RULES = {
  'test.txt': '||tracker.test^\n||site.test/pixel^\n||cdn.test/pixel^\n',
  'click-ids.yaml': readFileSync(path.join(REPOSITORY, 'rules/click-ids.yaml'), 'utf8'),
};

/** Firefox takes these to speak HTTP/3, as if they had said so. */
const QUIC = {
  'network.http.http3.alt-svc-mapping-for-testing': 'site.test;h3=:443,cdn.test;h3=:443',
};

/** A program as `eyelid devices --json` tells of it. */
interface ProgramRow {
  readonly program: { readonly name: string | null };
  readonly refusedHosts: readonly {
    readonly hostname: string;
    readonly refusal: { readonly reason: string };
  }[];
}

describe.skipIf(missing !== null)('Firefox, which knows of no proxy', { timeout: 180_000 }, () => {
  let lan: LanWorld;
  /** On the phone, without and with Eyelid's authority; on the TV, with it. */
  let unaware: Firefox;
  let trusting: Firefox;
  let another: Firefox;

  const open = (place: Place, authorities: readonly string[], family: 'v4' | 'v6') =>
    openFirefox({
      namespace: lan.namespace(place),
      authorities: authorities.map((file) => readFileSync(file, 'utf8')),
      hosts: {
        'site.test': LAN.site[family],
        'cdn.test': LAN.site[family],
        'news.test': LAN.site[family],
        'tracker.test': LAN.tracker[family],
      },
      settings: QUIC,
    });
  const title = (firefox: Firefox) => firefox.evaluate('return document.title');
  /** How the page that is shown came: HTTP/2 is ours, since the servers here speak none. */
  const protocol = (firefox: Firefox) =>
    firefox.evaluate('return performance.getEntriesByType("navigation")[0].nextHopProtocol');
  /** The rule that answered, or null. */
  const answeredBy = (firefox: Firefox, url: string) =>
    firefox.evaluate(`return (await fetch("${url}")).headers.get("x-eyelid")`);
  const asked = (host: string) => lan.seen.filter((one) => one.host === host);
  /** How many packets of QUIC left the phone so far. */
  const tried = async () => {
    const rules = await lan.must('phone', 'nft', 'list', 'table', 'inet', 'watch');
    return Number(/counter packets (\d+)/.exec(rules)?.[1]);
  };
  let triedBefore = 0;
  const forget = () => (lan.seen as unknown[]).splice(0);

  const programs = async () =>
    (await lan.devices()).flatMap((device) => device['programs'] as readonly ProgramRow[]);

  beforeAll(async () => {
    lan = await openLanWorld('gateway', { rules: RULES, devices: [] });
    const counted = 'type filter hook output priority 0; udp dport 443 counter;';
    await lan.must('phone', 'nft', `table inet watch { chain out { ${counted} }; }`);
    unaware = await open('phone', [lan.serverCa], 'v4');
  }, 180_000);
  afterAll(async () => {
    for (const firefox of [unaware, trusting, another]) await firefox?.close();
    await lan?.close();
  });

  it('without Eyelid is tracked, and uses QUIC where it can', async () => {
    await unaware.visit('https://cdn.test/shop');
    expect(await title(unaware)).toBe('shop, tracked');
    expect(asked('tracker.test')).toHaveLength(1);
    await eventually('QUIC', () => lan.seen.some(({ scheme }) => scheme === 'udp'));
    expect(await tried()).toBeGreaterThan(0);
    await lan.netUp();
    await lan.startEyelid();
    triedBefore = await tried();
    forget();
  });

  it('sees the real certificate and no tracker, where it does not trust us', async () => {
    await unaware.visit('https://site.test/shop');
    expect(await title(unaware)).toBe('shop');
    expect(await protocol(unaware)).toBe('http/1.1');
    expect(asked('site.test').length).toBeGreaterThan(0);
    expect(asked('tracker.test')).toEqual([]);
  });

  it('was refused QUIC, and used TCP', async () => {
    expect(await tried()).toBeGreaterThan(triedBefore);
    expect(lan.seen.filter(({ scheme }) => scheme === 'udp')).toEqual([]);
  });

  it('that trusts us opens HTTPS for itself on the page', async () => {
    trusting = await open('phone', [lan.serverCa, lan.ca], 'v4');
    await trusting.visit(`http://${LAN.router.v4}:8081/welcome`);
    const state = () => trusting.evaluate('return document.querySelector("#check").className');
    await eventually('the check', async () => (await state()) === 'check trusted');
    await trusting.evaluate('document.querySelector("#open-https").click()');
    await eventually('the proof', async () => (await state()) === 'check open');
  });

  it('and is filtered by address from then on, over HTTP/2', async () => {
    forget();
    await trusting.visit('https://site.test/shop?gclid=one&page=2');
    expect(await protocol(trusting)).toBe('h2');
    expect(await answeredBy(trusting, '/pixel')).toBe('test.txt:2');
    expect(await answeredBy(trusting, '/page')).toBeNull();
    expect(asked('site.test').map((one) => one.path)).toEqual(['/shop?page=2', '/page']);
    expect(lan.seen.filter(({ scheme }) => scheme === 'udp')).toEqual([]);
  });

  it('is called by its name', async () => {
    const isNamed = async () =>
      (await programs()).some(({ program }) => program.name === 'Firefox');
    await eventually('its name', isNamed);
  });

  it('leaves the other programs of its device alone', async () => {
    const words = ['--cacert', lan.serverCa];
    const { status } = await lan.curl('phone', 'https://site.test/curl', LAN.site.v4, ...words);
    expect(status).toBe(0);
  });

  // It often makes a connection in advance: that is the one which fails then, and nobody sees it.
  it('of the same kind that does not trust us is shown an error once at most', async () => {
    // A host of which no connection is left from before: that one would be used again.
    const said = await unaware.visit('https://news.test/page').then(() => null, String);
    expect(said ?? 'insecure certificate').toMatch(/insecure certificate/);
    await unaware.visit('https://news.test/page');
    expect(await protocol(unaware)).toBe('http/1.1');
    await eventually('what it refuses', async () =>
      (await programs()).some(
        ({ program, refusedHosts }) =>
          program.name === 'Firefox' &&
          refusedHosts.some(
            (one) => one.hostname === 'news.test' && one.refusal.reason === 'alert',
          ),
      ),
    );
  });

  it('is filtered by address once a tracker was answered in its place, without any page', async () => {
    // The first connection from an IPv6 address is that of a device nobody knows yet.
    await eventually('the TV to be known', async () => {
      await lan.curl('tv', 'https://site.test/', LAN.site.v6, '--cacert', lan.serverCa);
      return (await lan.devices()).some(({ id }) => id === `mac:${LAN.tv.mac}`);
    });
    forget();
    another = await open('tv', [lan.serverCa, lan.ca], 'v6');
    await another.visit('https://site.test/shop');
    expect(await title(another)).toBe('shop');
    await another.visit('https://cdn.test/page');
    expect(await protocol(another)).toBe('h2');
    expect(await answeredBy(another, '/pixel')).toBe('test.txt:3');
    expect(asked('tracker.test')).toEqual([]);
  });
});
