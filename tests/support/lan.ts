import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { has } from './machine.ts';

/** Who is on the network: two devices, the machine with Eyelid, the router and a web server. */
export type Place = 'phone' | 'tv' | 'switch' | 'box' | 'router' | 'internet';

/** gateway: the box is the devices' router. one-arm: it hangs on the switch beside their router. */
export type Topology = 'gateway' | 'one-arm';

/** Addresses and cards. The web server has several addresses, one a name. */
export const LAN = {
  phone: { v4: '192.168.77.10', v6: 'fd77::10', mac: '02:77:00:00:00:10' },
  tv: { v4: '192.168.77.20', v6: 'fd77::20', mac: '02:77:00:00:00:20' },
  box: { v4: '192.168.77.2', v6: 'fd77::2', mac: '02:77:00:00:00:02' },
  router: { v4: '192.168.77.1', v6: 'fd77::1', mac: '02:77:00:00:00:01' },
  site: { v4: '203.0.113.10', v6: '2001:db8:113::10' },
  tracker: { v4: '203.0.113.11', v6: '2001:db8:113::11' },
  mail: { v4: '203.0.113.12', v6: '2001:db8:113::12' },
} as const;

export interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A home network in network namespaces. Nothing outside of them is touched. */
export interface Lan {
  readonly topology: Topology;
  /** Who forwards what the devices send. */
  readonly gateway: 'box' | 'router';
  /** The network namespace of a place. */
  namespace(place: Place): string;
  run(place: Place, command: string, ...words: readonly string[]): Promise<Result>;
  /** As `run`, for what must work; the text that it printed. */
  must(place: Place, command: string, ...words: readonly string[]): Promise<string>;
  /** Starts something that stays until the end, or until it is killed. */
  start(place: Place, command: string, ...words: readonly string[]): ChildProcess;
  close(): Promise<void>;
}

const ours = (pid: number) => `eyelid-${pid}-`;
const ADDRESSES_OF_LAN = ['phone', 'tv', 'box', 'router'] as const;

/** Why there can be no such network here, or null. */
export function lanMissing(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'root on Linux';
  for (const program of ['ip', 'nft', 'curl', 'perl', 'setpriv']) {
    if (!has(program)) return program;
  }
  const probe = `${ours(process.pid)}probe`;
  try {
    execFileSync('ip', ['netns', 'add', probe], { stdio: 'ignore' });
    const rules =
      'table inet t { chain c { type filter hook prerouting priority mangle; ' +
      'fib daddr type local accept; tcp dport 1 tproxy ip to 127.0.0.1:1 accept; }; }';
    execFileSync('ip', ['netns', 'exec', probe, 'nft', rules], { stdio: 'ignore' });
    return null;
  } catch {
    return 'network namespaces and nft with TPROXY';
  } finally {
    removeNamespaces(process.pid);
  }
}

/** Removes what runs in the namespaces of a test run, and the namespaces. */
function removeNamespaces(pid: number): void {
  const listed = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split('\n');
  for (const line of listed) {
    const name = line.split(' ')[0] ?? '';
    if (!name.startsWith(ours(pid))) continue;
    const inside = execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
    for (const one of inside.split('\n').filter(Boolean)) {
      try {
        process.kill(Number(one), 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    }
    execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
  }
}

/** What a run left behind that was killed before it could clean up. */
function removeLeftovers(): void {
  const listed = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' });
  const pids = new Set([...listed.matchAll(/^eyelid-(\d+)-/gm)].map((match) => Number(match[1])));
  for (const pid of pids) if (!existsSync(`/proc/${pid}`)) removeNamespaces(pid);
}

export async function openLan(topology: Topology): Promise<Lan> {
  removeLeftovers();
  const remove = () => removeNamespaces(process.pid);
  process.once('exit', remove);
  const name = (place: Place) => `${ours(process.pid)}${place}`;
  const run = (place: Place, command: string, ...words: readonly string[]): Promise<Result> =>
    new Promise((resolve) => {
      const inside = ['netns', 'exec', name(place), command, ...words];
      execFile('ip', inside, { timeout: 30_000 }, (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ status, stdout, stderr });
      });
    });
  const must = async (place: Place, command: string, ...words: readonly string[]) => {
    const { status, stdout, stderr } = await run(place, command, ...words);
    if (status === 0) return stdout;
    throw new Error(`in ${place}: ${command} ${words.join(' ')}: status ${status}\n${stderr}`);
  };
  const lan: Lan = {
    topology,
    gateway: topology === 'gateway' ? 'box' : 'router',
    namespace: name,
    run,
    must,
    start: (place, command, ...words) =>
      spawn('ip', ['netns', 'exec', name(place), command, ...words], {
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    async close() {
      process.off('exit', remove);
      remove();
    },
  };
  try {
    for (const place of places(topology)) {
      execFileSync('ip', ['netns', 'add', name(place)]);
      await must(place, 'sh', '-c', QUIET);
    }
    await build(lan, name);
    return lan;
  } catch (error) {
    await lan.close();
    throw error;
  }
}

function places(topology: Topology): readonly Place[] {
  const all: readonly Place[] = ['phone', 'tv', 'switch', 'box', 'internet'];
  return topology === 'gateway' ? all : [...all, 'router'];
}

/** Addresses are there at once, and none but ours. */
const QUIET = `ip link set lo up
for f in all default; do
  echo 0 >/proc/sys/net/ipv6/conf/$f/accept_dad
  echo 0 >/proc/sys/net/ipv6/conf/$f/accept_ra
done`;

const FORWARD = `echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
for f in all default lan0; do echo 0 >/proc/sys/net/ipv4/conf/$f/send_redirects; done`;

async function build(lan: Lan, name: (place: Place) => string): Promise<void> {
  const { must, gateway } = lan;
  await must('switch', 'ip', 'link', 'add', 'br0', 'type', 'bridge');
  await must('switch', 'ip', 'link', 'set', 'br0', 'up');
  for (const place of ADDRESSES_OF_LAN) {
    if (place === 'router' && gateway !== 'router') continue;
    // The gateway has the router's address, whoever it is.
    const as = place === gateway ? 'router' : place;
    const card = ['lan0', 'netns', name(place), 'address', LAN[as].mac, 'type', 'veth'];
    const cable = ['peer', 'name', `to-${place}`, 'netns', name('switch')];
    execFileSync('ip', ['link', 'add', ...card, ...cable]);
    await must('switch', 'ip', 'link', 'set', `to-${place}`, 'master', 'br0', 'up');
    await must(place, 'ip', 'link', 'set', 'lan0', 'up');
    await must(place, 'ip', 'addr', 'add', `${LAN[as].v4}/24`, 'dev', 'lan0');
    await must(place, 'ip', 'addr', 'add', `${LAN[as].v6}/64`, 'dev', 'lan0', 'nodad');
    if (place === gateway) continue;
    await must(place, 'ip', 'route', 'add', 'default', 'via', LAN.router.v4);
    await must(place, 'ip', '-6', 'route', 'add', 'default', 'via', LAN.router.v6);
  }
  const card = ['wan0', 'netns', name(gateway), 'type', 'veth'];
  execFileSync('ip', ['link', 'add', ...card, 'peer', 'name', 'wan0', 'netns', name('internet')]);
  for (const place of [gateway, 'internet'] as const) {
    await must(place, 'ip', 'link', 'set', 'wan0', 'up');
  }
  await must(gateway, 'ip', 'addr', 'add', '203.0.113.1/24', 'dev', 'wan0');
  await must(gateway, 'ip', 'addr', 'add', '2001:db8:113::1/64', 'dev', 'wan0', 'nodad');
  for (const { v4, v6 } of [LAN.site, LAN.tracker, LAN.mail]) {
    await must('internet', 'ip', 'addr', 'add', `${v4}/24`, 'dev', 'wan0');
    await must('internet', 'ip', 'addr', 'add', `${v6}/64`, 'dev', 'wan0', 'nodad');
  }
  await must('internet', 'ip', '-6', 'route', 'add', 'fd77::/64', 'via', '2001:db8:113::1');
  for (const place of new Set([gateway, 'box'] as const)) await must(place, 'sh', '-c', FORWARD);
  await must(
    gateway,
    'nft',
    'table ip home { chain out { type nat hook postrouting priority srcnat; oifname "wan0" masquerade; }; }',
  );
}
