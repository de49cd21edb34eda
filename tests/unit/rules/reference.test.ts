import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Device, DeviceId } from '../../../src/model/device.ts';
import { RESOURCE_TYPES, type RequestInfo, type ResponseHead } from '../../../src/model/request.ts';
import { requestOf, ruleSet } from '../../support/rule-set.ts';

/*
 * The matcher against a naive one, which tries every rule on every request by
 * turning the pattern into a regular expression, as the documentation of
 * Adblock Plus describes the syntax.
 */

interface RandomRule {
  readonly exception: boolean;
  readonly left: '' | '|' | '||';
  readonly body: string;
  readonly right: '' | '|';
  readonly type: 'script' | '~script' | 'image' | null;
  readonly party: 'third-party' | 'first-party' | null;
  readonly domains: readonly string[];
  readonly to: readonly string[];
  readonly rare: keyof typeof CONDITIONS | null;
  /** Says how a block is answered, and blocks nothing; null for a rule that blocks. */
  readonly redirect: keyof typeof REDIRECTS | null;
}

/** Conditions that few filters have, and when they hold; null: as the exception says. */
const RARE = {
  strict1p: ({ page, hostname }: RequestInfo) => (page === null ? null : page === hostname),
  strict3p: ({ page, hostname }: RequestInfo) => (page === null ? null : page !== hostname),
  'group=kids': ({ device }: RequestInfo) => device?.groups.includes('kids') === true,
  'group=~kids': ({ device }: RequestInfo) => device?.groups.includes('kids') === false,
  'device=tablet|10.0.0.0/8': ({ device }: RequestInfo) => device !== null,
  'device=~tablet': ({ device }: RequestInfo) => device?.name === 'Phone',
  'time=sat': () => true,
  'time=sun-fri': () => false,
  'expires=2026-11-21': () => true,
  'expires=2026-11-20': () => false,
};

type Condition = (request: RequestInfo, response: ResponseHead | null) => boolean | null;

/** Conditions on the head of the response, which hold for none where there is none yet. */
const HEADERS: Readonly<Record<string, Condition>> = {
  'header=via': (_, response) => valuesOf(response, 'via').length > 0,
  'header=server:ads': (_, response) => valuesOf(response, 'server').includes('ads'),
  'header=server:~ads': (_, response) => valuesOf(response, 'server').some((one) => one !== 'ads'),
  'header=server:/^a/': (_, response) =>
    valuesOf(response, 'server').some((one) => one.startsWith('a')),
};
const CONDITIONS: Readonly<Record<string, Condition>> = { ...RARE, ...HEADERS };

function valuesOf(response: ResponseHead | null, name: string): readonly string[] {
  const headers = response?.headers ?? [];
  return headers.filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === name);
}

const RESPONSES: readonly (ResponseHead | null)[] = [
  null,
  null,
  { status: 200, headers: [] },
  { status: 200, headers: ['Server', 'ads'] },
  { status: 404, headers: ['Via', '1.1 x', 'server', 'apache'] },
];

/** What a redirect-rule names, with its priority; an exception may name none, and means all. */
const REDIRECTS = { 'noopjs:1': 1, '1x1.gif:2': 2, 'noop.txt:3': 3, '': 0 } as const;

/** A Saturday. */
const NOW = new Date(2026, 10, 21, 12).getTime();

const device: Device = {
  id: 'ip:192.168.1.5' as DeviceId,
  address: '192.168.1.5',
  mac: null,
  name: 'Tablet',
  nameFrom: 'hand',
  groups: ['kids'],
  level: 'full',
  levelFrom: 'default',
  mode: 'enforce',
  firstSeen: 0,
  lastSeen: 0,
};
const DEVICES = [null, device, { ...device, address: '10.0.0.5', name: 'Phone', groups: [] }];

const HOSTS = ['ads.a.example', 'a.example', 'b.a.example', 'ads.example', 'example', 'c.test'];
const PIECES = [
  'ads',
  'a',
  'x',
  '1',
  '/',
  '.',
  '-',
  '?',
  '=',
  '^',
  '*',
  'example',
  '.example',
  '%',
  '_',
];

const names = fc.uniqueArray(
  fc.tuple(fc.constantFrom('', '', '~'), fc.constantFrom(...HOSTS)).map((parts) => parts.join('')),
  { maxLength: 2, selector: (name) => name.replace('~', '') },
);

const rule: fc.Arbitrary<RandomRule> = fc.record({
  exception: fc.boolean(),
  left: fc.constantFrom('' as const, '' as const, '|' as const, '||' as const),
  body: fc.oneof(
    fc
      .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 })
      // Two separators in a row can be read in two ways at the end of an address.
      .map((parts) => parts.join('').replace(/\^\^+/g, '^')),
    fc
      .tuple(fc.constantFrom(...HOSTS), fc.constantFrom('^', '/x', '^x', ''))
      .map((parts) => parts.join('')),
    fc.constantFrom(
      'https://a.',
      'http*://ads',
      '/ads',
      '/x',
      'a*x',
      '/1',
      '^a',
      'ads*.',
      'x^',
      '?',
      'a.example^*x',
    ),
  ),
  right: fc.constantFrom('' as const, '' as const, '|' as const),
  type: fc.constantFrom(
    null,
    null,
    null,
    null,
    'script' as const,
    '~script' as const,
    'image' as const,
  ),
  party: fc.constantFrom(null, null, null, null, 'third-party' as const, 'first-party' as const),
  domains: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, names),
  to: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, names),
  rare: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    fc.constantFrom(...Object.keys(CONDITIONS)),
  ),
  redirect: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    fc.constantFrom(...(Object.keys(REDIRECTS) as (keyof typeof REDIRECTS)[])),
  ),
});

const request: fc.Arbitrary<RequestInfo> = fc
  .record({
    scheme: fc.constantFrom('https', 'http'),
    host: fc.constantFrom(...HOSTS),
    port: fc.constantFrom('', '', ':8080'),
    path: fc.array(fc.constantFrom('ads', 'a', 'x', '1', '/', '.', '-', 'A', 'example', '%', '_'), {
      maxLength: 6,
    }),
    query: fc.constantFrom('', '', '?x=1', '?ads', '?a.example/x'),
    type: fc.constantFrom('script' as const, 'image' as const, 'document' as const, 'xhr' as const),
    page: fc.constantFrom(...HOSTS, null),
    device: fc.constantFrom(...DEVICES),
  })
  .map(({ scheme, host, port, path, query, type, page, device }) =>
    requestOf(`${scheme}://${host}${port}/${path.join('')}${query}`, type, {
      from: page === null ? null : `https://${page}/`,
      device,
    }),
  );

function write({
  exception,
  left,
  body,
  right,
  type,
  party,
  domains,
  to,
  rare,
  redirect,
}: RandomRule): string {
  const options = [
    ...(type === null ? [] : [type]),
    ...(party === null ? [] : [party]),
    ...(domains.length === 0 ? [] : [`domain=${domains.join('|')}`]),
    ...(to.length === 0 ? [] : [`to=${to.join('|')}`]),
    ...(rare === null ? [] : [rare]),
    ...(redirect === null ? [] : [`redirect-rule${redirect === '' ? '' : `=${redirect}`}`]),
  ];
  const tail = options.length === 0 ? '' : `$${options.join(',')}`;
  return `${exception ? '@@' : ''}${left}${body}${right}${tail}`;
}

/** A pattern of letters that looks like a file name or hostname is read as a host, which is told elsewhere. */
function isPlainName({ left, body, right }: RandomRule): boolean {
  return left === '' && right === '' && /^\*?[\w.-]+\*?$/.test(body) && body.includes('.');
}

function isSlashed({ left, body, right }: RandomRule): boolean {
  return left === '' && right === '' && /^\/.*\/$/.test(body);
}

function naiveRegex({ left, body, right }: RandomRule): RegExp {
  const middle = body
    .replace(/[.?+${}()|[\]\\/]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('^', '(?:[^\\w.%-]|$)');
  const starred = body.startsWith('*');
  const begin =
    starred || left === '' ? '' : left === '|' ? '^' : '^[a-z]+://(?:[^/:?]*\\.)?(?![/:?])';
  return new RegExp(`${begin}${middle}${right === '|' && !body.endsWith('*') ? '$' : ''}`, 'i');
}

function nameHolds(conditions: readonly string[], hosts: readonly (string | null)[]): boolean {
  const verdicts = hosts.map((host) => {
    const hits = conditions
      .map((written) => ({ name: written.replace('~', ''), out: written.startsWith('~') }))
      .filter(({ name }) => host === name || host?.endsWith(`.${name}`) === true)
      .toSorted((a, b) => b.name.length - a.name.length);
    return hits[0] === undefined ? 'none' : hits[0].out ? 'out' : 'in';
  });
  if (verdicts.includes('out')) return false;
  return verdicts.includes('in') || conditions.every((written) => written.startsWith('~'));
}

function naiveMatch(one: RandomRule, asked: RequestInfo, response: ResponseHead | null): boolean {
  const { exception, type, party, domains, to, left, body, right, rare } = one;
  const types: readonly string[] =
    type === null || type === '~script'
      ? RESOURCE_TYPES.filter((t) => t !== 'document' && !(type === '~script' && t === 'script'))
      : [type];
  if (!types.includes(asked.type)) return false;
  const isHost = left === '||' && right === '' && /^[\w.-]+\^\**$/.test(body);
  const unknownHolds = exception || (isHost && party === 'third-party');
  if (
    party !== null &&
    (asked.party === 'unknown' ? !unknownHolds : `${asked.party}-party` !== party)
  )
    return false;
  if (!nameHolds(domains, asked.type === 'document' ? [asked.page, asked.hostname] : [asked.page]))
    return false;
  if (!nameHolds(to, [asked.hostname])) return false;
  if (rare !== null && !(CONDITIONS[rare]?.(asked, response) ?? exception)) return false;
  return naiveRegex(one).test(asked.url);
}

/** The stand-in of a blocked request: the one with the highest priority that no exception undoes. */
function naiveRedirect(fitting: readonly RandomRule[]): string | null {
  const named = fitting.flatMap(({ redirect, exception }) =>
    redirect === null ? [] : [{ redirect, exception }],
  );
  const undone = named.filter(({ exception }) => exception).map(({ redirect }) => redirect);
  const left = named
    .filter(({ exception, redirect }) => !exception && redirect !== '')
    .filter(({ redirect }) => !undone.includes(redirect) && !undone.includes(''))
    .toSorted((a, b) => REDIRECTS[b.redirect] - REDIRECTS[a.redirect]);
  return left[0]?.redirect.replace(/:\d$/, '') ?? null;
}

test('a set of random rules says what trying each of them says', async () => {
  let blocked = 0;
  let excepted = 0;
  let redirected = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 1, maxLength: 12 }),
      fc.array(request, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...RESPONSES),
      async (rules, requests, response) => {
        const usable = rules.filter((one) => !isPlainName(one) && !isSlashed(one));
        const written = usable.map(write);
        const set = await ruleSet(written.join('\n'), () => NOW);
        const [info] = set.lists;
        const refused = new Set(
          info?.problems.filter(({ severity }) => severity === 'error').map(({ line }) => line - 1),
        );
        const good = usable.filter((_, i) => !refused.has(i));
        for (const asked of requests) {
          const matches = set.match(asked, null, response);
          const fitting = good.filter((one) => naiveMatch(one, asked, response));
          const deciding = fitting.filter(({ redirect }) => redirect === null);
          const block = deciding.some((one) => !one.exception);
          const exception = block && deciding.some((one) => one.exception);
          const redirect = block && !exception ? naiveRedirect(fitting) : null;
          if (block) blocked++;
          if (exception) excepted++;
          if (redirect !== null) redirected++;
          expect({
            written,
            url: asked.url,
            block: matches.block !== null,
            exception: matches.exception !== null,
            redirect: matches.redirect?.stub ?? null,
          }).toEqual({ written, url: asked.url, block, exception, redirect });
        }
      },
    ),
    { numRuns: 2_000 },
  );
  // It would be no test if nothing ever matched.
  expect(blocked).toBeGreaterThan(300);
  expect(excepted).toBeGreaterThan(50);
  expect(redirected).toBeGreaterThan(10);
}, 60_000);
