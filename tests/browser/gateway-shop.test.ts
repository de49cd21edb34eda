import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import {
  FALLBACK,
  GATEWAY,
  GATEWAY_SITES,
  HASHED_EMAIL,
  HITS_HOST,
  LOADER_HOST,
  PIXEL,
  SHOP,
  SHOP_NAMES,
} from '../support/gateway-shop.ts';
import { command, REPOSITORY } from '../support/home.ts';
import { openWorld, type World, type WorldOptions } from '../support/world.ts';

/** The settings pass and are learnt from; nothing else is blocked. */
const LEARNING = `signatures:
  - id: settings
    title: The settings of a pixel
    when: { host: connect.facebook.net, path: /signals/config/* }
    action: log
    learn: meta-gateways
`;
/** By this address comes the same household's second device. */
const OTHER_DEVICE = '127.0.0.2';
const WAIT = { timeout: 20_000 };

interface Household {
  readonly world: World;
  readonly browser: Browser;
  close(): Promise<void>;
}

async function openHousehold(options: Partial<WorldOptions>): Promise<Household> {
  const devices = ['127.0.0.1', OTHER_DEVICE].map((match) => ({ match, level: 'full' }));
  const world = await openWorld({
    names: SHOP_NAMES,
    sites: GATEWAY_SITES,
    config: { devices },
    ...options,
  });
  const browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  const close = async () => {
    await browser.close();
    await world.close();
  };
  return { world, browser, close };
}

/** Opens the shop; returns how the calls of the gateway ended, once all have. */
async function visit(browser: Browser): Promise<readonly string[]> {
  const page = await browser.context.newPage();
  try {
    await page.goto(`https://${SHOP}/?fbclid=IwAR0abc`, { waitUntil: 'load' });
    await page.waitForFunction('document.title === "tracked"', null, WAIT);
    // Hits are sent as images, calls of gateways as fetches: both are done then.
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate('window.errors')).toEqual([]);
    return (await page.evaluate('window.calls')) as string[];
  } finally {
    await page.close();
  }
}

async function learnt({ world }: Household): Promise<readonly string[]> {
  const { stdout } = await command(world.home, 'learnt', '--json');
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const { host, path, from, forgotten } = JSON.parse(line) as Record<string, string | true>;
    return forgotten === true ? `${host} forgotten` : `${from} ${host}${path}`;
  });
}

describe.skipIf(!hasChromium())('a browser visits a shop with a gateway', () => {
  let home: Household;
  beforeAll(async () => {
    home = await openHousehold({ rules: { 'learn.yaml': LEARNING } });
  });
  afterEach(() => home.world.eyelid.assertAlive());
  afterAll(() => home?.close());

  const received = (name: string) => home.world.origin.requests(name, '/events');

  test('the first visit teaches where the gateway is', async () => {
    // Its own call may come before what was learnt is in force, or after.
    expect(await visit(home.browser)).toEqual([expect.stringMatching(/^gateway 20[04]$/), 'done']);
    await expect
      .poll(() => learnt(home), WAIT)
      .toEqual([`configuration ${FALLBACK}/events`, `configuration ${GATEWAY}/events`]);
  });

  test('the second visit’s call is answered, and the fallback is not tried', async () => {
    // What was learnt is in force a moment after it is written.
    await expect.poll(() => visit(home.browser), WAIT).toEqual(['gateway 204', 'done']);
    home.world.origin.forget();
    expect(await visit(home.browser)).toEqual(['gateway 204', 'done']);
    expect(received(GATEWAY)).toEqual([]);
    expect(received(FALLBACK)).toEqual([]);
    // The rest of the visit is as it was.
    expect(home.world.origin.requests(LOADER_HOST)).toHaveLength(2);
    expect(home.world.origin.requests(HITS_HOST, '/tr/')).toHaveLength(1);
  });

  test('another device that was never at the shop is protected as well', async () => {
    const { world } = home;
    const other = world.clientOf({ ca: world.eyelid.ca, from: OTHER_DEVICE });
    const origin = `https://${SHOP}`;
    const reply = await other.get(`https://${GATEWAY}/events`, {
      method: 'POST',
      headers: ['Origin', origin, 'Content-Type', 'text/plain;charset=UTF-8'],
      body: '{}',
    });
    expect(reply.status).toBe(204);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'x-eyelid': expect.stringMatching(/^learnt:\d+$/),
    });
    expect(received(GATEWAY)).toEqual([]);
    // The rest of the gateway's host is not blocked.
    expect((await other.get(`https://${GATEWAY}/basket`)).status).toBe(200);
    expect((await other.get(`https://${GATEWAY}/events`)).status).toBe(200);
  });

  test('forgotten, it is let through, and not learnt again from the same settings', async () => {
    home.world.origin.forget();
    const { status } = await command(home.world.home, 'learnt', '--forget', GATEWAY);
    expect(status).toBe(0);
    await expect.poll(() => visit(home.browser), WAIT).toEqual(['gateway 200', 'done']);
    expect(await learnt(home)).toEqual([
      `configuration ${FALLBACK}/events`,
      `${GATEWAY} forgotten`,
    ]);
  });

  test('asked for, it is learnt again', async () => {
    const { status, stdout } = await command(home.world.home, 'learn', PIXEL);
    expect([status, stdout]).toEqual([0, expect.stringContaining(`${GATEWAY}/events  from`)]);
    await expect.poll(() => visit(home.browser), WAIT).toEqual(['gateway 204', 'done']);
    const settings = home.world.origin.requests(LOADER_HOST, '/signals/config/');
    for (const { headers } of settings) expect(headers.cookie).toBeUndefined();
  });

  test('after thirty days without it, it is gone', async () => {
    const path = join(home.world.home.path, 'data/learnt.txt');
    const old = readFileSync(path, 'utf8').replace(/\b20\d\d-/g, '2020-');
    home.world.home.write('data/learnt.txt', old);
    const { world } = home;
    const call = () =>
      world.client.get(`https://${GATEWAY}/events`, {
        method: 'POST',
        headers: ['Origin', `https://${SHOP}`, 'Content-Type', 'text/plain'],
        body: '{}',
      });
    await expect.poll(async () => (await call()).status, WAIT).toBe(200);
    expect(await learnt(home)).toEqual([]);
  });
});

describe.skipIf(!hasChromium())('the script tries the fallback', () => {
  // The control: what the tests above do not see is there to be seen.
  test('where a gateway does not answer as a page needs it', async () => {
    const { [GATEWAY]: _, ...sites } = GATEWAY_SITES;
    const home = await openHousehold({ sites });
    try {
      expect(await visit(home.browser)).toEqual(['gateway failed', 'fallback', 'done']);
      expect(home.world.origin.requests(FALLBACK, '/events')).toHaveLength(1);
      home.world.eyelid.assertAlive();
    } finally {
      await home.close();
    }
  });
});

describe.skipIf(!hasChromium())('a browser visits the shop with the pixel defused', () => {
  let home: Household;
  beforeAll(async () => {
    const shipped = (name: string) => readFileSync(join(REPOSITORY, 'rules', name), 'utf8');
    const defuse = shipped('meta-defuse.yaml').replace('enabled: false', 'enabled: true');
    home = await openHousehold({
      rules: {
        'meta.txt': shipped('meta.txt'),
        'meta.yaml': shipped('meta.yaml'),
        'meta-defuse.yaml': defuse,
      },
    });
  });
  afterAll(() => home?.close());

  test('a hit is sent without what tells who it is, and nothing to the gateway', async () => {
    expect(await visit(home.browser)).toEqual([]);
    const { origin } = home.world;
    const hits = origin.requests(HITS_HOST, '/tr/').map(({ target }) => target);
    expect(hits).toHaveLength(1);
    const fields = new URL(hits[0] ?? '', `https://${HITS_HOST}`).searchParams;
    expect([...fields.keys()]).toEqual(['id', 'ev', 'dl', 'cd[value]']);
    expect(fields.get('dl')).not.toContain('fbclid');
    expect(origin.received.map(({ target, body }) => target + body).join()).not.toContain(
      HASHED_EMAIL,
    );
    expect(origin.requests(GATEWAY)).toEqual([]);
    expect(origin.requests(FALLBACK)).toEqual([]);
    home.world.eyelid.assertAlive();
  });

  test('and the gateway is learnt from the settings as they came', async () => {
    await expect.poll(() => learnt(home), WAIT).toContain(`configuration ${GATEWAY}/events`);
  });

  test('a hit in a form is sent without it too', async () => {
    const form = new URLSearchParams([
      ...[
        ['id', PIXEL],
        ['ev', 'Lead'],
        ['dl', `https://${SHOP}/?fbclid=IwAR0&size=2`],
      ],
      ...[
        ['udff[em]', HASHED_EMAIL],
        ['cd[formFeatures]', '[{"id":"email"}]'],
        ['fbp', 'fb.1.1.2'],
      ],
      ...[['rqm', 'formPOST']],
    ]);
    home.world.origin.forget();
    await home.world.client.get(`https://${HITS_HOST}/tr/`, {
      method: 'POST',
      headers: [
        ...['Content-Type', 'application/x-www-form-urlencoded', 'Referer', `https://${SHOP}/`],
        ...['Cookie', 'c_user=1', 'Content-Length', String(form.toString().length)],
      ],
      body: form.toString(),
    });
    const [sent] = home.world.origin.requests(HITS_HOST, '/tr/');
    expect([...new URLSearchParams(sent?.body.toString())]).toEqual([
      ['id', PIXEL],
      ['ev', 'Lead'],
      ['dl', `https://${SHOP}/?size=2`],
      ['rqm', 'formPOST'],
    ]);
    expect(sent?.headers.cookie).toBeUndefined();
  });
});
