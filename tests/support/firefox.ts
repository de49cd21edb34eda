import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { has } from './machine.ts';
import { type Marionette, speakMarionette } from './marionette.ts';

const PROGRAM = 'firefox-esr';
const START_UP = 90_000;

export interface FirefoxOptions {
  /** The network namespace of the device that it runs on; absent: this machine's own network. */
  readonly namespace?: string;
  /** Certificates of authorities, PEM, that it trusts beside its own. */
  readonly authorities: readonly string[];
  /** Where names are, if it is to resolve them itself; only in a namespace. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** A proxy on this machine that everything goes through; absent: none. */
  readonly proxyPort?: number;
  /** More of what about:config shows. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
}

export interface Firefox {
  /** Loads a page; throws with Firefox's words where it shows an error page instead. */
  visit(url: string): Promise<void>;
  /** Runs the body of an async function in the page, and gives what it returns. */
  evaluate(body: string): Promise<unknown>;
  /** A picture of the page, PNG. */
  picture(): Promise<Buffer>;
  close(): Promise<void>;
}

/** Why no Firefox can be driven here, or null. */
export function firefoxMissing(): string | null {
  for (const program of [PROGRAM, 'certutil']) if (!has(program)) return program;
  return null;
}

/**
 * What it would ask for by itself is not ours to test, and leaves this machine
 * where it goes through a proxy here. `remote.prefs.recommended`, which is on
 * by default, switches more of it off once it is being driven.
 */
const QUIET = {
  'app.normandy.enabled': false,
  'app.shield.optoutstudies.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.chrome.site_icons': false,
  'browser.contentblocking.report.hide_vpn_banner': true,
  'browser.newtabpage.enabled': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.blockedURIs.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.safebrowsing.provider.mozilla.updateURL': '',
  'browser.safebrowsing.provider.mozilla.gethashURL': '',
  'browser.search.update': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'nimbus.rollouts.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.trr.mode': 5,
  'security.OCSP.enabled': 0,
  'services.settings.server': 'data:,#nothing',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
} as const;

/** A headless Firefox with a profile, a home and authorities of its own. */
export async function openFirefox(options: FirefoxOptions): Promise<Firefox> {
  const folder = mkdtempSync(join(tmpdir(), 'eyelid-firefox-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  let child: ChildProcess | null = null;
  // It is of a group of its own, so that nobody else ends it with the tests.
  const leave = () => kill(child);
  process.once('exit', leave);
  const close = async () => {
    process.off('exit', leave);
    await stop(child);
    remove();
  };
  try {
    fillProfile(folder, options);
    child = start(folder, options);
    const port = await listening(child);
    const driver = speakMarionette(connect(port, options.namespace));
    await driver.send('WebDriver:NewSession', { capabilities: {} });
    await driver.send('WebDriver:SetTimeouts', { pageLoad: 60_000, script: 60_000 });
    return drive(driver, close);
  } catch (error) {
    await close();
    throw error;
  }
}

function fillProfile(folder: string, { authorities, settings, proxyPort }: FirefoxOptions): void {
  const profile = join(folder, 'profile');
  mkdirSync(profile);
  mkdirSync(join(folder, 'home'));
  const proxy =
    proxyPort === undefined
      ? { 'network.proxy.type': 0 }
      : {
          'network.proxy.type': 1,
          'network.proxy.http': '127.0.0.1',
          'network.proxy.http_port': proxyPort,
          'network.proxy.ssl': '127.0.0.1',
          'network.proxy.ssl_port': proxyPort,
        };
  const lines = Object.entries({ ...QUIET, ...proxy, 'marionette.port': 0, ...settings }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  // Its own store, so that none of the machine's is touched.
  const store = ['-d', `sql:${profile}`];
  execFileSync('certutil', [...store, '-N', '--empty-password']);
  for (const [index, certificate] of authorities.entries()) {
    const words = ['-A', '-t', 'C,,', '-n', `authority ${index}`];
    execFileSync('certutil', [...store, ...words], { input: certificate });
  }
}

function start(folder: string, { namespace, hosts = {} }: FirefoxOptions): ChildProcess {
  const profile = join(folder, 'profile');
  const words = ['--headless', '--no-remote', '--profile', profile, '--marionette', 'about:blank'];
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: join(folder, 'home'),
    MOZ_HEADLESS: '1',
    MOZ_CRASHREPORTER_DISABLE: '1',
    DBUS_SESSION_BUS_ADDRESS: '/dev/null',
  };
  const how: SpawnOptions = { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] };
  if (namespace === undefined) return spawn(PROGRAM, words, how);
  const lines = Object.entries(hosts).map(([name, address]) => `${address} ${name}\n`);
  writeFileSync(join(folder, 'hosts'), `127.0.0.1 localhost\n${lines.join('')}`);
  // Nobody answers there, which is better than a server that is out of reach.
  writeFileSync(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n');
  // `ip netns exec` gives a view of the file system that is the program's own.
  const inside =
    'for f in hosts resolv.conf; do mount --bind "$0/$f" "/etc/$f" || exit; done; exec "$@"';
  const device = ['netns', 'exec', namespace, 'sh', '-c', inside, folder];
  return spawn('ip', [...device, PROGRAM, ...words], how);
}

/** The port that it chose for its remote control, as it says in its output. */
function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => fail('nothing within its time'), START_UP);
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`starting Firefox: ${why}\n${output}`));
    };
    const read = (chunk: Buffer): void => {
      output = (output + chunk).slice(-100_000);
      const port = /Marionette\s+INFO\s+Listening on port (\d+)\n/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (status) => fail(`it ended with status ${status}`));
  });
}

/** A connection to its remote control, which listens on the loopback of its namespace. */
function connect(port: number, namespace: string | undefined): Duplex {
  if (namespace === undefined) return net.connect(port, '127.0.0.1');
  const carry =
    'const s = require("net").connect(+process.argv[1], "127.0.0.1");' +
    'process.stdin.pipe(s).pipe(process.stdout)';
  const words = ['netns', 'exec', namespace, process.execPath, '-e', carry, String(port)];
  const child = spawn('ip', words, { stdio: ['pipe', 'pipe', 'inherit'] });
  return Duplex.from({ readable: child.stdout, writable: child.stdin });
}

function drive(driver: Marionette, close: () => Promise<void>): Firefox {
  const ask = async (command: string, parameters: Readonly<Record<string, unknown>>) => {
    const result = await driver.send(command, parameters);
    return (result as { readonly value: unknown }).value;
  };
  return {
    visit: async (url) => void (await driver.send('WebDriver:Navigate', { url })),
    evaluate: (body) =>
      ask('WebDriver:ExecuteAsyncScript', {
        script: `const [done] = arguments; (async () => { ${body} })().then(
          (value) => done({ value }), (error) => done({ error: String(error) }));`,
        args: [],
      }).then((answer) => {
        const { value, error } = answer as { readonly value?: unknown; readonly error?: string };
        if (error !== undefined) throw new Error(`in the page: ${error}`);
        return value;
      }),
    picture: async () =>
      Buffer.from(String(await ask('WebDriver:TakeScreenshot', { full: false })), 'base64'),
    close,
  };
}

/** At once: what it would still write belongs to a profile that is thrown away. */
async function stop(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (kill(child)) await gone;
}

/** With its own processes, which are of one group. False where there is none. */
function kill(child: ChildProcess | null): boolean {
  try {
    return child?.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
  } catch {
    return false;
  }
}
