import type { LearntView } from '../model/learnt.ts';

/** What was learnt as lines for a terminal; a sentence where there is nothing. */
export function learntLines(
  gateways: readonly LearntView[],
  forgotten: readonly string[],
): readonly string[] {
  if (gateways.length + forgotten.length === 0) return ['nothing was learnt yet'];
  return [
    ...gateways.map((one) => `${one.host}${one.path}  ${originOf(one)}, until ${day(one.expires)}`),
    ...forgotten.map((host) => `${host}  forgotten, and not learnt again`),
  ];
}

/** The list of what was learnt in one line, beside those that are downloaded. */
export function learntLine(addresses: number): string {
  const words = addresses === 1 ? '1 address of a gateway' : `${addresses} addresses of gateways`;
  return `learnt: ${words}, found by Eyelid itself (eyelid learnt)`;
}

function originOf({ from, pixel, site, seen }: LearntView): string {
  const on = site === null ? '' : ` on ${site}`;
  const what =
    from === 'request' ? 'from what was sent there' : `from the settings of pixel ${pixel ?? '?'}`;
  return `${what}${on}, last seen ${day(seen)}`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
