import { describe, expect, test } from 'vitest';
import type { Device, DeviceId } from '../../../src/model/device.ts';
import type { RawHeaders, ResourceType } from '../../../src/model/request.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { createRuleCompiler } from '../../../src/rules/compiler.ts';
import type { FilterData } from '../../../src/rules/engine/filter-data.ts';
import { compileInSlices, type FilterCompiler } from '../../../src/rules/filter-compiler.ts';
import { readRuleFile } from '../../../src/rules/rule-file.ts';
import { unpack } from '../../../src/rules/snapshot/pack.ts';
import { type Asked, requestOf, ruleSet, verdictOf } from '../../support/rule-set.ts';

/** Conditions that few filters have: on headers, on who asks, on when. */

const URL = 'https://px.ads.example/a.js';

function device(of: Partial<Device>): Device {
  return {
    id: 'ip:192.168.1.5' as DeviceId,
    address: '192.168.1.5',
    mac: null,
    name: null,
    groups: [],
    level: 'full',
    levelFrom: 'default',
    mode: 'enforce',
    firstSeen: 0,
    lastSeen: 0,
    ...of,
  };
}

async function verdict(list: string, asked: Asked = {}, type: ResourceType = 'script') {
  return verdictOf((await ruleSet(list)).match(requestOf(URL, type, asked), null));
}

const applies = async (list: string, asked: Asked = {}) => (await verdict(list, asked)) !== 'pass';

describe('strict parties compare hostnames', () => {
  const same = 'https://px.ads.example/';
  const sibling = 'https://www.ads.example/';
  const other = 'https://page.example/';
  test.each([
    ['||ads.example^$strict1p', same, true],
    ['||ads.example^$strict1p', sibling, false],
    ['||ads.example^$strict1p', other, false],
    ['||ads.example^$strict3p', same, false],
    ['||ads.example^$strict3p', sibling, true],
    ['||ads.example^$strict3p', other, true],
    ['||ads.example^$1p,strict3p', sibling, true],
    ['||ads.example^$1p,strict3p', other, false],
    ['||ads.example^$strict-first-party', same, true],
    ['||ads.example^$strict-third-party', same, false],
    ['||ads.example^$strict1p', null, false],
    ['||ads.example^$strict3p', null, false],
    ['/a.js$strict3p', sibling, true],
    ['*$script,strict1p,domain=ads.example', sibling, false],
  ])('%s asked by %s: %s', async (list, from, expected) => {
    expect(await applies(list, { from })).toBe(expected);
  });

  test.each([['strict1p'], ['strict3p']])(
    'an exception with %s holds where the page is not known',
    async (word) => {
      const list = `||ads.example^\n@@||ads.example^$${word}`;
      expect(await verdict(list, { from: null })).toBe(`except @@||ads.example^$${word}`);
    },
  );
});

describe('headers of the response', () => {
  const headers: RawHeaders = ['Server', 'nginx', 'Set-Cookie', 'a=1', 'set-cookie', 'b=2'];
  test.each([
    ['header=server', true],
    ['header=Server', true],
    ['header=x-other', false],
    ['header=server:nginx', true],
    ['header=server:ngin', false],
    ['header=server:NGINX', false],
    ['header=server:~nginx', false],
    ['header=server:~apache', true],
    ['header=x-other:~nginx', false],
    ['header=server:/^ng/', true],
    ['header=server:/^NG/', false],
    ['header=server:/^NG/i', true],
    ['header=server:~/^ng/', false],
    ['header=set-cookie:b=2', true],
    ['header=set-cookie:/^b/', true],
    ['header=server:nginx,header=x-other', false],
    ['header=server:nginx,header=set-cookie', true],
    ['responseheader=server:nginx', true],
    ['header=server,third-party', true],
    ['header=server,first-party', false],
    ['header=server,domain=other.example', false],
    ['header=server,method=post', false],
    ['header=server,image', false],
  ])('%s: %s', async (option, expected) => {
    const rules = await ruleSet(`||ads.example^$${option}`);
    const request = requestOf(URL);
    expect(rules.asksResponses).toBe(true);
    expect(verdictOf(rules.match(request, null))).toBe('pass');
    const said = verdictOf(rules.match(request, null, { status: 200, headers }));
    expect(said !== 'pass').toBe(expected);
    // What was learnt of one response is not held against the next request.
    expect(verdictOf(rules.match(request, null))).toBe('pass');
  });

  test('an exception on a header waits for the response too', async () => {
    const rules = await ruleSet('||ads.example^\n@@||ads.example^$header=server');
    const request = requestOf(URL);
    expect(verdictOf(rules.match(request, null))).toBe('block ||ads.example^');
    expect(verdictOf(rules.match(request, null, { status: 200, headers }))).toMatch(/^except/);
  });

  test('edits with a condition on the response wait for it', async () => {
    const rules = await ruleSet('||ads.example^$cookie=a,header=server:nginx');
    const request = requestOf(URL);
    expect(rules.match(request, null).edits).toEqual([]);
    expect(rules.match(request, null, { status: 200, headers }).edits).not.toEqual([]);
    expect(rules.match(request, null, { status: 200, headers: [] }).edits).toEqual([]);
  });

  test('nothing asks for a response where no filter does', async () => {
    expect((await ruleSet('||ads.example^$requestheader=x')).asksResponses).toBe(false);
    expect((await ruleSet({ 'my-rules.txt': '||a.example^$header=x' })).asksResponses).toBe(true);
  });

  test.each([
    ['requestheader=cookie:/id=/', true],
    ['requestheader=cookie:~/id=/', false],
    ['requestheader=dnt', false],
  ])('headers of the request: %s', async (option, expected) => {
    const asked = { headers: ['Cookie', 'id=1'] };
    expect(await applies(`||ads.example^$${option}`, asked)).toBe(expected);
  });

  test('a header and an expression made for each other do not hold up the rest', async () => {
    const rules = await ruleSet('*$script,header=x:/^(?:a|b){1,40}c/');
    const long = ['x', 'ab'.repeat(30_000)];
    const headers = Array(50).fill(long).flat();
    // The quickest of several, so that a busy machine does not count.
    const times = Array.from({ length: 10 }, () => {
      const started = performance.now();
      expect(rules.match(requestOf(URL), null, { status: 200, headers }).block).toBeNull();
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

describe('who asks', () => {
  const tablet = device({
    name: "Anna's Tablet",
    nameFrom: 'config',
    mac: 'aa:bb:cc:dd:ee:0f',
    groups: ['Kids'],
  });
  const phone = device({
    name: 'Phone',
    nameFrom: 'hand',
    address: '2001:db8::5',
    groups: ['parents', 'phones'],
  });
  test.each([
    ["device=Anna's tablet", true, false],
    ["client='Anna\\'s Tablet'", true, false],
    ["device=~Anna's tablet", false, true],
    ["device=phone|Anna's tablet", true, true],
    ['device=aa-bb-cc-dd-ee-0f', true, false],
    ['device=192.168.1.0/24', true, false],
    ['device=192.168.1.5', true, false],
    ['device=192.168.1.6', false, false],
    ['client=2001:db8::/32', false, true],
    ['client=2001:0db8:0::5', false, true],
    ['device=192.168.0.0/16|~192.168.1.5', false, false],
    ['group=kids', true, false],
    ['ctag=kids', true, false],
    ['group=kids|~parents', true, false],
    ['group=~kids', false, true],
    ['group=phones|kids', true, true],
    ['group=kids,device=phone', false, false],
    ['group=parents,device=phone', false, true],
    ['group=kids,image', false, false],
  ])('%s', async (option, onTablet, onPhone) => {
    const list = `||ads.example^$${option}`;
    expect(await applies(list, { device: tablet })).toBe(onTablet);
    expect(await applies(list, { device: phone })).toBe(onPhone);
    expect(await applies(list, { device: null })).toBe(false);
  });

  test('an exception for one device holds for no other, and for nobody where none is known', async () => {
    const list = '||ads.example^\n@@||ads.example^$device=phone';
    expect(await verdict(list, { device: phone })).toMatch(/^except/);
    expect(await verdict(list, { device: tablet })).toMatch(/^block/);
    expect(await verdict(list, { device: null })).toMatch(/^block/);
  });

  test.each(['lease', 'dns'] as const)(
    'a name of %s is its own, and chooses no rule',
    async (from) => {
      const impostor = device({ name: 'Phone', nameFrom: from, mac: 'aa:bb:cc:dd:ee:01' });
      const allow = '||ads.example^\n@@||ads.example^$device=phone';
      expect(await verdict(allow, { device: impostor })).toMatch(/^block/);
      expect(await applies('||ads.example^$device=~phone', { device: impostor })).toBe(true);
      expect(await applies('||ads.example^$device=phone', { device: impostor })).toBe(false);
      expect(await applies('||ads.example^$device=aa:bb:cc:dd:ee:01', { device: impostor })).toBe(
        true,
      );
    },
  );

  test('one device can be cut off as a whole', async () => {
    expect(await applies('*$device=phone', { device: phone })).toBe(true);
    expect(await applies('*$device=phone', { device: tablet })).toBe(false);
  });

  test('edits are for their device too, generic ones included', async () => {
    const rules = await ruleSet('$cookie=id,device=phone\n*$removeparam=a,group=kids');
    const edits = (of: Device | null) =>
      rules
        .match(requestOf('https://a.example/?a=1', 'document', { device: of }), null)
        .edits.map(({ kind }) => kind);
    expect(edits(phone)).toEqual(['requestCookie', 'responseCookie']);
    expect(edits(tablet)).toEqual(['query']);
    expect(edits(null)).toEqual([]);
  });

  test.each([
    ['device=phone', true],
    ['group=parents', true],
    ['group=kids', false],
    ['group=parents,time=00:00-24:00', true],
    ['group=parents,third-party', false],
    ['group=parents,header=x', false],
    ['group=parents,strict3p', false],
    ['group=parents,domain=a.example', false],
  ])('before a connection is opened: %s', async (option, expected) => {
    const rules = await ruleSet(`||ads.example^$${option}`);
    const name = 'px.ads.example' as Hostname;
    expect(rules.matchHost(name, phone) !== null).toBe(expected);
    expect(rules.matchHost(name)).toBeNull();
  });

  test.each([
    ['*$device=phone', true],
    ['*$group=parents,time=00:00-24:00', true],
    ['*$all,group=parents', true],
    ['*$script,group=parents', false],
    ['*$group=kids', false],
    ['*$group=parents,third-party', false],
    ['*$group=parents,domain=a.example', false],
    ['*$group=parents\n@@||ads.example^', false],
    ['*$group=parents\n@@*$device=phone', false],
    ['*$group=parents\n@@*$device=tablet', true],
    ['*$third-party', false],
    ['*$strict3p', false],
  ])('a device is cut off before a connection is opened: %j', async (list, expected) => {
    const name = 'px.ads.example' as Hostname;
    for (const file of ['list.txt', 'my-rules.txt']) {
      const rules = await ruleSet({ [file]: list });
      expect(rules.matchHost(name, phone) !== null).toBe(expected);
      expect(rules.matchHost(name)).toBeNull();
    }
  });

  test('a bare address is not cut off, for the name behind it may be excepted', async () => {
    const rules = await ruleSet('*$group=parents\n||192.0.2.7^\n@@||school.example^');
    const text = (name: string) => rules.matchHost(name as Hostname, phone)?.text ?? null;
    expect(text('school.example')).toBeNull();
    expect(text('game.example')).toBe('*$group=parents');
    expect(text('192.0.2.1')).toBeNull();
    expect(text('192.0.2.7')).toBe('||192.0.2.7^');
  });

  test('an exception for a device lets its connections through', async () => {
    const rules = await ruleSet('||ads.example^\n@@||ads.example^$device=phone');
    const name = 'px.ads.example' as Hostname;
    expect(rules.matchHost(name, phone)).toBeNull();
    expect(rules.matchHost(name, tablet)?.text).toBe('||ads.example^');
    expect(rules.matchHost(name)?.text).toBe('||ads.example^');
  });
});

describe('when', () => {
  /** 2026-11-20 is a Friday. */
  const local = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();

  test('a rule begins and ends by the clock, without being read again', async () => {
    let now = local(20, 20);
    const rules = await ruleSet('||ads.example^$time=mon-fri/21:00-07:00', () => now);
    const said = () => verdictOf(rules.match(requestOf(URL), null)) !== 'pass';
    const byName = () => rules.matchHost('ads.example' as Hostname) !== null;
    expect([said(), byName()]).toEqual([false, false]);
    now = local(20, 21);
    expect([said(), byName()]).toEqual([true, true]);
    now = local(21, 6);
    expect(said()).toBe(true);
    now = local(21, 7);
    expect([said(), byName()]).toEqual([false, false]);
    now = local(21, 22);
    expect(said()).toBe(false);
  });

  test('a rule whose time is over does nothing, and is reported', async () => {
    let now = local(30, 12);
    const rules = await ruleSet(
      {
        'a.txt': '||other.example^\n||ads.example^$expires=2026-11-30',
        'b.txt': '||ads.example^$script,expires=2026-11-30T18:00',
      },
      () => now,
    );
    const problems = () => rules.lists.flatMap((list) => list.problems);
    expect(verdictOf(rules.match(requestOf(URL), null))).toMatch(/^block/);
    expect(problems()).toEqual([]);
    now = local(30, 18);
    expect(problems()).toMatchObject([
      {
        list: 'b.txt',
        line: 1,
        text: '||ads.example^$script,expires=2026-11-30T18:00',
        reason: 'expired on 2026-11-30T18:00',
        severity: 'ineffective',
      },
    ]);
    expect(verdictOf(rules.match(requestOf(URL), null))).toMatch(/2026-11-30$/);
    now = local(31, 0);
    expect(problems().map(({ list, line }) => `${list}:${line}`)).toEqual(['a.txt:2', 'b.txt:1']);
    expect(verdictOf(rules.match(requestOf(URL), null))).toBe('pass');
    expect(rules.matchHost('ads.example' as Hostname)).toBeNull();
  });

  test('an exception that ended excepts no more', async () => {
    const list = '||ads.example^\n@@||ads.example^$expires=2026-11-30';
    const before = await ruleSet(list, () => local(30, 23));
    const after = await ruleSet(list, () => local(31, 0));
    expect(verdictOf(before.match(requestOf(URL), null))).toMatch(/^except/);
    expect(verdictOf(after.match(requestOf(URL), null))).toMatch(/^block/);
  });
});

test('the conditions travel with the compiled lists', async () => {
  const packing: FilterCompiler = async (files, options) => {
    const { packed } = await compileInSlices(files, options);
    return { data: unpack(packed()) as FilterData, packed };
  };
  const compile = createRuleCompiler(
    (host) => host,
    packing,
    () => 0,
  );
  const list = '||ads.example^$header=server:/^x/i,time=00:00-24:00,device=10.0.0.0/8|Tablet';
  const rules = await compile([readRuleFile('list.txt', Buffer.from(list), null)]);
  const asked = requestOf(URL, 'script', { device: device({ name: 'Tablet', nameFrom: 'hand' }) });
  expect(verdictOf(rules.match(asked, null))).toBe('pass');
  const response = { status: 200, headers: ['Server', 'X1'] };
  expect(verdictOf(rules.match(asked, null, response))).toMatch(/^block/);
  expect(verdictOf(rules.match({ ...asked, device: null }, null, response))).toBe('pass');
});

test('a placeholder holds an element back until somebody asks for it', async () => {
  const rules = await ruleSet('||ads.example^$placeholder,subdocument');
  const { block } = rules.match(requestOf(URL, 'subdocument'), null);
  expect(block?.action).toBe('placeholder');
  expect(rules.match(requestOf(URL, 'script'), null).block).toBeNull();
});

describe('badfilter undoes exactly the filter that says the same', () => {
  const conditions = [
    'strict1p',
    'strict3p',
    'header=a',
    'header=a:b',
    'header=a:~b',
    'header=a:/b/',
    'header=a:/b/i',
    'requestheader=a',
    'device=a',
    'device="10.0.0.1"',
    'device=10.0.0.1',
    'device=~a',
    'device=a|b',
    'group=a',
    'group=~a',
    'time=sat',
    'time=sun',
    'time=21:00-07:00',
    'expires=2026-12-01',
    'expires=2026-12-01Z',
    'placeholder',
    'log',
  ];
  test.each(conditions)('%s', async (option) => {
    const all = conditions.map((one) => `||ads.example^$${one}`);
    const rules = await ruleSet([...all, `||ads.example^$${option},badfilter`].join('\n'));
    const without = await ruleSet(all.join('\n'));
    expect(rules.size).toBe(without.size);
    const [badfilter] = (
      await ruleSet(`||ads.example^$${option}\n||ads.example^$${option},badfilter`)
    ).lists;
    expect(badfilter?.rules).toBe(1);
  });

  test.each([
    ['client=b|a', 'device=a|b'],
    ['ctag=x', 'group=X'],
    ['responseheader=A:b', 'header=a:b'],
    ['strict-first-party', 'strict1p'],
    ['header=a,header=b', 'header=b,header=a'],
    ['time=sat|sun', 'time=sun|sat'],
  ])('%s is the same as %s', async (one, other) => {
    const rules = await ruleSet(`||ads.example^$${one}\n||ads.example^$${other},badfilter`);
    expect(rules.size).toBe(1);
  });
});
