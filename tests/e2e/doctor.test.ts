import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, type Home, makeHome, REPOSITORY } from '../support/home.ts';
import { openWorld, type World } from '../support/world.ts';

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly says: string;
  readonly fix: string | null;
}

/** Runs it without asking resolvers: tests send nothing beyond loopback. */
async function doctor(home: Home, ...words: readonly string[]) {
  const done = await command(home, 'doctor', '--offline', '--json', ...words);
  const lines = done.stdout.trim().split('\n');
  const findings = new Map(
    lines.map((line) => JSON.parse(line) as Finding).map((one) => [one.check, one]),
  );
  return { ...done, findings, stateOf: (check: string) => findings.get(check)?.state };
}

/** A port that is free now; whoever takes it first has it. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let world: World;
let listen: { readonly proxy: string; readonly status: string };
beforeAll(async () => {
  listen = { proxy: `127.0.0.1:${await freePort()}`, status: `127.0.0.1:${await freePort()}` };
  world = await openWorld({
    names: [],
    rules: { 'test.txt': '||tracker.test^\n' },
    config: { listen },
  });
});
afterAll(() => world?.close());

describe('while Eyelid runs', () => {
  test('all that concerns the program is well', async () => {
    const { findings, stateOf } = await doctor(world.home, '--probe', listen.proxy);
    for (const check of ['authority', 'config', 'rules', 'disk', 'proxy', 'page']) {
      expect(findings.get(check), check).toMatchObject({ state: 'ok', fix: null });
    }
    // Whether a time server is followed is the machine's affair.
    expect(findings.get('clock')?.says).toMatch(/^The clock says \d{4}-\d\d-\d\dT\d\d:\d\d, /);
    expect(stateOf('clock')).toMatch(/^(?:ok|unknown|warning)$/);
    expect(findings.get('upstream')?.says).toBe(`Reached ${listen.proxy}.`);
    expect(stateOf('addresses')).toBe('warning');
    expect(findings.size).toBe(18);
  });

  test('each finding that is not well says what to do', async () => {
    const { findings } = await doctor(world.home);
    const bad = [...findings.values()].filter(({ state }) => /warning|failed/.test(state));
    expect(bad.length).toBeGreaterThan(0);
    for (const { fix } of bad) expect(fix).toMatch(/.{20,}\.$/);
  });

  test('for people it is a table', async () => {
    const { stdout } = await command(world.home, 'doctor', '--offline');
    expect(stdout).toMatch(
      /^ok {7}authority {3}The authority's key can be read by its owner only\.$/m,
    );
    expect(stdout).toMatch(/^warning {2}addresses /m);
  });

  test('a key that others can read is a failure, with a line on standard error', async () => {
    const key = `${world.home.path}/certs/ca.key`;
    chmodSync(key, 0o644);
    try {
      const { status, stderr, findings } = await doctor(world.home);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^eyelid: doctor: \d+ of 18 checks failed\n$/);
      expect(findings.get('authority')).toMatchObject({ state: 'failed' });
    } finally {
      chmodSync(key, 0o600);
    }
  });
});

test('where nothing was ever started, it says so and makes nothing', async () => {
  const home = makeHome({ config: { listen, levels: { defalt: 'off' } } });
  try {
    const { status, findings, stateOf } = await doctor(home, '--probe', '127.0.0.1:1');
    expect(status).toBe(1);
    expect(findings.get('config')?.says).toContain('did you mean "levels.default"');
    expect(['rules', 'disk', 'proxy', 'coverage'].map(stateOf)).not.toContain('failed');
    expect(stateOf('upstream')).toBe('failed');
    expect(() => chmodSync(`${home.path}/data`, 0o700)).toThrow('ENOENT');
  } finally {
    home.remove();
  }
});

describe('with tools of the system that are not those of this machine', () => {
  /** Doctor with these programs in front of all others. */
  async function withTools(tools: Readonly<Record<string, string>>) {
    const folder = join(home.path, 'tools');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [name, text] of Object.entries(tools)) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
    const program = join(REPOSITORY, 'dist/main.js');
    const words = [program, 'doctor', '--offline', '--json', '--home', home.path];
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
    const { stdout } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
    const lines = stdout.trim().split('\n');
    return new Map(lines.map((line) => JSON.parse(line)).map((one) => [one.check, one]));
  }
  let home: Home;
  beforeAll(() => {
    home = makeHome({ config: { listen } });
  });
  afterAll(() => home?.remove());

  const NO_JSON = 'echo "JSON support not compiled-in" >&2; exit 1';
  const NO_RULES = 'exit 0';
  const TPROXY = 'echo "-A PREROUTING -p tcp --dport 80 -j TPROXY --on-port 7180"';
  const FOREIGN = JSON.stringify({
    nftables: [
      { rule: { family: 'ip', table: 'mangle', chain: 'PREROUTING', expr: [{ xt: null }] } },
    ],
  });

  test.each([
    ['nft without JSON', { nft: NO_JSON, 'iptables-save': NO_RULES }, /cannot print JSON/],
    ['iptables beside it', { nft: NO_JSON, 'iptables-save': TPROXY }, /^iptables steers/],
    [
      'iptables on nft',
      { nft: `echo '${FOREIGN}'`, 'iptables-save': TPROXY },
      /^iptables steers connections here \(TPROXY\)/,
    ],
  ])('%s is told, and not taken for nothing', async (_what, tools, says) => {
    const findings = await withTools(tools);
    for (const check of ['steering', 'transparent', 'routing', 'firewall', 'quic']) {
      expect(findings.get(check)).toMatchObject({
        state: 'unknown',
        says: expect.stringMatching(says),
      });
    }
  });

  test.each([
    ['chrony follows', { chronyc: 'echo "Leap status     : Normal"' }, 'ok'],
    [
      'OpenNTPD tells root only',
      { ntpctl: 'echo "ntpctl: connect: Permission denied" >&2; exit 1', timedatectl: 'echo no' },
      'unknown',
    ],
  ])('the clock: %s', async (_what, tools, state) => {
    const none = { chronyc: 'exit 1', ntpq: 'exit 1', ntpctl: 'exit 1', timedatectl: 'exit 1' };
    const findings = await withTools({ ...none, ...tools });
    // systemd-timesyncd is believed before all of them.
    const timesyncd = existsSync('/run/systemd/timesync/synchronized');
    expect(findings.get('clock')).toMatchObject({ state: timesyncd ? 'ok' : state });
  });
});

test('a proxy that does not run is found', async () => {
  const home = makeHome({
    config: { listen: { proxy: `127.0.0.1:${await freePort()}`, status: '127.0.0.1:0' } },
  });
  try {
    const { findings, stateOf } = await doctor(home);
    expect(findings.get('proxy')).toMatchObject({
      state: 'failed',
      fix: 'Start Eyelid: `npm start`, or `systemctl start eyelid`.',
    });
    expect(stateOf('page')).toBe('unknown');
  } finally {
    home.remove();
  }
});
