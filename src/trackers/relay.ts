import type { RequestInfo } from '../model/request.ts';
import { factsByName, idsByName, type Words } from './facts.ts';
import { amountOf, eventName, type Fields, firstOf, has, productsOf, siteOf } from './fields.ts';
import { metaFacts } from './meta-facts.ts';
import type { Told } from './told.ts';
import { NUMBERS, PERSON } from './words.ts';

/** Programs on a site's own server that pass reports on. */
export function decodeRelay(request: RequestInfo, fields: Fields): Told | null {
  return decodePixelYourSite(request, fields) ?? decodeStape(request, fields);
}

/** For whom PixelYourSite, a plug-in of WordPress, passes events on; by the name of its pixel. */
const PIXELS: ReadonlyMap<string, readonly [tracker: string, company: string]> = new Map([
  ['facebook', ['Meta Conversions API', 'Meta']],
  ['tiktok', ['TikTok Events API', 'TikTok']],
  ['pinterest', ['Pinterest Conversions API', 'Pinterest']],
]);

const SITE_WORDS: Words = {
  'data[page_title]': 'the title of the page',
  'data.page_title': 'the title of the page',
  'data[user_role]': 'the role on the site',
  'data.user_role': 'the role on the site',
  woo_order: 'order number',
  edd_order: 'order number',
};

function decodePixelYourSite(request: RequestInfo, fields: Fields): Told | null {
  const path = request.target.split('?', 1)[0] as string;
  const route = `${path} ${firstOf(fields, 'rest_route') ?? ''}`;
  const inPath = /\/pys-(\w{1,20})\/v\d+\/event/.exec(route)?.[1];
  const action = /^pys_(?:\w{1,20}_)?(api_event|get_pbid)$/.exec(
    firstOf(fields, 'action') ?? '',
  )?.[1];
  if (inPath === undefined && action === undefined) return null;
  const [tracker, company] = PIXELS.get(inPath ?? firstOf(fields, 'pixel') ?? '') ?? [
    'PixelYourSite',
    'PixelYourSite',
  ];
  const otherwise = action === 'get_pbid' ? 'which browser this is' : 'an event';
  return {
    tracker,
    company,
    event: eventName(firstOf(fields, 'event'), otherwise),
    more: 0,
    amount: amountOf(
      firstOf(fields, 'data[value]', 'data.value'),
      firstOf(fields, 'data[currency]', 'data.currency'),
    ),
    site: siteOf(fields, ['url', 'data.event_url'], request.page ?? request.hostname),
    facts: [...metaFacts(fields), ...factsByName(fields, SITE_WORDS)],
  };
}

/** Stape's Data Tag: what it puts into `data` is anybody's, but its own number is unmistakable. */
function decodeStape(request: RequestInfo, fields: Fields): Told | null {
  if (!has(fields, 'event_name')) return null;
  const numbered = fields.all.some(
    ({ name, value }) => /(?:^|\.)_dcid(?:_temp)?$/.test(name) && value.startsWith('dcid.1.'),
  );
  const path = request.target.split('?', 1)[0] as string;
  if (!numbered && !(path.endsWith('/data') && firstOf(fields, 'v') === '2')) return null;
  return {
    tracker: 'Stape',
    company: "The shop's server at Stape",
    event: eventName(firstOf(fields, 'event_name'), 'an event'),
    more: 0,
    amount: amountOf(firstOf(fields, 'value'), firstOf(fields, 'currency')),
    products: productsOf(fields, ['items']),
    site: siteOf(fields, ['page_location'], request.page ?? request.hostname),
    facts: [
      ...factsByName(fields, { ...PERSON, page_title: 'the title of the page' }),
      ...idsByName(fields, {
        ...NUMBERS,
        client_id: 'browser id',
        _dcid_temp: 'browser id',
        _dcid: 'browser id',
      }),
    ],
  };
}
