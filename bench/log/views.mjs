// Every question that the page asks of the log, as a person would: filters of
// each kind and together, what is found often, seldom and never.
const DAY_MS = 86_400_000;

/**
 * By name, each a function that asks `asked` once: `queries` themselves, or a
 * reader in threads. What to ask for is looked up in `queries`.
 */
export function views(queries, asked = queries) {
  const [newest] = queries.rows({ limit: 1 });
  const now = newest.at;
  const idOf = (name) => queries.rows({ device: name, limit: 1 })[0]?.device ?? name;
  const [phone, tv, vacuum] = ['Anna’s phone', 'Living-room TV', 'Robot vacuum'].map(idOf);
  const sites = queries.names('page');
  const [site, seldom] = [sites[3], sites.at(-1)];
  const since = (days) => ({ since: now - days * DAY_MS });
  const oneDay = (ago) => ({ since: now - ago * DAY_MS, until: now - (ago - 1) * DAY_MS });
  const rows = (filter) => () => asked.rows({ ...filter, limit: 100 });
  return {
    'Log: the newest page': rows({}),
    'Log: a page in the middle': rows({ before: Math.floor(newest.id / 2) }),
    'Log: the last rows, followed': rows({ after: newest.id - 50 }),
    'Log: one device': rows({ device: phone }),
    'Log: a quiet device': rows({ device: vacuum }),
    'Log: a group of three devices': rows({ devices: [phone, tv, vacuum] }),
    'Log: a host and all below': rows({ host: 'facebook.com' }),
    'Log: a whole top-level domain': rows({ host: 'com' }),
    'Log: one site': rows({ page: site }),
    'Log: one tracker': rows({ tracker: 'Meta Pixel' }),
    'Log: one action': rows({ action: 'strip' }),
    'Log: an action that never was': rows({ action: 'placeholder' }),
    'Log: one type': rows({ type: 'font' }),
    'Log: a type that never was': rows({ type: 'websocket' }),
    'Log: one rule': rows({ rule: 'meta-pixel-hit' }),
    'Log: a rule seldom applied': rows({ rule: `@@||Reddit Pixel^$domain=${seldom}` }),
    'Log: one list': rows({ list: 'easylist' }),
    'Log: one level': rows({ level: 'trackers' }),
    'Log: only unopened': rows({ unopened: true }),
    'Log: one day a month ago': rows(oneDay(28)),
    'Log: device and tracker that never met': rows({ device: tv, tracker: 'Meta Pixel' }),
    'Log: device and host that never met': rows({ device: tv, host: 'facebook.com' }),
    'Log: device and type that never met': rows({ device: tv, type: 'script' }),
    'Log: device, site, tracker, action': rows({
      ...{ device: phone, page: site, tracker: 'Google Analytics', action: 'strip' },
    }),
    'Log: device and type': rows({ device: phone, type: 'font' }),
    'Log: unopened, of a level that opens': rows({ unopened: true, level: 'full' }),
    'Log: site and action on one day': rows({ page: site, action: 'block', ...oneDay(9) }),
    'Log: a text that is frequent': rows({ text: 'facebook' }),
    'Log: a text that is nowhere': rows({ text: 'no such words' }),
    'Log: a text that is nowhere, one tracker': rows({ tracker: 'Meta Pixel', text: 'no such' }),
    'Log: … one device and tracker': rows({
      device: phone,
      tracker: 'Meta Pixel',
      text: 'no such',
    }),
    'Log: one row with its details': () => asked.row(Math.floor(newest.id / 3)),
    'Log: suggestions, all three': () => ['tracker', 'page', 'list'].map((of) => asked.names(of)),
    'Overview: 24 hours': () => asked.overview(since(1)),
    'Overview: 7 days': () => asked.overview(since(7)),
    'Overview: the 7 days before': () =>
      asked.overview({ since: now - 14 * DAY_MS, until: now - 7 * DAY_MS }),
    'Overview: 30 days': () => asked.overview(since(30)),
    ...perRange('Insight: links', since, (range) => asked.links(range)),
    ...perRange('Insight: all trackers', since, (range) => asked.trackers(range)),
    ...perRange('Insight: all sites', since, (range) => asked.sites(range)),
    ...perRange('Insight: one tracker', since, (range) => asked.tracker('Meta Pixel', range)),
    ...perRange('Insight: one site', since, (range) => asked.site(site, range)),
    ...perRange('Insight: one device', since, (range) => asked.device(phone, range)),
    ...perRange('Rules: hits', since, (range) => asked.ruleHits(range)),
    'Insight: two weeks': () => asked.weeks(now),
    'Export: 1,000 of 10,000 rows': exporting(asked),
  };
}

function perRange(name, since, ask) {
  return Object.fromEntries(
    [1, 7, 30].map((days) => [`${name}, ${days} d`, () => ask(since(days))]),
  );
}

/** One page of an export, the next at each call: between two others may ask. */
function exporting(asked) {
  let before;
  let pages = 0;
  return async () => {
    const page = await asked.rows({ limit: 1000, ...(before === undefined ? {} : { before }) });
    pages += 1;
    before = pages % 10 === 0 ? undefined : page.at(-1)?.id;
  };
}
