import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { command } from '../support/home.ts';
import type { Site } from '../support/origin.ts';
import { pixelConfig } from '../support/pixel-config.ts';
import { openWorld, type World } from '../support/world.ts';

/** What a device may teach that says to a server of its own that it is another. */

const LOADER = 'connect.facebook.net';
const OTHER = 'server.device.test';
const RULES = `
signatures:
  - id: learning
    when: { host: ${LOADER}, path: "/signals/config/*" }
    action: log
    learn: meta-gateways
`;
/** What two pixels say: one of the loader's, and one that the device's own server speaks of. */
const TRUE = pixelConfig({
  pixel: '769712154761541',
  endpoints: [{ endpoint: 'https://gateway.shop.test' }],
});
const FORGED = pixelConfig({
  pixel: '769712154761542',
  endpoints: [{ endpoint: 'https://login.bank.test' }],
});
/** Both are asked for as the loader's, so they are told apart by what is asked for. */
const site: Site = (_request, response, { target }) =>
  response
    .writeHead(200, { 'content-type': 'application/x-javascript' })
    .end(target.endsWith('2') ? FORGED : TRUE);

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: [LOADER, OTHER],
    sites: { [LOADER]: site, [OTHER]: site },
    rules: { 'own.yaml': RULES },
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

const ask = (host: string, pixel: string, headers: readonly string[] = []) =>
  world.client.get(`https://${host}/signals/config/${pixel}`, {
    headers: ['Sec-Fetch-Dest', 'script', 'Referer', 'https://www.shop.test/', ...headers],
  });

test('settings count only from the server that has the name in its certificate', async () => {
  const forged = await ask(OTHER, '769712154761542', ['Host', LOADER]);
  expect(forged.text).toContain('login.bank.test');
  expect((await ask(LOADER, '769712154761541')).text).toContain('gateway.shop.test');
  const learnt = async () => (await command(world.home, 'learnt', '--json')).stdout;
  // They are read in turn: by then the others had been looked at.
  await expect.poll(learnt, { timeout: 20_000 }).toContain('gateway.shop.test');
  expect(await learnt()).not.toContain('bank');
});
