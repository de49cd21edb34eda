import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { has } from '../../support/machine.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../packaging/linux');
const read = (name: string) => readFileSync(path.join(FOLDER, name), 'utf8');
const UNITS = readdirSync(FOLDER).filter((name) => /\.(?:service|socket)$/.test(name));

/** The units with programs that are here, as they would be where they are installed. */
function installed(): readonly string[] {
  const folder = path.join(temporaryFolder(), 'units');
  mkdirSync(folder);
  return UNITS.map((name) => {
    const text = read(name)
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('/usr/lib/eyelid/packaging/linux', FOLDER)
      // Nobody makes a user for a test.
      .replace(/^User=.*$/m, 'User=daemon')
      .replace(/^Group=.*$/m, 'Group=daemon');
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  });
}

it('there are a socket, the service, and the rules in a unit of their own', () => {
  expect(UNITS.toSorted()).toEqual(['eyelid-net.service', 'eyelid.service', 'eyelid.socket']);
});

const analyze = has('systemd-analyze');

describe.skipIf(!analyze)('systemd', () => {
  it('finds no fault with them', () => {
    const { status, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', ...installed()],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr.split('\n').filter((line) => line.includes('eyelid'))).toEqual([]);
    expect(status).toBe(0);
  });

  it.each(['eyelid.service', 'eyelid-net.service'])('says that %s exposes little', (name) => {
    const file = installed().find((one) => path.basename(one) === name) as string;
    const report = execFileSync('systemd-analyze', ['security', '--offline=true', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(report)?.[1]);
    expect(exposure).toBeLessThanOrEqual(2);
  });
});

describe('they agree with the rules', () => {
  const port = /LISTEN_PORT=\$\{LISTEN_PORT:-(\d+)\}/.exec(read('net-up'))?.[1];

  it('on where connections are steered to', () => {
    const streams = [...read('eyelid.socket').matchAll(/^ListenStream=(.*)$/gm)].map(
      ([, to]) => to,
    );
    expect(streams).toEqual([`127.0.0.1:${port}`, `[::1]:${port}`]);
    expect(read('net-up')).toContain('tproxy ip to 127.0.0.1:$LISTEN_PORT');
    expect(read('net-up')).toContain('tproxy ip6 to [::1]:$LISTEN_PORT');
  });

  it('on what the program may do: nothing', () => {
    expect(read('eyelid.service')).toMatch(/^CapabilityBoundingSet=$/m);
    expect(read('eyelid.socket')).toMatch(/^Transparent=yes$/m);
  });

  it('and nothing but a person starts the rules', () => {
    for (const name of ['eyelid.socket', 'eyelid.service']) {
      expect(read(name)).not.toMatch(/^(?:Wants|Requires|Upholds|Also)=.*eyelid-net/m);
    }
  });
});

it.each(['net-up', 'net-down', 'launch-transparent.pl'])('%s can be run', (name) => {
  expect(statSync(path.join(FOLDER, name)).mode & 0o111).toBe(0o111);
});

it('net-up says what it needs', () => {
  const env = { PATH: process.env['PATH'], EYELID_DEFAULTS: '/nonexistent' };
  const { status, stderr } = spawnSync(path.join(FOLDER, 'net-up'), { env, encoding: 'utf8' });
  expect(status).not.toBe(0);
  expect(stderr).toContain('set LAN_IF to the interface of the home network');
});

const perl = has('perl');

describe.skipIf(!perl)('the launcher', () => {
  const launch = (...words: readonly string[]) =>
    spawnSync(path.join(FOLDER, 'launch-transparent.pl'), words, { encoding: 'utf8' });

  it.each([
    ['nothing', [], 'usage: [--user NAME] ADDRESS:PORT... -- COMMAND [ARGUMENT...]'],
    ['no command', ['127.0.0.1:0', '--'], 'usage:'],
    ['no address', ['--', 'true'], 'usage:'],
    ['a name', ['localhost:7180', '--', 'true'], 'reading "localhost:7180": no address and port'],
    ['no port', ['127.0.0.1', '--', 'true'], 'reading "127.0.0.1": no address and port'],
    ['a bad address', ['1.2.3.400:1', '--', 'true'], 'reading "1.2.3.400:1": no address'],
  ])('is told %s, and says what is wrong', (_what, words, message) => {
    const { status, stderr } = launch(...words);
    expect(status).toBe(1);
    expect(stderr).toContain(`launch-transparent: ${message}`);
  });
});
