import { describe, expect, test } from 'vitest';
import { browse } from '../../support/status-browser.ts';
import { CODE, household } from '../../support/status-ports.ts';

const LAN = ['http://192.168.1.2:8081/welcome', 'http://[fd00::2]:8081/welcome'];

async function loggedIn() {
  const { ports } = household();
  const browser = browse(ports);
  await browser.logIn(CODE);
  return { browser, ports };
}

describe('where a device finds its steps', () => {
  test.each([
    ['http://192.168.1.2:8081', undefined, LAN],
    ['http://[fd00::2]:8081', undefined, LAN.toReversed()],
    // Under a name, through the proxy or from the machine itself: an address that others reach.
    ['http://eyelid.internal', undefined, LAN],
    ['http://eyelid.internal', 'fd00::2', LAN.toReversed()],
    ['http://localhost:8081', '127.0.0.1', LAN],
  ])('asked at %s', async (base, localAddress, addresses) => {
    const { browser } = await loggedIn();
    const info = localAddress === undefined ? {} : { localAddress };
    const answer = await browser.get(`${base}/api/setup`, {}, info);
    expect(await answer.json()).toMatchObject({ addresses, proxy: { port: 8080 } });
    const text = await (await browser.get(`${base}/devices/add`, {}, info)).text();
    expect(text).toContain(`aria-label="QR code of ${addresses[0]}"`);
    expect(text).not.toContain('on this machine only');
  });

  test('is nowhere while Eyelid listens on its machine only, and the page says so', async () => {
    const { browser, ports } = await loggedIn();
    Object.assign(ports.settings, { addresses: () => ['127.0.0.1'] });
    const text = await (await browser.get('/devices/add')).text();
    expect(text).toContain('Eyelid listens on this machine only');
  });

  test('is for who is logged in; the steps themselves are for all', async () => {
    const browser = browse(household().ports);
    expect((await browser.get('/devices/add')).status).toBe(303);
    expect((await browser.get('/api/setup')).status).toBe(401);
    expect((await browser.get('/welcome?for=android')).status).toBe(200);
  });
});
