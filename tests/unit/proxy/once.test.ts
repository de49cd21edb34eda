import { describe, expect, it } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import type { OnceWish } from '../../../src/model/once.ts';
import type { RequestInfo } from '../../../src/model/request.ts';
import { OnceAllows } from '../../../src/proxy/once.ts';
import { host } from './samples.ts';

const phone = 'ip:192.168.1.5' as DeviceId;
const laptop = 'ip:192.168.1.6' as DeviceId;
const shop = host('shop.test');
const chat = host('chat.test');

type Asked = Parameters<OnceAllows['takes']>[1];

function asked(url: string, change: Partial<Asked> = {}): Asked {
  const { hostname, pathname, search } = new URL(url);
  const type: RequestInfo['type'] = 'script';
  return { hostname: host(hostname), target: pathname + search, page: shop, type, ...change };
}

function wished(change: Partial<OnceWish> = {}) {
  const clock = { now: 1_000_000 };
  const once = new OnceAllows(() => clock.now);
  once.allow({ device: phone, host: chat, path: '/menu.js', page: shop, ...change });
  return { clock, once };
}

describe('what was let through once', () => {
  it.each([
    ['the address itself', {}, asked('https://chat.test/menu.js?v=2'), true],
    ['what lies below it', { path: '/app' }, asked('https://chat.test/app/menu.js'), true],
    ['what only begins alike', { path: '/app' }, asked('https://chat.test/apple.js'), false],
    ['anything in between', { path: '/s/*/m.js' }, asked('https://chat.test/s/x/y/m.js?v'), true],
    ['anything at the end', { path: '/s/*' }, asked('https://chat.test/s/x'), true],
    ['not another end', { path: '/s/*/m.js' }, asked('https://chat.test/s/x/y/m.json'), false],
    ['not less than all', { path: '/s/*/m.js' }, asked('https://chat.test/s/m.js'), false],
    ['another path', {}, asked('https://chat.test/other.js'), false],
    ['another host', {}, asked('https://www.chat.test/menu.js'), false],
    ['any path of the host', { path: null }, asked('https://chat.test/other.js'), true],
    ['another site', {}, asked('https://chat.test/menu.js', { page: host('b.test') }), false],
    [
      'a page, whoever leads to it',
      {},
      asked('https://chat.test/menu.js', { page: null, type: 'document' }),
      true,
    ],
    ['whoever asks', { page: null }, asked('https://chat.test/menu.js', { page: null }), true],
  ] as const)('%s', (_what, wish, request, is) => {
    const { once } = wished(wish);
    expect(once.takes(laptop, request)).toBe(false);
    expect(once.takes(phone, request)).toBe(is);
  });

  it('is used up by the first that comes; for half a minute its page gets what it asks of the host', () => {
    const { clock, once } = wished();
    const first = asked('https://chat.test/menu.js');
    expect(once.takes(phone, first)).toBe(true);
    clock.now += 29_999;
    expect(once.takes(phone, asked('https://chat.test/menu.json'))).toBe(true);
    expect(once.takes(phone, asked('https://b.test/menu.js'))).toBe(false);
    expect(once.takes(phone, asked('https://chat.test/menu.js', { page: chat }))).toBe(false);
    expect(once.takes(laptop, first)).toBe(false);
    clock.now += 1;
    expect(once.takes(phone, first)).toBe(false);
  });

  it('covers what a page needs of its own host', () => {
    const { once } = wished({ path: null, page: null });
    const page = asked('https://chat.test/', { page: null, type: 'document' });
    expect(once.takes(phone, page)).toBe(true);
    expect(once.takes(phone, asked('https://chat.test/a.js', { page: chat }))).toBe(true);
  });

  it('waits for a quarter of an hour', () => {
    const { clock, once } = wished();
    clock.now += 15 * 60_000;
    expect(once.takes(phone, asked('https://chat.test/menu.js'))).toBe(false);
  });

  it('is two hundred wishes at most; the oldest go first', () => {
    const { once } = wished();
    for (let at = 0; at < 200; at += 1) {
      once.allow({ device: phone, host: host(`h${at}.test`), path: null, page: null });
    }
    expect(once.takes(phone, asked('https://chat.test/menu.js'))).toBe(false);
    expect(once.takes(phone, asked('https://h0.test/'))).toBe(true);
  });
});

describe('a connection that is not opened', () => {
  it('goes through where the wish is for all of its host', () => {
    const { clock, once } = wished({ path: null, page: null });
    expect(once.isConnectionOpen(phone, chat)).toBe(false);
    expect(once.takesConnection(phone, shop)).toBe(false);
    expect(once.takesConnection(phone, chat)).toBe(true);
    expect(once.isConnectionOpen(phone, chat)).toBe(true);
    expect(once.takesConnection(phone, chat)).toBe(true);
    clock.now += 30_000;
    expect(once.isConnectionOpen(phone, chat)).toBe(false);
    expect(once.takesConnection(phone, chat)).toBe(false);
  });

  it.each([[{ path: '/a', page: null }], [{ path: null, page: shop }], [{ device: laptop }]])(
    'does not where it is for less: %j',
    (wish) => {
      expect(wished(wish).once.takesConnection(phone, chat)).toBe(false);
    },
  );
});
