import { commonHeaders, corsHeaders } from '../act/answer-headers.ts';
import { isFrame } from '../act/placeholder.ts';
import type { Device } from '../model/device.ts';
import { type RequestInfo, typeBit } from '../model/request.ts';
import type { RuleSet } from '../model/rule.ts';
import type { Answer } from '../model/verdict.ts';
import type { ClickLoads, Loadable } from './click-loads.ts';
import type { ExchangeContext } from './context.ts';
import { type Judgement, LOADED_AFTER_CLICK, standInOf } from './judge.ts';
import { loadAddress, readLoadAddress } from './load-address.ts';

/**
 * Answers an address that carries a pass; null for all others. Such an address
 * never goes further, and the one behind it is asked for without the pass. A
 * form posts it from a placeholder; a pass that is no good any more leads to a
 * new placeholder. A stand-in asks for it as a script, from the site it was
 * sent to; there a bad pass is an error, or the stand-in would ask for ever.
 */
export function answerClick(
  request: RequestInfo,
  device: Device,
  loads: ClickLoads,
): Answer | null {
  const asked = readLoadAddress(request.url);
  if (asked === null) return null;
  const { url, pass } = asked;
  if (request.method === 'POST') {
    loads.redeem({ device: device.id, url, page: null }, pass);
    return sentTo(303, url, []);
  }
  const isGood =
    request.method === 'GET' &&
    request.page !== null &&
    (request.types & typeBit('script')) !== 0 &&
    loads.redeem({ device: device.id, url, page: request.page }, pass);
  if (isGood) return sentTo(307, url, corsHeaders(request));
  const body = Buffer.from('This page may not load that, or not any more.\n');
  const about = ['Content-Type', 'text/plain; charset=utf-8', 'Content-Length', `${body.length}`];
  return { status: 403, headers: [...about, ...commonHeaders(LOADED_AFTER_CLICK)], body };
}

function sentTo(status: number, url: string, more: readonly string[]): Answer {
  const headers = ['Location', url, 'Content-Length', '0', ...commonHeaders(LOADED_AFTER_CLICK)];
  return { status, headers: [...headers, ...more], body: new Uint8Array() };
}

/** Was this asked for by a click a moment ago? True once. */
export function wasChosen(request: RequestInfo, device: Device, loads: ClickLoads): boolean {
  return loads.take(loadableOf(request, device));
}

/** The address that loads the real one; null where it cannot be told for whom. */
export function addressToLoad(
  request: RequestInfo,
  device: Device,
  loads: ClickLoads,
): string | null {
  const what = loadableOf(request, device);
  if (what.page === null && !isFrame(request)) return null;
  return loadAddress(request.url, loads.issue(what));
}

function loadableOf(request: RequestInfo, device: Device): Loadable {
  return { device: device.id, url: request.url, page: isFrame(request) ? null : request.page };
}

/**
 * A script that was chosen opens its site, for a while, to what rules answer
 * with the same stand-in, and to the rules that the stand-in says it opens.
 */
export function openChosen(
  { matches }: Judgement,
  request: RequestInfo,
  rules: RuleSet,
  loads: ClickLoads,
): void {
  const { page, device } = request;
  // A frame is loaded once, and opens nothing.
  const stub = isFrame(request) ? null : standInOf(matches);
  if (stub === null || page === null || device === null) return;
  for (const what of [stub, ...opensOf(rules.stubText(stub) ?? '')]) {
    loads.open(device.id, page, what);
  }
}

/** What a stand-in says in a comment: `// opens: meta-login-status`, names of signatures. */
function opensOf(text: string): readonly string[] {
  const said = /^\/\/ opens: ([\w-]+(?:, [\w-]+){0,20})$/m.exec(text)?.[1];
  return said === undefined ? [] : said.split(', ');
}

/** Where a frame that was chosen is sent on by its server, there it may go. */
export function followChosen(ctx: ExchangeContext, loads: ClickLoads): void {
  const { request } = ctx.notes;
  const { statusCode = 0, headers } = ctx.serverToProxyResponse ?? { headers: {} };
  if (!ctx.isChosen || request === null || !isFrame(request)) return;
  if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return;
  if (!URL.canParse(headers.location, request.url)) return;
  const { href } = new URL(headers.location, request.url);
  loads.choose({ device: ctx.device.id, url: href.split('#', 1)[0] as string, page: null });
}
