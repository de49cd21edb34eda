import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import { header, type RequestInfo, type ResourceType } from '../../../src/model/request.ts';
import { NO_MATCHES } from '../../../src/model/rule.ts';
import {
  addressToLoad,
  answerClick,
  followChosen,
  openChosen,
  wasChosen,
} from '../../../src/proxy/answer-click.ts';
import { ClickLoads } from '../../../src/proxy/click-loads.ts';
import type { ExchangeContext } from '../../../src/proxy/context.ts';
import type { Judgement } from '../../../src/proxy/judge.ts';
import { mask, request, rule } from '../act/samples.ts';
import { device, host, ruleSet } from './samples.ts';

const FRAME = 'https://www.facebook.com/plugins/post.php?href=x';
const SDK = 'https://connect.facebook.net/en_US/sdk.js';
const phone = device();
const laptop = device({ id: 'ip:127.0.0.9' as DeviceId });
const shop = host('shop.test');

interface Asked {
  readonly type?: ResourceType;
  readonly method?: string;
  readonly page?: string | null;
  readonly headers?: readonly string[];
}

function asked(url: string, { type = 'subdocument', page = 'shop.test', ...rest }: Asked = {}) {
  const described = request({ url, type, ...rest });
  return { ...described, page: page === null ? null : host(page), device: phone };
}

const script = (url: string, more: Asked = {}) => asked(url, { type: 'script', ...more });
const fresh = () => new ClickLoads(() => 1_700_000_000_000);

function addressOf(loads: ClickLoads, of: RequestInfo): string {
  const address = addressToLoad(of, phone, loads);
  if (address === null) throw new Error(`no address for ${of.url}`);
  return address;
}

describe('the button of a placeholder', () => {
  const press = (loads: ClickLoads, who = phone) => {
    const address = addressOf(loads, asked(FRAME));
    return answerClick(asked(address, { method: 'POST' }), who, loads);
  };

  test('leads back to the frame, which is then loaded once', () => {
    const loads = fresh();
    const answer = press(loads);
    expect(answer).toMatchObject({ status: 303 });
    expect(header(answer?.headers ?? [], 'location')).toBe(FRAME);
    expect(header(answer?.headers ?? [], 'access-control-allow-origin')).toBeNull();
    const reload = asked(FRAME, { page: null });
    expect(wasChosen(reload, phone, loads)).toBe(true);
    expect(wasChosen(reload, phone, loads)).toBe(false);
  });

  test.each([
    ['another device', (loads: ClickLoads) => press(loads, laptop), laptop],
    [
      'a made-up pass',
      (loads: ClickLoads) => {
        const address = `${FRAME}&eyelid-load=${'A'.repeat(48)}`;
        return answerClick(asked(address, { method: 'POST' }), phone, loads);
      },
      phone,
    ],
  ])('%s is led back too, and finds the placeholder again', (_what, click, who) => {
    const loads = fresh();
    expect(click(loads)).toMatchObject({ status: 303 });
    expect(wasChosen(asked(FRAME), who, loads)).toBe(false);
    expect(wasChosen(asked(FRAME), phone, loads)).toBe(false);
  });

  test('what a script asks for is not what was chosen', () => {
    const loads = fresh();
    press(loads);
    expect(wasChosen(asked(FRAME, { type: 'xhr' }), phone, loads)).toBe(false);
    const old = mask('document', 'subdocument');
    const call = asked(FRAME, { headers: ['Origin', 'https://shop.test'] });
    expect(wasChosen({ ...call, types: old }, phone, loads)).toBe(false);
    expect(wasChosen(asked(FRAME), phone, loads)).toBe(true);
  });

  test('reading it changes nothing', () => {
    const loads = fresh();
    const address = addressOf(loads, asked(FRAME));
    expect(answerClick(asked(address), phone, loads)).toMatchObject({ status: 403 });
    expect(wasChosen(asked(FRAME), phone, loads)).toBe(false);
  });

  test('all other requests are none of its business', () => {
    expect(answerClick(asked(FRAME), phone, fresh())).toBeNull();
    expect(answerClick(asked(FRAME, { method: 'POST' }), phone, fresh())).toBeNull();
  });
});

describe('the address in a stand-in', () => {
  test('leads to the script, without the pass, for the site it was given to', () => {
    const loads = fresh();
    const address = addressOf(loads, script(SDK));
    const answer = answerClick(
      script(address, { headers: ['Origin', 'https://shop.test'] }),
      phone,
      loads,
    );
    expect(answer).toMatchObject({ status: 307 });
    expect(header(answer?.headers ?? [], 'location')).toBe(SDK);
    expect(header(answer?.headers ?? [], 'access-control-allow-origin')).toBe('https://shop.test');
    expect(wasChosen(script(SDK, { page: 'other.test' }), phone, loads)).toBe(false);
    expect(wasChosen(script(SDK), phone, loads)).toBe(true);
    expect(wasChosen(script(SDK), phone, loads)).toBe(false);
  });

  test.each<readonly [string, Asked]>([
    ['another site', { page: 'other.test' }],
    ['nobody knows which site', { page: null }],
    ['what a script wants to read', { type: 'xhr' }],
    ['another method', { method: 'HEAD' }],
  ])('is refused, and goes no further: %s', (_what, by) => {
    const loads = fresh();
    const address = addressOf(loads, script(SDK));
    expect(answerClick(script(address, by), phone, loads)).toMatchObject({ status: 403 });
    expect(wasChosen(script(SDK), phone, loads)).toBe(false);
  });

  test('is used once', () => {
    const loads = fresh();
    const address = addressOf(loads, script(SDK));
    const statuses = [1, 2].map(() => answerClick(script(address), phone, loads)?.status);
    expect(statuses).toEqual([307, 403]);
  });

  test('there is none where it is not known for which site', () => {
    expect(addressToLoad(script(SDK, { page: null }), phone, fresh())).toBeNull();
    const any = { ...script(SDK), types: mask('script', 'object', 'xhr') };
    expect(addressToLoad({ ...any, page: null }, phone, fresh())).toBeNull();
  });
});

describe('openChosen', () => {
  const matches = { ...NO_MATCHES, block: rule('stub', { stub: 'facebook-sdk' }) };
  const opened = (text: string | null, of: Partial<Judgement> = { matches }) => {
    const loads = fresh();
    const rules = { ...ruleSet(), stubText: () => text };
    openChosen({ ...of } as Judgement, script(SDK), rules, loads);
    return ['fb-sdk.js', 'meta-login-status', 'other'].filter((what) =>
      loads.isOpen(phone.id, shop, what),
    );
  };

  test('opens the site to the stand-in, by whatever name a rule calls it', () => {
    expect(opened(null)).toEqual(['fb-sdk.js']);
    const redirect = rule('stub', { stub: 'connect.facebook.net/sdk.js' });
    expect(opened(null, { matches: { ...NO_MATCHES, block: rule('block'), redirect } })).toEqual([
      'fb-sdk.js',
    ]);
  });

  test('and to the rules that the stand-in says it opens', () => {
    expect(opened('// A stand-in\n// opens: meta-login-status, other\nvoid 0;')).toEqual([
      'fb-sdk.js',
      'meta-login-status',
      'other',
    ]);
    expect(opened("x = '// opens: other';\n// opens: meta-login-status other")).toEqual([
      'fb-sdk.js',
    ]);
  });

  test('a frame opens nothing, by whatever name a list asks for its placeholder', () => {
    const loads = fresh();
    const redirect = rule('stub', { stub: 'click2load.html' });
    const judged = { matches: { ...NO_MATCHES, block: rule('placeholder'), redirect } };
    openChosen(judged as Judgement, asked(FRAME), ruleSet(), loads);
    expect(loads.isOpen(phone.id, shop, 'click2load.html')).toBe(false);
  });

  test('where no rule names a stand-in, nothing is opened', () => {
    expect(opened('// opens: other', { matches: { ...NO_MATCHES, block: rule('block') } })).toEqual(
      [],
    );
    expect(opened('// opens: other', { matches: NO_MATCHES })).toEqual([]);
  });
});

describe('followChosen', () => {
  const led = (statusCode: number, location?: string, change: Partial<ExchangeContext> = {}) => {
    const loads = fresh();
    const ctx = {
      isChosen: true,
      device: phone,
      notes: { request: asked(FRAME) },
      serverToProxyResponse: { statusCode, headers: { location } },
      ...change,
    };
    followChosen(ctx as unknown as ExchangeContext, loads);
    return (url: string) => wasChosen(asked(url), phone, loads);
  };

  test('a chosen frame may go where its server sends it', () => {
    expect(
      led(
        302,
        '/plugins/feedback.php?a=1#top',
      )('https://www.facebook.com/plugins/feedback.php?a=1'),
    ).toBe(true);
    expect(led(301, 'https://m.facebook.com/x')('https://m.facebook.com/x')).toBe(true);
    expect(led(302, 'https://m.facebook.com/x')('https://m.facebook.com/y')).toBe(false);
  });

  test.each([
    ['no redirect', led(200, '/x')],
    ['nowhere', led(302)],
    ['no address', led(302, 'https://')],
    ['not chosen', led(302, '/x', { isChosen: false })],
    ['a script', led(302, '/x', { notes: { request: script(FRAME) } } as Partial<ExchangeContext>)],
  ])('%s: nothing is', (_what, chosen) => {
    expect(chosen('https://www.facebook.com/x')).toBe(false);
  });
});
