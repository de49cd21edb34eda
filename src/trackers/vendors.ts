/** What is known of one tracker's hits: where they go and what its fields mean. */
export interface Vendor {
  readonly tracker: string;
  readonly company: string;
  /** Hosts, each with its sub-domains; a hit on another host is known by `marks`. */
  readonly hosts: readonly string[];
  /** A piece of the path that makes it a hit; the host alone does where there is none. */
  readonly path?: RegExp;
  /** Field names that only this tracker's hits have together. */
  readonly marks?: readonly string[];
  /** Fields with the event's name, best first, and what it is called without. */
  readonly events: readonly string[];
  readonly event: string;
  readonly sites: readonly string[];
  readonly value?: string;
  readonly currency?: string;
  /** Fields that hold personal data, and the words for it. */
  readonly personal?: Readonly<Record<string, string>>;
  /** Fields that hold numbers of a browser, a visit or a click. */
  readonly ids?: Readonly<Record<string, string>>;
}

/** The table of those that need no code of their own. */
export const VENDORS: readonly Vendor[] = [
  {
    tracker: 'X Pixel',
    company: 'X',
    hosts: ['t.co', 'analytics.twitter.com', 'analytics.x.com'],
    path: /adsct/,
    events: ['event', 'tw_event'],
    event: 'a visit',
    sites: ['tw_document_href'],
    value: 'tw_sale_amount',
    personal: { email_address: 'e-mail', phone_number: 'phone' },
    ids: { pl_id: 'browser id', bci: 'browser id', twclid: 'click id' },
  },
  {
    tracker: 'LinkedIn Insight Tag',
    company: 'LinkedIn',
    hosts: ['px.ads.linkedin.com', 'px4.ads.linkedin.com', 'dc.ads.linkedin.com'],
    marks: ['websiteSignalRequestId'],
    events: ['signalType'],
    event: 'a visit',
    sites: ['url'],
    personal: { hem: 'e-mail', innerText: 'the text of what was clicked' },
    ids: { li_adsId: 'browser id', liFatId: 'click id', li_fat_id: 'click id' },
  },
  {
    tracker: 'Pinterest Tag',
    company: 'Pinterest',
    hosts: ['ct.pinterest.com'],
    events: ['event'],
    event: 'a visit',
    sites: ['ad.loc', 'loc'],
    personal: { pd: 'e-mail' },
    ids: { epik: 'click id', pin_unauth: 'browser id' },
  },
  {
    tracker: 'Snap Pixel',
    company: 'Snap',
    hosts: ['tr.snapchat.com', 'tr6.snapchat.com'],
    marks: ['u_scsid'],
    events: ['req.0.t.ev', 'ev'],
    event: 'a visit',
    sites: ['ctx.url', 'url'],
    value: 'req.0.t.e_pr',
    currency: 'req.0.t.e_cur',
    personal: {
      'req.0.t.u_hem': 'e-mail',
      'req.0.t.u_hpn': 'phone',
      u_hem: 'e-mail',
      u_hpn: 'phone',
    },
    ids: { u_scsid: 'visit number', u_sclid: 'click id', u_c1: 'browser id' },
  },
  {
    tracker: 'Reddit Pixel',
    company: 'Reddit',
    hosts: ['alb.reddit.com'],
    events: ['event'],
    event: 'a visit',
    sites: ['dpm', 'url'],
    value: 'm.value',
    currency: 'm.currency',
    personal: { em: 'e-mail', pn: 'phone', external_id: 'customer number' },
    ids: { uuid: 'browser id', aaid: 'advertising id', idfa: 'advertising id' },
  },
  {
    tracker: 'Microsoft Advertising',
    company: 'Microsoft',
    hosts: ['bat.bing.com', 'bat.bing.net'],
    events: ['ea', 'evt'],
    event: 'a visit',
    sites: ['p', 'r'],
    value: 'gv',
    currency: 'gc',
    personal: { pid: 'e-mail or phone', tl: 'the title of the page', kw: 'the words of the page' },
    ids: { sid: 'visit number', vid: 'browser id', msclkid: 'click id' },
  },
  {
    tracker: 'Microsoft Clarity',
    company: 'Microsoft',
    hosts: ['clarity.ms'],
    path: /collect/,
    events: [],
    event: 'a film of the visit',
    sites: [],
  },
  {
    tracker: 'Criteo',
    company: 'Criteo',
    hosts: ['criteo.com'],
    events: [],
    event: 'a visit of a shop',
    sites: ['fu', 'tld'],
    ids: { bundle: 'browser id', cto_bundle: 'browser id', optout: 'opt-out' },
  },
  {
    tracker: 'Yandex Metrica',
    company: 'Yandex',
    hosts: ['mc.yandex.ru', 'mc.yandex.com', 'mc.webvisor.org', 'mc.webvisor.com'],
    path: /^\/(?:watch|webvisor|clmap)\//,
    events: [],
    event: 'a visit',
    sites: ['page-url'],
    ids: { yclid: 'click id' },
  },
  {
    tracker: 'HubSpot',
    company: 'HubSpot',
    hosts: ['track.hubspot.com', 'track-eu1.hubspot.com', 'forms.hscollectedforms.net'],
    events: ['n'],
    event: 'a visit',
    sites: ['pu'],
    personal: { email: 'e-mail', t: 'the title of the page' },
    ids: { vi: 'browser id', u: 'browser id', b: 'visit number' },
  },
  {
    tracker: 'Cloudflare Zaraz',
    company: 'The trackers behind Cloudflare Zaraz',
    hosts: [],
    path: /^\/cdn-cgi\/zaraz\/t(?:\/|$)/,
    events: ['name', '__zarazTrack'],
    event: 'a visit',
    sites: ['system.page.url', 'l'],
  },
  {
    tracker: 'E-mail tracking',
    company: 'The sender',
    hosts: ['list-manage.com', 'mandrillapp.com', 'mjt.lu', 'awstrack.me', 'pstmrk.it'],
    events: [],
    event: 'a mail was opened',
    sites: [],
    ids: { u: 'newsletter', id: 'mail', e: 'reader' },
  },
];
