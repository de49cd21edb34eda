import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { publicKeyHash } from './authority.ts';

export interface LanBrowserOptions {
  /** The namespace of the device that it runs on. */
  readonly namespace: string;
  /** A certificate, PEM: it trusts chains that hold its key beside its own authorities. */
  readonly trusted: string;
  /** Where names are. */
  readonly hosts: Readonly<Record<string, string>>;
}

export interface LanBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A headless Chromium on a device of the LAN, which knows of no proxy. */
export async function openLanBrowser(options: LanBrowserOptions): Promise<LanBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'eyelid-profile-'));
  const inside = join(folder, 'chromium');
  writeFileSync(
    inside,
    `#!/bin/sh\nexec ip netns exec ${options.namespace} /usr/bin/chromium "$@"\n`,
  );
  chmodSync(inside, 0o755);
  const rules = Object.entries(options.hosts).map(([name, to]) => `MAP ${name} ${to}`);
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: inside,
    headless: true,
    args: [
      `--host-resolver-rules=${rules.join(',')}`,
      `--ignore-certificate-errors-spki-list=${publicKeyHash(options.trusted)}`,
      ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--no-proxy-server'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
