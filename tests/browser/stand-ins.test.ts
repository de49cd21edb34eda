import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { openWorld, type World } from '../support/world.ts';

/** Each stand-in that is a file, asked for by that name. */
const FILTERS = ['1x1.gif', '2x2.png', '3x2.png', '32x32.png', 'noop.html', 'noop.js']
  .concat(['noop-0.1s.mp3', 'noop-0.5s.mp3', 'noop-1s.mp4', 'noop.css', 'noop-vast3.xml'])
  .map((name) => `||ads.test/${name}^$redirect=${name}`)
  .join('\n');

const PAGE = `<!doctype html><meta charset="utf-8"><title>A shop</title>
<link rel="stylesheet" href="https://ads.test/noop.css">
<img src="https://ads.test/1x1.gif"><img src="https://ads.test/2x2.png">
<img src="https://ads.test/3x2.png"><img src="https://ads.test/32x32.png">
<iframe src="https://ads.test/noop.html" onload="window.framed = true"></iframe>
<script src="https://ads.test/noop.js" onload="window.ran = true"></script>`;

/** Plays a film or a sound to its end and says how long it is and how wide. */
const PLAY = `(kind, url) => new Promise((resolve, reject) => {
  const media = document.createElement(kind);
  media.muted = true;
  media.onended = () => resolve([media.duration, media.videoWidth ?? 0]);
  media.onerror = () => reject(new Error(media.error.message));
  media.src = url;
  media.play().catch(reject);
})`;

describe.skipIf(!hasChromium())('a browser takes the stand-ins for what it asked for', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    world = await openWorld({
      names: ['shop.test', 'ads.test'],
      sites: {
        'shop.test': (_request, response) =>
          response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE),
      },
      rules: { 'filters.txt': FILTERS },
    });
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  });
  afterEach(() => world.eyelid.assertAlive());
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('pictures, a script, a frame, sounds, a film, a document', async () => {
    const page = await browser.context.newPage();
    await page.goto('https://shop.test/', { waitUntil: 'load' });
    expect(
      await page.evaluate(
        '[...document.images].map((one) => [one.naturalWidth, one.naturalHeight])',
      ),
    ).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
      [32, 32],
    ]);
    expect(await page.evaluate('[window.ran, window.framed]')).toEqual([true, true]);
    expect(await page.evaluate('document.styleSheets.length')).toBe(1);

    const play = (kind: string, name: string): Promise<unknown> =>
      page.evaluate(`(${PLAY})('${kind}', 'https://ads.test/${name}')`);
    expect(await play('audio', 'noop-0.1s.mp3')).toEqual([expect.closeTo(0.1, 1), 0]);
    expect(await play('audio', 'noop-0.5s.mp3')).toEqual([expect.closeTo(0.5, 1), 0]);
    expect(await play('video', 'noop-1s.mp4')).toEqual([1, 16]);

    const vast = `fetch('https://ads.test/noop-vast3.xml', { credentials: 'include' })
      .then((reply) => reply.text())
      .then((text) => new DOMParser().parseFromString(text, 'application/xml').documentElement)
      .then((root) => [root.nodeName, root.getAttribute('version'), root.childElementCount])`;
    expect(await page.evaluate(vast)).toEqual(['VAST', '3.0', 0]);
    expect(world.origin.requests('ads.test')).toEqual([]);
  });
});
