import { isIP } from 'node:net';
import type { DeviceCondition, DeviceTest, GroupCondition } from './rare.ts';

interface Part {
  readonly text: string;
  readonly negated: boolean;
  /** In quotation marks: a name, whatever it looks like. */
  readonly quoted: boolean;
}

/**
 * Reads the value of `$device` and `$client`: names, MACs, addresses and
 * ranges of addresses, separated by `|`, `~` before those that are not meant.
 * A name with a comma, a bar or a quotation mark in it is written with a
 * backslash before it, or between quotation marks (AdGuard's `client`).
 */
export function parseDevices(value: string): DeviceCondition | { readonly reason: string } {
  const include: DeviceTest[] = [];
  const exclude: DeviceTest[] = [];
  for (const part of partsOf(value)) {
    const test = readDevice(part);
    if ('reason' in test) return test;
    (part.negated ? exclude : include).push(test);
  }
  return { include, exclude };
}

/** Reads the value of `$group` and `$ctag`: names of groups, as `parseDevices` reads those of devices. */
export function parseGroups(value: string): GroupCondition | { readonly reason: string } {
  const include: string[] = [];
  const exclude: string[] = [];
  for (const { text, negated } of partsOf(value)) {
    if (text === '') return { reason: `a name is missing in "${value}"` };
    (negated ? exclude : include).push(text.toLowerCase());
  }
  return { include, exclude };
}

/** A MAC with colons or dashes. */
const MAC = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;

function readDevice({ text, quoted }: Part): DeviceTest | { readonly reason: string } {
  if (text === '') return { reason: 'the name of a device is missing' };
  if (quoted) return { kind: 'name', name: text.toLowerCase() };
  if (MAC.test(text)) return { kind: 'mac', mac: text.toLowerCase().replaceAll('-', ':') };
  const [address = '', length] = text.split('/');
  const version = isIP(address);
  if (version === 0) return { kind: 'name', name: text.toLowerCase() };
  const widest = version === 4 ? 32 : 128;
  const prefix = length === undefined ? widest : Number(length);
  if (
    !/^\d+(?:\.\d+){3}$|:/.test(address) ||
    !/^[^/]*(?:\/\d{1,3})?$/.test(text) ||
    prefix > widest
  ) {
    return { reason: `"${text}" is no range of addresses` };
  }
  return { kind: 'range', address, prefix };
}

function partsOf(value: string): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at <= value.length; ) {
    const part = /^\s*(~?)\s*/.exec(value.slice(at)) as RegExpExecArray;
    const start = at + part[0].length;
    const { text, quoted, end } = readName(value, start);
    parts.push({ text: text.trim(), negated: part[1] === '~', quoted });
    at = end + 1;
  }
  return parts;
}

/** The name that begins at `start`, without its quotation marks and backslashes, and the bar after it. */
function readName(value: string, start: number): { text: string; quoted: boolean; end: number } {
  const quote = /^(["'])((?:\\.|(?!\1)[^\\])*)\1\s*(?=\||$)/s.exec(value.slice(start));
  if (quote !== null) {
    return { text: unescaped(quote[2] as string), quoted: true, end: start + quote[0].length };
  }
  const [plain = ''] = /^(?:\\.|[^|\\]|\\$)*/s.exec(value.slice(start)) ?? [];
  return { text: unescaped(plain), quoted: false, end: start + plain.length };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}
