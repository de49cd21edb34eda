import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/home.ts';
import { lanMissing } from '../support/lan.ts';

const missing = lanMissing();
if (missing !== null) console.warn(`skipped: a network to test on needs ${missing}`);

/** What net-up is told where nothing else is said. */
const GOOD = { LAN_IF: 'lan0', EYELID_DEFAULTS: '/nonexistent' };

describe.skipIf(missing !== null)('net-up and net-down, in a namespace of their own', () => {
  const namespace = `eyelid-${process.pid}-rules`;
  const script = (name: string) => path.join(REPOSITORY, 'packaging/linux', name);

  function run(command: string, settings: Readonly<Record<string, string>> = {}) {
    const words = ['netns', 'exec', namespace, ...command.split(' ')];
    const env = { PATH: process.env['PATH'], ...settings };
    const { status, stdout, stderr } = spawnSync('ip', words, { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  }
  const up = (settings: Readonly<Record<string, string>> = {}) =>
    run(script('net-up'), { ...GOOD, ...settings });
  const down = () => run(script('net-down'));

  /** All that is set in the namespace, as text. */
  const state = () =>
    [
      'nft list ruleset',
      'ip -4 rule',
      'ip -6 rule',
      'ip -4 route show table all',
      'ip -6 route show table all',
    ]
      .map((command) => run(command).stdout)
      .join('\n');

  let untouched: string;
  beforeAll(() => {
    execFileSync('ip', ['netns', 'add', namespace]);
    run('ip link set lo up');
    run('ip link add lan0 type veth peer name peer0');
    run('ip link set lan0 up');
    run('ip link set peer0 up');
    // What the kernel adds by itself when the links come up is there from now on.
    run('ip addr add 192.168.77.1/24 dev lan0');
    for (const name of ['all', 'lan0', 'peer0']) {
      run(`sysctl -qw net.ipv6.conf.${name}.accept_dad=0 net.ipv6.conf.${name}.accept_ra=0`);
    }
    run('ip -6 addr flush dev lan0');
    run('ip -6 addr flush dev peer0');
    untouched = state();
  });
  afterAll(() => {
    execFileSync('ip', ['netns', 'del', namespace]);
  });

  it('net-down leaves nothing of net-up, however often each is run', () => {
    expect(up()).toEqual({ status: 0, stdout: '', stderr: '' });
    const once = state();
    expect(once).toContain('table inet eyelid');
    expect(once).toContain('lookup 7180');
    expect(up()).toMatchObject({ status: 0 });
    expect(state()).toBe(once);
    for (let i = 0; i < 2; i += 1) {
      expect(down()).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(state()).toBe(untouched);
    }
  });

  it('other settings take the place of the ones before', () => {
    expect(up({ PORTS: '80,443, 8000-8080', BYPASS_TO: '192.0.2.1,2001:db8::/32' }).status).toBe(0);
    expect(state()).toContain('tcp dport { 80, 443, 8000-8080 }');
    expect(up({ BLOCK_QUIC: 'no', ONLY_MAC: '02:77:00:00:00:10' }).status).toBe(0);
    expect(state()).not.toContain('8000-8080');
    down();
    expect(state()).toBe(untouched);
  });

  it('net-down finds what was made with other settings', () => {
    expect(up({ TABLE: '9000', MARK: '0x99' }).status).toBe(0);
    expect(up({ MARK: '200' }).status).toBe(0);
    expect(state()).toContain('fwmark 0x99 lookup 9000');
    expect(state()).toContain('fwmark 0xc8 lookup 7180');
    expect(up().status).toBe(0);
    expect(state()).toContain('fwmark 0x7b lookup 7180');
    down();
    expect(state()).toBe(untouched);
  });

  it('net-down leaves the rules of others alone, also those of the same preference', () => {
    run('ip rule add pref 7180 from 192.0.2.1 lookup main');
    const before = state();
    up();
    down();
    expect(state()).toBe(before);
    run('ip rule del pref 7180');
  });

  it.each([
    [{ LAN_IF: '' }, 'set LAN_IF to the interface of the home network'],
    [{ LAN_IF: '  ' }, 'set LAN_IF to the interface of the home network'],
    [{ LAN_IF: 'a"b' }, 'LAN_IF is "a"b", which is not the name of an interface'],
    [{ LAN_IF: 'lan*' }, 'LAN_IF is "lan*", which is not the name of an interface'],
    [{ LAN_IF: 'lan0 $(reboot)' }, 'LAN_IF is "$(reboot)", which is not the name'],
    [{ LAN_IF: 'a-name-too-long-for-it' }, 'which is longer than the name of an interface'],
    [{ PORTS: 'http' }, 'PORTS is "http", which is not a list of ports'],
    [{ PORTS: '80 } accept; }' }, 'which is not a list of ports'],
    [{ PORTS: '80, 99999' }, 'PORTS is 99999, which is not between 1 and 65535'],
    [{ LISTEN_PORT: '0' }, 'LISTEN_PORT is 0, which is not between 1 and 65535'],
    [{ LISTEN_PORT: '7180x' }, 'LISTEN_PORT is "7180x", which is no number'],
    [{ TABLE: 'main' }, 'TABLE is "main", which is no number'],
    [{ MARK: '0x' }, 'MARK is "0x", which is no number'],
    [{ ONLY_MAC: 'phone' }, '"phone", which is not a MAC address'],
    [{ BYPASS_MAC: '02:77' }, '"02:77", which is not a MAC address'],
    [{ BYPASS_TO: 'example.com' }, 'BYPASS_TO is "example.com", which is not a list of addresses'],
    [{ BLOCK_QUIC: 'No' }, 'BLOCK_QUIC is "No", which is neither yes nor no'],
    // What only nft and ip notice.
    [{ MARK: '0x1ffffffff' }, 'Error'],
    [{ BYPASS_TO: '1.2.3.4/99' }, 'Error'],
  ])('%j is refused, and leaves all as it was', (settings, message) => {
    const before = up(settings);
    expect(before.status).not.toBe(0);
    expect(before.stderr).toContain(message);
    expect(state()).toBe(untouched);

    expect(up().status).toBe(0);
    const good = state();
    expect(up(settings).status).not.toBe(0);
    expect(state()).toBe(good);
    down();
  });

  it('an interface that is not there yet, of an odd name, is told and waited for', () => {
    const odd = 'br-lan.10+x@y~_';
    const { status, stderr } = up({ LAN_IF: `lan0 ${odd}` });
    expect(status).toBe(0);
    expect(stderr).toBe(
      `net-up: there is no interface "${odd}" yet; nothing is steered until there is\n`,
    );
    expect(state()).toContain(`"${odd}"`);
    down();
  });

  it('with IPv6 switched off in the kernel, IPv4 is steered', () => {
    run('sysctl -qw net.ipv6.conf.all.disable_ipv6=1');
    const without = state();
    expect(up()).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(run('ip -4 rule').stdout).toContain('lookup 7180');
    expect(run('ip -6 rule').stdout).not.toContain('lookup 7180');
    down();
    expect(state()).toBe(without);
    run('sysctl -qw net.ipv6.conf.all.disable_ipv6=0');
  });
});
