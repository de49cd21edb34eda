import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ALIASES = { xmlhttprequest: 'xhr' };
const DEST = {
  document: 'document',
  subdocument: 'iframe',
  stylesheet: 'style',
  media: 'video',
  xhr: 'empty',
  other: 'manifest',
};

/** Eyelid's matcher, as built in `dist`. */
export async function createOurs(lists, dist) {
  const load = (file) => import(pathToFileURL(resolve(dist, file)).href);
  const { createRuleCompiler } = await load('rules/compiler.js');
  const { readRuleFile } = await load('rules/rule-file.js');
  const { describe } = await load('classify/describe.js');
  const { createRegistrableDomain } = await load('classify/registrable-domain.js');
  const { narrowByRequest } = await load('act/narrow-edits.js');
  const { createAuthorityReader } = await load('classify/authority.js');
  const registrableDomain = createRegistrableDomain();
  const readAuthority = createAuthorityReader();
  const known = { device: null, registrableDomain, readAuthority };
  const { createKeptCompiler } = await load('rules/kept-compiler.js');
  const { compileInSlices } = await load('rules/filter-compiler.js');
  const memory = memorySnapshot();
  const keptCompiler = () =>
    createRuleCompiler(
      registrableDomain,
      createKeptCompiler(compileInSlices, { snapshot: memory, program: 'bench' }),
    );
  const readAll = () => lists.map(({ name, bytes }) => readRuleFile(name, bytes, null));
  const given = (request) =>
    describe(request.head, {
      device: null,
      registrableDomain,
      readAuthority,
      sourceUrl: request.sourceUrl,
      type: request.type,
    });
  const told = (request) => describe(request.head, known);
  let rules = null;
  return {
    build: async () => {
      rules = await createRuleCompiler(registrableDomain)(readAll());
      return rules.size;
    },
    save: async () => {
      await keptCompiler()(readAll());
      return memory.bytes();
    },
    /** As at a start: the lists are read to know that they are the same. */
    load: () => keptCompiler()(readAll()),
    prepare: bare,
    match: (request) => blocks(rules.match(given(request), null)),
    /** What else is worth a row, by name: how a row of the corpus is prepared, and the work. */
    more: {
      describe: { prepare: bare, work: given },
      'from a browser’s headers': { prepare: fromBrowser, work: told },
      'all for a browser’s request': {
        prepare: fromBrowser,
        work: (request) => rules.match(told(request), null),
      },
      'and narrowed to what is in it, without cookies': {
        prepare: fromBrowser,
        work: (request) => narrowed(told(request)),
      },
      'and narrowed, with eight cookies': {
        prepare: (row) => fromBrowser(row, COOKIES),
        work: (request) => narrowed(told(request)),
      },
    },
  };

  function narrowed(request) {
    return narrowByRequest(rules.match(request, null).edits, request);
  }
}

/** The request as `explain` gets it: what it is for and who asks are told, there are no headers. */
function bare({ url, sourceUrl, type }) {
  return { head: { method: 'GET', url, headers: [] }, sourceUrl, type: ALIASES[type] ?? type };
}

/** Keeps compiled rules as a file would. */
function memorySnapshot() {
  let kept = null;
  return {
    read: async (key) => (kept?.key === key ? kept.bytes : null),
    keep: (key, bytes) => {
      kept = { key, bytes: bytes() };
    },
    forget: () => {
      kept = null;
    },
    bytes: () => kept.bytes,
  };
}

function blocks({ important, block, exception }) {
  return important !== null || (block !== null && exception === null);
}

const COOKIES = [
  'Cookie',
  '_fbp=fb.1.1700083983516.1957486760; sid=9a8b7c6d; lang=en; consent=yes; _ga=GA1.1.7; theme=dark; cart=3; _uetsid=8f76',
];

/** The request with the headers that a browser of today sends. */
function fromBrowser({ url, sourceUrl, type }, cookies = []) {
  const asked = ALIASES[type] ?? type;
  const source = new URL(sourceUrl);
  const isOwn = source.host === new URL(url).host;
  const headers = [
    ['Host', new URL(url).host],
    ['Connection', 'keep-alive'],
    ['sec-ch-ua', '"Chromium";v="142", "Not_A Brand";v="99"'],
    ['sec-ch-ua-mobile', '?0'],
    ['sec-ch-ua-platform', '"Linux"'],
    ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)'],
    ['Accept', '*/*'],
    ['Sec-Fetch-Site', isOwn ? 'same-origin' : 'cross-site'],
    ['Sec-Fetch-Mode', 'no-cors'],
    ['Sec-Fetch-Dest', DEST[asked] ?? asked],
    ['Referer', isOwn ? sourceUrl : `${source.origin}/`],
    ['Accept-Encoding', 'gzip, deflate, br, zstd'],
    ['Accept-Language', 'en-GB,en;q=0.9'],
  ];
  return { head: { method: 'GET', url, headers: [...headers.flat(), ...cookies] } };
}
