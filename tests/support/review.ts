import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { StoredDevice } from '../../src/model/device.ts';
import type { Event } from '../../src/model/event.ts';
import { openDatabase } from '../../src/record/database.ts';
import { SqliteDeviceStore } from '../../src/record/devices.ts';
import { Recorder } from '../../src/record/recorder.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { type Home, makeHome, REPOSITORY, type Running, run } from './home.ts';
import { householdDevices, householdEvents } from './review-events.ts';

export interface ReviewOptions {
  /** What the log holds at the start. Absent: three weeks of a household of five. */
  readonly events?: readonly Event[];
  readonly devices?: readonly StoredDevice[];
  /** Files of rules/. Absent: the shipped ones. */
  readonly rules?: Readonly<Record<string, string>>;
  /** Keys of the config, over the test's own. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** False: the page as it is without scripts. */
  readonly javaScript?: boolean;
  /** False: nobody is logged in. */
  readonly logIn?: boolean;
}

/** The running program with a past, and a browser in front of its page. */
export interface Review {
  readonly home: Home;
  readonly eyelid: Running;
  readonly browser: Browser;
  readonly page: Page;
  /** Where the page is, without a slash at the end. */
  readonly base: string;
  /** What the browser complained of: refused by the policy, errors of scripts. */
  readonly complaints: readonly string[];
  stop(): Promise<void>;
}

/** The program on a home of its own, its log seeded, and Chromium logged in at the overview. */
export async function openReview(options: ReviewOptions = {}): Promise<Review> {
  const { rules, config = {} } = options;
  const home = makeHome({
    config: { listen: { proxy: '127.0.0.1:0', status: '127.0.0.1:0' }, ...config },
    ...(rules === undefined ? {} : { rules }),
  });
  seed(home, options);
  const eyelid = await run(home).catch((error: unknown) => {
    home.remove();
    throw error;
  });
  const { proxyPort, ca, pageUrl } = eyelid;
  const { javaScript = true } = options;
  const browser = await openBrowser({ proxyPort, ca, javaScript });
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  const base = pageUrl.replace(/\/$/, '');
  const complaints = listen(page);
  if (options.logIn !== false) await logIn(page, base, eyelid.code ?? '');
  return {
    ...{ home, eyelid, browser, page, base, complaints },
    async stop() {
      await browser.close();
      await eyelid.stop();
      home.remove();
    },
  };
}

/** By the login form, as a person does. Ends at the overview. */
export async function logIn(page: Page, base: string, secret: string): Promise<void> {
  await page.goto(`${base}/login`);
  await page.locator('input[name=secret]').fill(secret);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL(`${base}/`);
}

/** Puts events and devices into the log of a home that nothing runs on. */
export function seed(
  home: Home,
  { events, devices }: Pick<ReviewOptions, 'events' | 'devices'>,
): void {
  const now = Date.now();
  const warn = (message: string): never => {
    throw new Error(message);
  };
  const db = openDatabase(join(home.path, 'data/events.db'), warn);
  const store = new SqliteDeviceStore(db, warn);
  for (const device of devices ?? householdDevices(now)) store.save(device);
  const settings = { detail: 'names', scope: 'all' } as const;
  const recorder = new Recorder({ db, settings, domainOf: lastTwoLabels, warn });
  for (const event of events ?? householdEvents(now)) recorder.record(event);
  recorder.close();
  db.close();
}

function lastTwoLabels(host: string): string {
  return host.split('.').slice(-2).join('.');
}

/** What should never be said: a page that wants what its own policy forbids, a script that throws. */
function listen(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const [text, { url }] = [message.text(), message.location()];
    // That a document was refused is for the test to say, and the trust check asks
    // elsewhere in order to fail; a script of the page that is missing is neither.
    const elsewhere = URL.canParse(url) && new URL(url).origin !== new URL(page.url()).origin;
    const isOthers = url === page.url() || elsewhere;
    if (!text.startsWith('Failed to load resource') || !isOthers) complaints.push(text);
  });
  return complaints;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCHEMES = ['light', 'dark'] as const;

/** Nothing that axe-core knows to look for is wrong with the page as it stands, in light and dark. */
export async function expectNoViolations(page: Page): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    // Through the debugger: the page's policy lets no script in, and shall not.
    const found = await evaluate<AxeResults>(page, `${AXE};axe.run(document)`);
    const words = found.violations.map(({ id, help, nodes }) => {
      const places = nodes.map(
        ({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`,
      );
      return `${scheme}: ${id}: ${help}\n${places.slice(0, 5).join('\n')}`;
    });
    expect(words.join('\n')).toBe('');
  }
  await page.emulateMedia({ colorScheme: null });
}

async function evaluate<T>(page: Page, expression: string): Promise<T> {
  const session = await page.context().newCDPSession(page);
  try {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      ...{ expression, awaitPromise: true, returnByValue: true },
    });
    if (exceptionDetails !== undefined) {
      throw new Error(`running a script in the page: ${JSON.stringify(exceptionDetails)}`);
    }
    return result.value as T;
  } finally {
    await session.detach();
  }
}

const SIZES = [
  ['desktop', { width: 1280, height: 860 }],
  ['phone', { width: 390, height: 844 }],
] as const;

/** Nothing of the page is wider than the window, be it a phone's; wide things scroll by themselves. */
export async function expectFits(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const [name, size] of SIZES) {
    await page.setViewportSize(size);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `the page's width on a ${name}`).toBeLessThanOrEqual(size.width);
  }
  if (before !== null) await page.setViewportSize(before);
}

/** The picture of the README: what is seen first. Only where EYELID_SCREENSHOTS is set. */
export async function shootForReadme(page: Page): Promise<void> {
  if (process.env['EYELID_SCREENSHOTS'] === undefined) return;
  await page.emulateMedia({ colorScheme: 'light' });
  await page.screenshot({ path: join(REPOSITORY, 'docs/screenshot.png'), animations: 'disabled' });
  await page.emulateMedia({ colorScheme: null });
}

/**
 * Pictures of the page, wide and narrow, light and dark, in docs/screenshots/
 * (`log-phone-dark.png`). Only where EYELID_SCREENSHOTS is set.
 */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env['EYELID_SCREENSHOTS'] === undefined) return;
  const folder = join(REPOSITORY, 'docs/screenshots');
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize();
  for (const [size, viewport] of SIZES) {
    await page.setViewportSize(viewport);
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      const path = join(folder, `${name}-${size}-${scheme}.png`);
      await page.screenshot({ path, fullPage: true, animations: 'disabled' });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
}
