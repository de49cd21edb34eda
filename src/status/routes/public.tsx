import type { Hono } from 'hono';
import { type Asset, allAssets, pathOf, SCRIPTS } from '../assets.ts';
import type { Env, StatusContext } from '../env.ts';
import { isKnownHost } from '../guard.ts';
import { pacFile } from '../pac.ts';
import { type Parts, showsTrust } from '../parts.ts';
import type { AuthorityFiles } from '../ports.ts';
import { ownAddress } from '../setup-facts.ts';

/** What needs no login: a device is set up before anybody can log in on it. */
export const PUBLIC_PATHS: readonly string[] = [
  '/welcome',
  '/login',
  '/trust',
  '/healthz',
  '/ca.pem',
  '/ca.crt',
  '/ca.cer',
  '/ca.mobileconfig',
  '/next.pem',
  '/next.crt',
  '/next.cer',
  '/next.mobileconfig',
  '/proxy.pac',
  '/wpad.dat',
  '/style.css',
  ...SCRIPTS.map((name) => `/${name}.js`),
  '/icon.svg',
  '/favicon.ico',
  '/api/login',
  // Says whether somebody is logged in; the login page asks.
  '/api/session',
];

export function addPublicRoutes(app: Hono<Env>, parts: Parts): void {
  const { settings } = parts.ports;
  app.get('/trust', (c) => trust(c, parts));
  app.get('/favicon.ico', (c) => c.redirect('/icon.svg', 301));
  for (const asset of allAssets(parts.assets)) {
    app.get(pathOf(asset), (c) => serve(c, asset));
  }
  addCertificates(app, parts);
  for (const path of ['/proxy.pac', '/wpad.dat']) {
    app.get(path, (c) => {
      const { proxyPort: port, pacFallback: fallback } = settings;
      return c.body(pacFile({ address: ownAddress(c, parts), port, fallback }), 200, {
        'Content-Type': 'application/x-ns-proxy-autoconfig',
      });
    });
  }
}

const FORMS = [
  ['pem', 'application/x-pem-file', (of: AuthorityFiles) => of.certificatePem],
  ['crt', 'application/x-x509-ca-cert', (of: AuthorityFiles) => of.certificateDer],
  ['cer', 'application/x-x509-ca-cert', (of: AuthorityFiles) => of.certificateDer],
  ['mobileconfig', 'application/x-apple-aspen-config', (of: AuthorityFiles) => of.mobileconfig],
] as const;

/** The certificate in the form of each device, and the one that is to follow it. */
function addCertificates(app: Hono<Env>, { ports }: Parts): void {
  const { authority } = ports;
  for (const [form, type, contentOf] of FORMS) {
    const headers = (name: string) => ({
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="eyelid-${name}.${form}"`,
    });
    app.get(`/ca.${form}`, () => download(contentOf(authority), headers('ca')));
    app.get(`/next.${form}`, (c) => {
      const next = ports.nextAuthority();
      if (next === null) return c.notFound();
      return download(contentOf(next), headers('next'));
    });
  }
}

function download(body: string | Uint8Array, headers: Readonly<Record<string, string>>): Response {
  return new Response(typeof body === 'string' ? body : Uint8Array.from(body), { headers });
}

function serve(c: StatusContext, asset: Asset): Response {
  const exact = c.req.url.endsWith(asset.address);
  return c.body(asset.body, 200, {
    'Content-Type': asset.type,
    'Cache-Control': exact ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
}

/**
 * The trust check. Other origins may read it, but only those that are this
 * page under another name: the page's own port checks `eyelid.internal`.
 */
function trust(c: StatusContext, parts: Parts): Response {
  const origin = c.req.header('origin');
  c.header('Vary', 'Origin');
  if (origin !== undefined && isOurOrigin(origin, parts)) {
    c.header('Access-Control-Allow-Origin', origin);
  }
  const trusted = showsTrust(c, parts);
  const closed = trusted ? whyClosed(c, parts) : null;
  return c.json({ trusted, viaProxy: c.env.info.viaProxy, closed });
}

/** Why HTTPS stays closed for a browser that trusts us; null where it is open. */
function whyClosed(c: StatusContext, { ports }: Parts): 'paused' | 'level' | null {
  const { devices, pauses, settings } = ports;
  const device = devices.identify(c.env.info.clientAddress);
  if (pauses.of(device) !== null) return 'paused';
  const level = device.levelFrom === 'default' ? settings.trustedLevel : device.level;
  return level === 'trackers' || level === 'full' ? null : 'level';
}

function isOurOrigin(origin: string, parts: Parts): boolean {
  const host = /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
  return host !== undefined && isKnownHost(host, parts.ports.settings);
}
