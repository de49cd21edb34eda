import type { Node } from 'yaml';
import { whyHeaderIsKept } from '../filter/removable-header.ts';
import { readHeaderName, readTests, readTextTest } from './read-text-test.ts';
import { STRIP_KEYS, type Strip, type StripKey } from './signature.ts';
import type { TextTest } from './text-test.ts';
import { type Entry, type Report, readMap } from './yaml-node.ts';

const NOTHING: Strip = {
  query: [],
  body: [],
  cookies: [],
  setCookies: [],
  headers: [],
  responseHeaders: [],
  within: [],
};

/** Reads `strip`: what is taken out. */
export function readStrip({ key, value }: Entry, report: Report): Strip {
  const entries = readMap(value, 'strip', report, STRIP_KEYS);
  if (entries.length === 0) report(key.node, '"strip" names nothing');
  let strip = NOTHING;
  for (const entry of entries) {
    const of = entry.key.text as StripKey;
    strip = { ...strip, [of]: readNames(entry.value, of, report) };
  }
  const within = entries.find((entry) => entry.key.text === 'within');
  if (within !== undefined && !entries.some((entry) => entry.key.text === 'query')) {
    report(within.key.node, '"strip.within" needs "strip.query", which names what is taken out');
  }
  return strip;
}

function readNames(node: Node | null, key: StripKey, report: Report): readonly TextTest[] {
  const isHeader = key === 'headers' || key === 'responseHeaders';
  const where = `strip.${key}`;
  const names = readTests(node, where, report, isHeader ? readHeaderName : readTextTest) ?? [];
  for (const name of isHeader ? names : []) {
    const reason = name.kind === 'exact' ? whyHeaderIsKept(name.text) : null;
    if (reason !== null) report(node, `${where}: ${reason}`);
  }
  return names;
}
