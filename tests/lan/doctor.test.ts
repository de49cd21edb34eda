import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/home.ts';
import { LAN, lanMissing } from '../support/lan.ts';
import { eventually, type LanWorld, openLanWorld } from '../support/lan-world.ts';

const missing = lanMissing();
if (missing !== null) console.warn(`skipped: a network to test on needs ${missing}`);

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly says: string;
  readonly fix: string | null;
}

describe.skipIf(missing !== null)('the doctor on a box that is the gateway', () => {
  let lan: LanWorld;
  beforeAll(async () => {
    lan = await openLanWorld('gateway', { rules: { 'test.txt': '||tracker.test^\n' } });
  });
  afterAll(() => lan?.close());

  const nft = (...words: readonly string[]) => lan.must('box', 'nft', words.join(' '));

  /** What it says, as root or as nobody. */
  async function examine(user: '0' | '65534' = '0'): Promise<ReadonlyMap<string, Finding>> {
    const home = path.dirname(path.dirname(lan.ca));
    const program = [process.execPath, path.join(REPOSITORY, 'dist/main.js'), 'doctor'];
    const words = ['--reuid', user, '--regid', user, '--clear-groups', ...program];
    const options = ['--offline', '--json', '--home', home];
    const { stdout } = await lan.run('box', 'setpriv', ...words, ...options);
    const findings = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Finding);
    return new Map(findings.map((one) => [one.check, one]));
  }

  const states = (found: ReadonlyMap<string, Finding>, ...checks: readonly string[]) =>
    Object.fromEntries(checks.map((check) => [check, found.get(check)?.state]));
  const ABOUT_STEERING = ['steering', 'transparent', 'routing', 'firewall', 'quic'] as const;

  it('finds rules without sockets', async () => {
    await lan.netUp();
    const found = await examine();
    expect(states(found, ...ABOUT_STEERING, 'proxy')).toEqual({
      steering: 'ok',
      transparent: 'failed',
      routing: 'ok',
      firewall: 'ok',
      quic: 'ok',
      proxy: 'failed',
    });
    expect(found.get('transparent')?.says).toContain('Nothing listens at 127.0.0.1 7180');
  });

  it('finds nothing wrong once Eyelid runs', async () => {
    await lan.startEyelid();
    const found = await examine();
    for (const check of [...ABOUT_STEERING, 'proxy', 'page', 'authority', 'addresses', 'ipv6']) {
      expect(found.get(check), check).toMatchObject({ state: 'ok' });
    }
    expect(found.get('page')?.says).toContain(`${LAN.router.v4}:8081`);
  });

  it('knows who never came by', async () => {
    // A closed port is enough to be met. As the gateway, the box has the router's address.
    await lan.run('tv', 'curl', '-s', '-m', '5', `http://${LAN.router.v4}:9/`);
    const before = (await examine()).get('coverage');
    expect(before).toMatchObject({ state: 'warning' });
    expect(before?.says).toContain(`${LAN.tv.v4} (${LAN.tv.mac})`);
    await lan.curl('tv', 'http://site.test/page', LAN.site.v4);
    await eventually('the TV to be known', async () => {
      return !(await examine()).get('coverage')?.says.includes(LAN.tv.mac);
    });
  });

  it('finds a firewall that eats steered connections, and believes the rule it asked for', async () => {
    await nft('add table inet strict');
    await nft('add chain inet strict input { type filter hook input priority 0; policy drop; }');
    await nft('add rule inet strict input iifname lo accept');
    await nft('add rule inet strict input ct state established accept');
    await nft('add rule inet strict input tcp dport { 22, 8080, 8081 } accept');
    const eaten = (await examine()).get('firewall');
    expect(eaten).toMatchObject({ state: 'failed' });
    const [, remedy] = /`(.*)`/.exec(eaten?.fix ?? '') ?? [];
    await nft(`add rule inet strict input ${remedy}`);
    expect((await examine()).get('firewall')).toMatchObject({ state: 'ok' });
    expect(await lan.curl('tv', 'http://site.test/page', LAN.site.v4)).toMatchObject({ status: 0 });
    await nft('delete table inet strict');
  });

  it('finds a mark that leads nowhere, and believes the commands it asked for', async () => {
    await lan.must('box', 'ip', '-6', 'rule', 'del', 'pref', '7180');
    const lost = (await examine()).get('routing');
    expect(lost).toMatchObject({ state: 'failed' });
    const [add = ''] = /ip -6 rule add [^`]*/.exec(lost?.fix ?? '') ?? [];
    await lan.must('box', ...(add.split(' ') as [string, ...string[]]));
    expect((await examine()).get('routing')).toMatchObject({ state: 'ok' });
  });

  it('finds QUIC that is let through', async () => {
    await lan.netUp({ BLOCK_QUIC: 'no' });
    expect((await examine()).get('quic')).toMatchObject({ state: 'warning' });
    await lan.netUp();
  });

  it('finds rules for an interface that there is not', async () => {
    await lan.netUp({ LAN_IF: 'br-lan' });
    expect((await examine()).get('steering')).toMatchObject({ state: 'failed' });
    await lan.netUp();
    expect((await examine()).get('steering')).toMatchObject({ state: 'ok' });
  });

  it('finds a gateway that forwards nothing, and believes the command it asked for', async () => {
    await lan.must('box', 'sysctl', '-w', 'net.ipv4.ip_forward=0');
    const stuck = (await examine()).get('forwarding');
    expect(stuck).toMatchObject({ state: 'failed' });
    const [, remedy = ''] = /`(sysctl [^`]*)`/.exec(stuck?.fix ?? '') ?? [];
    await lan.must('box', ...(remedy.split(' ') as [string, ...string[]]));
    expect((await examine()).get('forwarding')).toMatchObject({ state: 'ok' });
  });

  it('says what an ordinary user cannot see', async () => {
    const found = await examine('65534');
    expect(found.get('firewall')).toMatchObject({
      state: 'unknown',
      says: 'nft shows that to root only: run doctor with sudo.',
    });
  });

  it('without rules, nothing is steered, and that is well', async () => {
    await lan.netDown();
    expect(states(await examine(), ...ABOUT_STEERING)).toEqual(
      Object.fromEntries(ABOUT_STEERING.map((check) => [check, 'ok'])),
    );
  });
});
