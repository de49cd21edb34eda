import fc from 'fast-check';
import { expect, it, describe as suite } from 'vitest';
import { type DescribeContext, describe } from '../../../src/classify/describe.ts';
import { createPageMemory } from '../../../src/classify/page-memory.ts';
import { createRegistrableDomain } from '../../../src/classify/registrable-domain.ts';
import type { Device } from '../../../src/model/device.ts';
import { typeBit } from '../../../src/model/request.ts';
import { device } from '../proxy/samples.ts';

const CONTEXT: DescribeContext = { device: null, registrableDomain: createRegistrableDomain() };

const head = (url: string, headers: Record<string, string> = {}, method = 'GET') => ({
  method,
  url,
  headers: Object.entries(headers).flat(),
});

it('derives everything for a pixel hit', () => {
  const request = head('https://www.facebook.com:443/tr/?id=1&ev=PageView', {
    Referer: 'https://shop.example/',
    'Sec-Fetch-Dest': 'image',
    'Sec-Fetch-Mode': 'no-cors',
    'Sec-Fetch-Site': 'cross-site',
  });
  expect(describe(request, CONTEXT)).toEqual({
    ...request,
    scheme: 'https',
    hostname: 'www.facebook.com',
    port: 443,
    target: '/tr/?id=1&ev=PageView',
    types: typeBit('image'),
    type: 'image',
    party: 'third',
    page: 'shop.example',
    device: null,
  });
});

it('keeps the URL byte for byte, but for a fragment', () => {
  expect(describe(head('http://a.example/%7e//x?y=%zz'), CONTEXT)?.url).toBe(
    'http://a.example/%7e//x?y=%zz',
  );
  expect(describe(head('http://a.example/x?y#z'), CONTEXT)?.url).toBe('http://a.example/x?y');
});

it('has nothing to say of what is no absolute URL', () => {
  for (const url of ['/tr/', 'ftp://a.example/', '', 'a.example:443']) {
    expect(describe(head(url), CONTEXT)).toBeNull();
  }
});

suite('page and party', () => {
  const URL = 'https://px.tracker.example/p';
  it.each([
    ['Sec-Fetch-Site', { 'Sec-Fetch-Site': 'cross-site' }, 'third', null],
    ['same-site', { 'Sec-Fetch-Site': 'same-site' }, 'first', null],
    ['a typed address', { 'Sec-Fetch-Site': 'none' }, 'first', null],
    ['Referer', { Referer: 'https://shop.example/x' }, 'third', 'shop.example'],
    ['own Referer', { Referer: 'https://www.tracker.example/' }, 'first', 'www.tracker.example'],
    ['Origin', { Origin: 'https://shop.example' }, 'third', 'shop.example'],
    [
      'Referer before Origin',
      { Referer: 'https://a.example/', Origin: 'https://b.example' },
      'third',
      'a.example',
    ],
    [
      'a broken Referer',
      { Referer: 'about:blank', Origin: 'https://b.example' },
      'third',
      'b.example',
    ],
    ['Origin null', { Origin: 'null' }, 'unknown', null],
    ['nothing', {}, 'unknown', null],
    // A stylesheet of a CDN asks for its own font: the header knows the page.
    [
      'a stylesheet',
      { Referer: 'https://px.tracker.example/a.css', 'Sec-Fetch-Site': 'cross-site' },
      'third',
      'px.tracker.example',
    ],
    // http and https of one owner are two sites to the header.
    [
      'another scheme',
      { Referer: 'http://www.tracker.example/', 'Sec-Fetch-Site': 'cross-site' },
      'first',
      'www.tracker.example',
    ],
  ])('%s', (_, headers, party, page) => {
    expect(describe(head(URL, headers as Record<string, string>), CONTEXT)).toMatchObject({
      party,
      page,
    });
  });
});

suite('overrides', () => {
  const request = head('https://px.tracker.example/p', {
    Referer: 'https://shop.example/',
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Dest': 'image',
  });

  it('sourceUrl stands above Referer and Sec-Fetch-Site', () => {
    const given = { ...CONTEXT, sourceUrl: 'https://tracker.example/' };
    expect(describe(request, given)).toMatchObject({ page: 'tracker.example', party: 'first' });
    const broken = { ...CONTEXT, sourceUrl: 'about:blank' };
    expect(describe(request, broken)).toMatchObject({ page: null, party: 'unknown' });
  });

  it('type stands above Sec-Fetch-Dest', () => {
    expect(describe(request, { ...CONTEXT, type: 'script' })).toMatchObject({
      type: 'script',
      types: typeBit('script'),
    });
  });

  it('null is no override', () => {
    const none = { ...CONTEXT, sourceUrl: null, type: null };
    expect(describe(request, none)).toMatchObject({
      page: 'shop.example',
      party: 'third',
      type: 'image',
    });
  });
});

it('survives any headers', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom(
            'Referer',
            'Origin',
            'Accept',
            'Upgrade',
            'Sec-Fetch-Dest',
            'Content-Type',
          ),
          fc.string({ unit: 'binary' }),
        ),
      ),
      (headers) => {
        const info = describe(
          { method: 'GET', url: 'http://a.example/', headers: headers.flat() },
          CONTEXT,
        );
        expect((info?.types ?? 0) & typeBit(info?.type ?? 'other')).not.toBe(0);
      },
    ),
  );
});

suite('what a stylesheet or a worker loads', () => {
  const CSS = 'https://cdn.example/site.css';
  const PAGE = 'https://shop.example/cart';
  const FONT = 'https://fonts.example/a.woff2';

  function on(own: Device | null = device()) {
    const context = { ...CONTEXT, device: own, pages: createPageMemory(() => 0) };
    return (url: string, headers: Record<string, string>) => {
      const described = describe(head(url, headers), context);
      return { page: described?.page, party: described?.party };
    };
  }

  it.each([
    ['a stylesheet by Sec-Fetch-Dest', CSS, { 'Sec-Fetch-Dest': 'style' }],
    ['a stylesheet by Accept', CSS, { Accept: 'text/css,*/*;q=0.1' }],
    ['a stylesheet by its name', CSS, {}],
    ['a worker', 'https://cdn.example/w.js', { 'Sec-Fetch-Dest': 'worker' }],
    ['a shared worker', 'https://cdn.example/w', { 'Sec-Fetch-Dest': 'sharedworker' }],
    ['a service worker', 'https://cdn.example/sw', { 'Sec-Fetch-Dest': 'serviceworker' }],
  ])('is asked for by the page: %s', (_what, url, headers) => {
    const asked = on();
    expect(asked(url, { ...headers, Referer: PAGE })).toEqual({
      page: 'shop.example',
      party: 'third',
    });
    expect(asked('https://shop.example/i.png', { Referer: url })).toEqual({
      page: 'shop.example',
      party: 'first',
    });
    expect(asked(FONT, { Referer: url }).page).toBe('shop.example');
  });

  it('is followed through stylesheets that import others', () => {
    const asked = on();
    asked(CSS, { Referer: PAGE });
    asked('https://cdn.example/more.css', { Referer: CSS });
    expect(asked(FONT, { Referer: 'https://cdn.example/more.css' }).page).toBe('shop.example');
  });

  it('has the party that Sec-Fetch-Site says', () => {
    const asked = on();
    asked(CSS, { Referer: PAGE });
    const headers = { Referer: CSS, 'Sec-Fetch-Site': 'cross-site' };
    expect(asked('https://px.cdn.example/', headers)).toEqual({
      page: 'shop.example',
      party: 'third',
    });
  });

  it.each([
    ['a script names its page anyway', 'https://cdn.example/a.js', { Referer: PAGE }],
    ['nobody knows who asked for it', CSS, {}],
  ])('is not mapped where %s', (_why, url, headers) => {
    const asked = on();
    asked(url, headers);
    expect(asked(FONT, { Referer: url }).page).toBe('cdn.example');
  });

  it('is not mapped where only the origin is told, or nothing', () => {
    const asked = on();
    asked(CSS, { Referer: PAGE });
    expect(asked(FONT, { Referer: 'https://cdn.example/' }).page).toBe('cdn.example');
    expect(asked(FONT, {}).page).toBeNull();
  });

  it('is not mapped where there is no device', () => {
    const asked = on(null);
    asked(CSS, { Referer: PAGE });
    expect(asked(FONT, { Referer: CSS }).page).toBe('cdn.example');
  });
});
