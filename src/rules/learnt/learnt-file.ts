import type { Learnt, LearntGateway } from '../../model/learnt.ts';

/** How long an address is blocked that nobody told of or used any more. */
export const LIFETIME = 30 * 86_400_000;

const HEAD = `! Title: What Eyelid learnt
! The addresses of gateways by which sites report to Meta, as pixels' settings
! and what was sent there told them. Eyelid writes this file anew whenever it
! learns: to change it, use "eyelid learnt" or the page Rules.
`;

/**
 * Only what scripts post as plain text, as the pixel's plug-in does (wire
 * catalogue: `text/plain;charset=UTF-8`, which needs no preflight): no page that a
 * person opens, no form, no file, and no JSON, in which sites talk to themselves.
 */
const CALLS = 'xhr,ping,method=post,requestheader=content-type:/^text\\/plain/i';

/** When the address is no longer blocked. Milliseconds since the epoch. */
export function expiryOf({ seen }: Pick<LearntGateway, 'seen'>): number {
  return seen + LIFETIME;
}

/** The lines of a filter list that block a learnt address until it expires. */
export function rulesOf(gateway: LearntGateway): readonly string[] {
  const { host, path, from, site } = gateway;
  const expires = `expires=${written(expiryOf(gateway))}`;
  if (from === 'configuration') return [`||${host}${path}^$${CALLS},${expires}`];
  const options = `${CALLS},domain=${site},${expires}`;
  return [`|https://${host}${path}|$${options}`, `|https://${host}${path}?$${options}`];
}

/** The list as it is kept: each address with where it is from above its rules. */
export function learntText({ gateways, forgotten }: Learnt): string {
  const parts = gateways.map((one) => `${origin(one)}\n${rulesOf(one).join('\n')}\n`);
  const marks = forgotten.map((host) => `! forgotten: ${host}\n`);
  return [HEAD, ...marks, ...parts].join('\n');
}

function origin({ from, pixel, site, seen }: LearntGateway): string {
  const what = from === 'configuration' ? 'the settings' : 'a request';
  const of = pixel === null ? '' : ` of pixel ${pixel}`;
  const on = site === null ? '' : ` on ${site}`;
  return `! from ${what}${of}${on}, seen ${written(seen)}`;
}

/** `2026-11-22T03:40Z`: as `$expires` takes it. */
function written(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16)}Z`;
}

const ORIGIN =
  /^! from (the settings|a request)(?: of pixel (\d{1,20}))?(?: on ([^\s,]{1,253}))?, seen (\d{4}-\d\d-\d\dT\d\d:\d\dZ)$/;
const FORGOTTEN = /^! forgotten: (\S{1,253})$/;
const RULE = /^\|(?:\||https:\/\/)([^/^|$*,\s]{1,262})(\/[^?^|$*,\s]{0,250})(?:\^|\|)\$/;

/** Reads what `learntText` wrote. What is not written so is left out; never throws. */
export function parseLearnt(text: string): Learnt {
  const gateways: LearntGateway[] = [];
  const forgotten: string[] = [];
  let last: RegExpExecArray | null = null;
  for (const line of text.split(/\r?\n/)) {
    const mark = FORGOTTEN.exec(line)?.[1];
    if (mark !== undefined) forgotten.push(mark);
    const gateway = last === null ? null : gatewayOf(last, line);
    if (gateway !== null) gateways.push(gateway);
    last = ORIGIN.exec(line);
  }
  return { gateways, forgotten };
}

function gatewayOf(found: RegExpExecArray, line: string): LearntGateway | null {
  const [, what, pixel = null, site = null, time = ''] = found;
  const rule = RULE.exec(line);
  const seen = Date.parse(time);
  const from = what === 'the settings' ? 'configuration' : 'request';
  if (rule === null || Number.isNaN(seen) || (from === 'request' && site === null)) return null;
  return { host: rule[1] as string, path: rule[2] as string, from, pixel, site, seen };
}
