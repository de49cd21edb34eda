import { type ChildProcess, execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestAuthority } from './authority.ts';
import { type Home, makeHome, REPOSITORY } from './home.ts';
import { LAN, type Lan, openLan, type Place, type Result, type Topology } from './lan.ts';

const at = (...parts: readonly string[]) => join(REPOSITORY, ...parts);
const NOBODY = '65534';

/** What the web server of the LAN saw; see lan-origin.mjs. */
export interface Seen {
  readonly scheme: 'tcp' | 'http' | 'https' | 'ws' | 'smtp' | 'udp' | 'ready';
  readonly host?: string;
  readonly path?: string;
  readonly from: string;
  readonly at?: string;
  readonly port: number;
}

export interface Heard {
  readonly heard?: string;
  readonly error?: string;
  /** In milliseconds, where it was measured. */
  readonly after?: number;
}

/** A LAN with a web server out there, and Eyelid on the box. */
export interface LanWorld extends Lan {
  readonly seen: readonly Seen[];
  /** The file with the authority of the servers, and the one with Eyelid's. */
  readonly serverCa: string;
  readonly ca: string;
  /** The servers' own certificate. */
  readonly serverCertificate: string;
  readonly pid: () => number;
  startEyelid(): Promise<void>;
  /** Ends it at once, as a crash would. */
  killEyelid(): Promise<void>;
  /** curl on a device; `name` is at `address` for it. Status 0 and the body, or why not. */
  curl(place: Place, url: string, to: string, ...words: readonly string[]): Promise<Result>;
  act(place: Place, what: string, ...words: readonly string[]): Promise<Heard>;
  /** The events; `words` are options of the command. */
  log(...words: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  devices(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  netUp(settings?: Readonly<Record<string, string>>): Promise<void>;
  netDown(): Promise<void>;
}

export interface LanOptions {
  readonly rules: Readonly<Record<string, string>>;
  /** More of the config. */
  readonly listen?: Readonly<Record<string, unknown>>;
  readonly hosts?: Readonly<Record<string, string>>;
  /** What is said of devices; default: the phone is at level `full`. */
  readonly devices?: readonly unknown[];
}

export async function openLanWorld(topology: Topology, options: LanOptions): Promise<LanWorld> {
  const lan = await openLan(topology);
  const authority = createTestAuthority();
  const home = makeHome({
    config: {
      listen: { proxy: '0.0.0.0:8080', status: '0.0.0.0:8081', ...options.listen },
      upstream: {
        hosts: options.hosts ?? {},
        extraCa: ['server-ca.pem'],
        // They are set aside for examples, and the examples are here.
        allowPrivate: ['203.0.113.0/24', '2001:db8::/32'],
      },
      devices: options.devices ?? [{ match: LAN.phone.mac, name: 'Phone', level: 'full' }],
      log: { scope: 'all', level: 'debug' },
    },
    rules: options.rules,
  });
  const serverCa = join(home.path, 'server-ca.pem');
  writeFileSync(serverCa, authority.certificatePem);
  const names = ['site.test', 'tracker.test', 'cdn.test', 'news.test'];
  const identity = join(home.path, 'server.json');
  const issued = authority.issue(names);
  writeFileSync(identity, JSON.stringify(issued));
  const user = whoCanRun(home);
  const origin = lan.start(
    'internet',
    process.execPath,
    at('tests/support/lan-origin.mjs'),
    identity,
    ...[LAN.site, LAN.tracker, LAN.mail].flatMap(({ v4, v6 }) => [v4, v6]),
  );
  const seen: Seen[] = [];
  linesOf(origin, (line) => seen.push(JSON.parse(line)));
  const close = async () => {
    await lan.close();
    home.remove();
  };
  let eyelid: ChildProcess | null = null;
  let output = '';
  const command = async (...words: readonly string[]) => {
    const inside = ['--reuid', user, '--regid', user, '--clear-groups', process.execPath];
    const program = [at('dist/main.js'), ...words, '--json', '--home', home.path];
    const text = await lan.must('box', 'setpriv', ...inside, ...program);
    return text
      .split('\n')
      .filter(Boolean)
      .flatMap((line) => JSON.parse(line));
  };
  try {
    await eventually('the web server', () => seen.some(({ scheme }) => scheme === 'ready'));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...lan,
    seen,
    serverCa,
    serverCertificate: issued.cert,
    ca: join(home.path, 'certs', 'ca.pem'),
    // `ip netns exec` and the launcher become Eyelid: it is the same process.
    pid: () => eyelid?.pid ?? 0,
    close,
    async startEyelid() {
      output = '';
      eyelid = lan.start(
        'box',
        'perl',
        ...launched(user),
        at('dist/main.js'),
        'start',
        '--home',
        home.path,
      );
      const ended: string[] = [];
      eyelid.on('exit', (status) => ended.push(`it ended with status ${status}`));
      for (const stream of [eyelid.stdout, eyelid.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          output += chunk;
        });
      }
      await eventually(
        'Eyelid',
        () => {
          if (ended.length > 0) throw new Error(`${ended[0]}:\n${output}`);
          return /^fingerprint .*\n/m.test(output);
        },
        () => output,
      );
    },
    async killEyelid() {
      const gone = new Promise((resolve) => eyelid?.once('exit', resolve));
      eyelid?.kill('SIGKILL');
      await gone;
    },
    curl: (place, url, to, ...words) => {
      const { hostname, port, protocol } = new URL(url);
      const asked = port || (protocol === 'https:' ? '443' : '80');
      const resolve = `${hostname}:${asked}:${to.includes(':') ? `[${to}]` : to}`;
      return lan.run(place, 'curl', '-sS', '-m', '8', '--resolve', resolve, ...words, url);
    },
    async act(place, what, ...words) {
      const client = at('tests/support/lan-client.mjs');
      return JSON.parse(await lan.must(place, process.execPath, client, what, ...words));
    },
    log: (...words) => command('log', '--limit', '1000', ...words),
    devices: () => command('devices'),
    netUp: async (settings = {}) => {
      const all = { LAN_IF: 'lan0', EYELID_DEFAULTS: '/nonexistent', ...settings };
      const words = Object.entries(all).map(([key, value]) => `${key}=${value}`);
      await lan.must('box', 'env', ...words, at('packaging/linux/net-up'));
    },
    netDown: async () => void (await lan.must('box', at('packaging/linux/net-down'))),
  };
}

/** How the launcher is called, without the program that it starts. */
function launched(user: string): readonly string[] {
  const launcher = at('packaging/linux/launch-transparent.pl');
  const sockets = ['127.0.0.1:7180', '[::1]:7180'];
  if (user === NOBODY) return [launcher, '--user', 'nobody', ...sockets, '--', process.execPath];
  const without = ['setpriv', '--bounding-set', '-all', '--inh-caps', '-all', '--no-new-privs'];
  return [launcher, ...sockets, '--', ...without, process.execPath];
}

/** The home belongs to nobody, unless nobody cannot read the program; then it is root without its powers. */
function whoCanRun(home: Home): string {
  const inside = ['--reuid', NOBODY, '--regid', NOBODY, '--clear-groups'];
  try {
    for (const file of [
      process.execPath,
      at('dist/main.js'),
      at('node_modules/yargs/package.json'),
    ]) {
      execFileSync('setpriv', [...inside, 'test', '-r', file]);
    }
  } catch {
    console.warn(
      'the program is not readable for everybody here, so it runs as root without capabilities',
    );
    return '0';
  }
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, home.path]);
  chmodSync(home.path, 0o755);
  return NOBODY;
}

function linesOf(child: ChildProcess, take: (line: string) => void): void {
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

/** Waits until something is so; asked again and again, since nothing tells. */
export async function eventually(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  tell: () => string = () => '',
): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waiting for ${what}: nothing in 20 s\n${tell()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
