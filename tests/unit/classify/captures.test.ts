import { existsSync, readFileSync } from 'node:fs';
import { expect, it, describe as suite } from 'vitest';
import { type DescribeContext, describe } from '../../../src/classify/describe.ts';
import { createRegistrableDomain } from '../../../src/classify/registrable-domain.ts';
import { type ResourceType, typeBit } from '../../../src/model/request.ts';

const FILE = '../shared/corpora/captures.jsonl';
const absent = !existsSync(FILE);
if (absent) console.warn(`skipped: types of captured requests, for ${FILE} is not there`);

interface Capture {
  readonly method: string;
  readonly url: string;
  readonly rtype: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the browser's own recorder calls a type; `other` is left out, for it means several. */
const RECORDED: Readonly<Record<string, readonly ResourceType[]>> = {
  document: ['document', 'subdocument'],
  script: ['script'],
  stylesheet: ['stylesheet'],
  image: ['image'],
  font: ['font'],
  media: ['media'],
  xhr: ['xhr'],
  fetch: ['xhr'],
  preflight: ['xhr'],
  ping: ['ping'],
};

const CONTEXT: DescribeContext = { device: null, registrableDomain: createRegistrableDomain() };

suite.skipIf(absent)('captured requests of real browsers', () => {
  const rows = absent
    ? []
    : readFileSync(FILE, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Capture)
        .filter(({ rtype }) => rtype !== null && RECORDED[rtype] !== undefined);

  it.each([
    ['as sent', () => true],
    ['without Sec-Fetch', (name: string) => !name.toLowerCase().startsWith('sec-fetch-')],
  ])('%s: the type is always among the possible ones', (_, keeps) => {
    const wrong = rows.filter(({ method, url, headers, rtype }) => {
      // Names that begin with a colon are HTTP/2's own.
      const sent = Object.entries(headers).filter(([name]) => !name.startsWith(':') && keeps(name));
      const request = describe({ method, url, headers: sent.flat() }, CONTEXT);
      const allowed = RECORDED[rtype as string]!.reduce((mask, type) => mask | typeBit(type), 0);
      return ((request?.types ?? 0) & allowed) === 0;
    });
    expect(rows.length).toBeGreaterThan(100);
    expect(wrong.map(({ url }) => url)).toEqual([]);
  });
});
