import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SHIPPED_EXCEPTIONS } from '../../../src/config/do-not-intercept.ts';
import { CONFIG_FILE, loadConfig, parseConfig } from '../../../src/config/load.ts';
import { AppError } from '../../../src/model/errors.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'eyelid-config-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(home, file)), { recursive: true });
  writeFileSync(join(home, file), text);
}

function errorOf(text: string): AppError {
  try {
    parseConfig(text, home);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}

describe('loadConfig', () => {
  it('has defaults where there is no file', () => {
    const config = loadConfig(home);
    expect(config.listen.proxy).toEqual({ address: '0.0.0.0', port: 8080 });
    expect(config.upstream.timeouts).toEqual({ connect: 10_000, headers: 60_000, idle: 300_000 });
    expect(config.levels).toEqual({ default: 'hostname', trusted: 'full' });
    expect(config.tls.doNotIntercept).toEqual(SHIPPED_EXCEPTIONS);
    expect(config.tls.connectPorts).toEqual([80, 443, 8443]);
  });

  it('reads every kind of value', () => {
    write('company.pem', 'a certificate');
    write(
      CONFIG_FILE,
      `
listen: { proxy: "127.0.0.1:0", status: "[::1]:9000" }
clients: { allow: [203.0.113.0/24] }
upstream:
  hosts: { "shop.example:443": "127.0.0.1:8443", nas.example: 192.168.1.10 }
  extraCa: [company.pem]
  allowPrivate: [127.0.0.0/8]
  timeouts: { connect: 2s }
tls:
  doNotIntercept: [{ host: .My-Bank.example, reason: my bank }]
  interceptAnyway: [.paypal.com]
  connectPorts: [443]
mode: observe
devices:
  - { match: AA-BB-CC-DD-EE-FF, name: Television, level: off }
groups:
  kids: [" Anna's tablet", AA-BB-CC-DD-EE-FF, 192.168.2.0/24]
  tv: { members: [10.0.0.5], level: hostname, mode: observe }
names: { leases: [/tmp/l], reverse: false, resolver: ['192.168.1.1', '[fd00::1]:5353'] }
pac: { fallback: none }
log: { detail: values, scope: all, days: 7, megabytes: 64, level: debug }
status: { hosts: [Eyelid.home.arpa], sessionDays: 1 }
`,
    );
    const config = loadConfig(home);
    expect(config.listen.status).toEqual({ address: '::1', port: 9000 });
    expect(config.clients.allow).toEqual([{ address: '203.0.113.0', prefix: 24, family: 'ipv4' }]);
    expect(config.upstream.hosts).toHaveLength(2);
    expect(config.upstream.extraCa).toEqual([join(home, 'company.pem')]);
    expect(config.upstream.timeouts).toEqual({ connect: 2_000, headers: 60_000, idle: 300_000 });
    expect(config.tls.doNotIntercept.at(-1)).toEqual({
      host: '.my-bank.example',
      reason: 'my bank',
    });
    expect(config.tls.doNotIntercept.some(({ host }) => host === '.paypal.com')).toBe(false);
    expect(config.tls.doNotIntercept).toHaveLength(SHIPPED_EXCEPTIONS.length);
    expect(config.devices).toEqual([
      { match: 'aa:bb:cc:dd:ee:ff', name: 'Television', level: 'off' },
    ]);
    expect(config.groups).toEqual({
      kids: { members: ["Anna's tablet", 'aa:bb:cc:dd:ee:ff', '192.168.2.0/24'] },
      tv: { members: ['10.0.0.5'], level: 'hostname', mode: 'observe' },
    });
    expect(config.names).toEqual({
      leases: ['/tmp/l'],
      reverse: false,
      resolver: ['192.168.1.1', '[fd00::1]:5353'],
    });
    expect(config.pac.fallback).toBe('none');
    expect(config.status.hosts).toEqual(['eyelid.home.arpa']);
    expect(config.mode).toBe('observe');
  });

  it('takes a group whose settings are all comments as its defaults', () => {
    expect(parseConfig('listen:\n  # proxy: x\nlog:\n', home)).toEqual(parseConfig('', home));
  });

  it('is frozen to its depth', () => {
    const config = loadConfig(home);
    for (const part of [config, config.listen.proxy, config.tls.doNotIntercept[0]]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('refuses a file that cannot be read', () => {
    mkdirSync(join(home, CONFIG_FILE), { recursive: true });
    expect(() => loadConfig(home)).toThrow(/reading ".*eyelid\.yaml": EISDIR/);
  });
});

describe('an error names file, line, key and value', () => {
  it.each([
    [
      'listen:\n  proxi: 0.0.0.0:80',
      ':2: unknown setting "listen.proxi", did you mean "listen.proxy"?',
    ],
    ['megabytes: 3', ':1: unknown setting "megabytes", did you mean "log.megabytes"?'],
    ['zzz: 3', ':1: unknown setting "zzz"'],
    ['lisen: {}', ':1: unknown setting "lisen", did you mean "listen"?'],
    [
      'mode: enforce\nlog:\n  days: soon',
      ':3: setting "log.days" is "soon": must be a whole number',
    ],
    ['log:\n  days: 0', ':2: setting "log.days" is 0: must be at least 1'],
    ['log:\n  days: 2.5', ':2: setting "log.days" is 2.5: must be a whole number'],
    ['log: 5', ':1: setting "log" is 5: must be a group of settings'],
    ['mode: block', ':1: setting "mode" is "block": must be one of enforce, observe'],
    [
      'upstream:\n  timeouts:\n    idle: 5 minutes',
      ':3: setting "upstream.timeouts.idle" is "5 minutes": must be a duration',
    ],
    [
      'upstream:\n  hosts:\n    a.example: nowhere/',
      ':3: setting "upstream.hosts.a.example" is "nowhere/": must name a host',
    ],
    ['clients:\n  allow:\n    - 10.0.0.0/8\n    - home', ':4: setting "clients.allow[]" is "home"'],
    [
      'groups:\n  kids: { members: TV }',
      ':2: setting "groups.kids.members" is "TV": must be a list',
    ],
    ['groups:\n  kids: {}', ':2: setting "groups.kids.members" is missing'],
    [
      'groups:\n  kids:\n    members: []\n    level: ful',
      ':4: setting "groups.kids.level" is "ful": must be one of off',
    ],
    ['groups:\n  kids: { members: [], x: 1 }', ':2: unknown setting "groups.kids.x"'],
    [
      'names: { resolver: [fritz.box] }',
      ':1: setting "names.resolver[]" is "fritz.box": must be an',
    ],
    ['groups:\n  kids: TV', ':2: setting "groups.kids" is "TV": must be a list'],
    ['groups:\n  kids:\n    - 5', ':3: setting "groups.kids[]" is 5: must be a text'],
    [
      'groups:\n  kids: [TV, 10.0.0.0/64]',
      ':2: setting "groups.kids" is ["TV","10.0.0.0/64"]: must list devices by name',
    ],
    [
      'groups:\n  "a|b": [TV]',
      ':2: setting "groups.a|b" is ["TV"]: has a name that is not made of',
    ],
    ['devices:\n  - name: TV', ':2: setting "devices[].match" is missing'],
    [
      'devices:\n  - match: 10.0.0.1\n    levle: off',
      ':3: unknown setting "devices[].levle", did you mean "devices[].level"?',
    ],
    ['tls:\n  connectPorts: []', ':2: setting "tls.connectPorts" is []: must be at least 1 long'],
    ['tls:\n  connectPorts: 443', ':2: setting "tls.connectPorts" is 443: must be a list'],
    ['tls:\n  interceptAnyway: [.no.example]', 'has ".no.example", which is not in the shipped'],
    ['upstream:\n  extraCa: [missing.pem]', 'missing.pem", which cannot be read (ENOENT)'],
    ['listen:\n  proxy: [', ':2: '],
    ['mode: enforce\nmode: observe', ':2: map keys must be unique'],
    ['- a\n- b', ':1: '],
    ['just text', ':1: '],
  ])('%j', (text, message) => {
    const error = errorOf(text);
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^reading config\/eyelid\.yaml/);
    expect(error.message).not.toContain('\n');
  });

  it('cuts long values and counts many problems', () => {
    const long = errorOf(`mode: ${'x'.repeat(10_000)}`).message;
    expect(long.length).toBeLessThan(300);
    const many = errorOf(Array.from({ length: 9 }, (_, n) => `key${n}: 1`).join('\n')).message;
    expect(many).toMatch(/; and 4 more$/);
  });

  it('refuses aliases that multiply, and files that are no settings', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, index) => {
        const before = 'abcdefg'[index];
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`;
      })
      .join('\n')}`;
    expect(errorOf(bomb).code).toBe('CONFIG_INVALID');
    write(CONFIG_FILE, '#'.repeat(2_000_000));
    expect(() => loadConfig(home)).toThrow(/longer than/);
  });

  it('throws nothing but AppError, whatever the text', () => {
    const word = fc.constantFrom('listen', 'log', 'devices', ':', '\n', '  ', '- ', '[', '{', '!!');
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(word, fc.string({ maxLength: 4 }))).map((parts) => parts.join('')),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (source) => {
        try {
          parseConfig(source, home);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});
