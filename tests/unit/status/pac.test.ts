import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { isWpadHost, pacAddress, pacFile } from '../../../src/status/pac.ts';

/** Runs the file as a browser does, but offers it none of the helper functions. */
function ask(text: string, host: string): unknown {
  const script = `${text}; FindProxyForURL(${JSON.stringify(`https://${host}/`)}, ${JSON.stringify(host)})`;
  return vm.runInNewContext(script, {}, { timeout: 1_000 });
}

const THROUGH = 'PROXY 192.168.1.2:8080; DIRECT';
const file = pacFile({ address: '192.168.1.2', port: 8080, fallback: 'direct' });

describe('the automatic configuration sends', () => {
  test.each([
    ['www.facebook.com', THROUGH],
    ['WWW.Facebook.COM.', THROUGH],
    ['eyelid.internal', THROUGH],
    ['8.8.8.8', THROUGH],
    ['172.15.0.1', THROUGH],
    ['172.32.0.1', THROUGH],
    ['192.169.0.1', THROUGH],
    ['100.64.0.1', THROUGH],
    ['10.example.com', THROUGH],
    ['10.0.0.1.example.com', THROUGH],
    ['local.example', THROUGH],
    ['notlocal', 'DIRECT'],
    ['printer', 'DIRECT'],
    ['localhost', 'DIRECT'],
    ['printer.local', 'DIRECT'],
    ['nas.lan', 'DIRECT'],
    ['Router.Home.Arpa', 'DIRECT'],
    ['app.localhost', 'DIRECT'],
    ['homeXarpa.example', THROUGH],
    ['10.1.2.3', 'DIRECT'],
    ['127.0.0.1', 'DIRECT'],
    ['169.254.10.1', 'DIRECT'],
    ['172.16.0.1', 'DIRECT'],
    ['172.31.255.255', 'DIRECT'],
    ['192.168.1.2', 'DIRECT'],
    ['0.0.0.0', 'DIRECT'],
    ['::1', 'DIRECT'],
    ['[::1]', 'DIRECT'],
    ['fe80::1', 'DIRECT'],
    ['fd12:3456::1', 'DIRECT'],
    ['[fc00::1]', 'DIRECT'],
    ['2001:db8::1', THROUGH],
    ['[2606:4700::1111]', THROUGH],
    ['::1234', THROUGH],
  ])('%s: %s', (host, answer) => {
    expect(ask(file, host)).toBe(answer);
  });
});

test('an IPv6 proxy stands in brackets', () => {
  expect(ask(pacFile({ address: 'fd00::2', port: 3128, fallback: 'direct' }), 'a.example')).toBe(
    'PROXY [fd00::2]:3128; DIRECT',
  );
});

test('without fallback, devices are cut off while the proxy does not answer', () => {
  const text = pacFile({ address: '192.168.1.2', port: 8080, fallback: 'none' });
  expect(ask(text, 'a.example')).toBe('PROXY 192.168.1.2:8080');
  expect(ask(text, 'nas.lan')).toBe('DIRECT');
});

test.each([
  ['192.168.1.2', undefined, ['10.0.0.2', '192.168.1.2'], '192.168.1.2'],
  ['[fd00::2]', '10.0.0.2', ['10.0.0.2', 'fd00::2'], 'fd00::2'],
  ['eyelid.internal', undefined, ['10.0.0.2', '192.168.1.2'], '10.0.0.2'],
  ['eyelid.internal', '192.168.1.2', ['10.0.0.2', '192.168.1.2'], '192.168.1.2'],
  ['wpad.lan', '93.184.216.34', ['10.0.0.2'], '10.0.0.2'],
  ['127.0.0.1', '127.0.0.1', ['10.0.0.2'], '10.0.0.2'],
  ['203.0.113.9', undefined, ['10.0.0.2'], '10.0.0.2'],
  ['eyelid.internal', undefined, [], '127.0.0.1'],
])('asked under %s at %s, with %j: %s', (asked, reached, addresses, address) => {
  expect(pacAddress(asked, reached, addresses)).toBe(address);
});

test.each([
  ['wpad', true],
  ['wpad.lan', true],
  ['wpad.home.arpa', true],
  ['wpad.fritz.box', true],
  ['wpad.example.com', false],
  ['xwpad', false],
  ['wpad.lan.example.com', false],
  ['eyelid', false],
])('%s is where devices look for us: %s', (host, is) => {
  expect(isWpadHost(host)).toBe(is);
});
