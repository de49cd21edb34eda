import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { publicKeyHash } from './authority.ts';

const EXECUTABLE = '/usr/bin/chromium';

export interface BrowserOptions {
  readonly proxyPort: number;
  /** The program's CA, PEM: the only one that is trusted beside the browser's own. */
  readonly ca: string;
  /** False: a browser that runs no scripts. */
  readonly javaScript?: boolean;
}

export interface Browser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** Whether there is a browser; says so where tests will be skipped for the lack of it. */
export function hasChromium(): boolean {
  if (existsSync(EXECUTABLE)) return true;
  console.warn(`skipped: these tests need Chromium at ${EXECUTABLE}`);
  return false;
}

/**
 * A headless Chromium with a profile of its own that goes through the proxy.
 * Trust is given by the hash of the CA's public key, so that no certificate
 * store of the machine is touched. Names are not resolved here: the proxy does.
 */
export async function openBrowser(options: BrowserOptions): Promise<Browser> {
  const { proxyPort, ca, javaScript = true } = options;
  const profile = mkdtempSync(join(tmpdir(), 'eyelid-profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    headless: true,
    javaScriptEnabled: javaScript,
    viewport: { width: 1280, height: 860 },
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    args: [
      `--proxy-server=http://127.0.0.1:${proxyPort}`,
      `--ignore-certificate-errors-spki-list=${publicKeyHash(ca)}`,
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      // Nothing but what pages ask for: the browser's own calls are not ours to test.
      '--disable-features=AutofillServerCommunication,OptimizationHints,MediaRouter',
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
