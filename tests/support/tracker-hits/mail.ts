import type { Hostname } from '../../../src/model/terms.ts';
import { HASH, type TrackerHit } from '../tracker-hit.ts';

const ELSEWHERE = { page: 'news.example' as Hostname, party: 'third' } as const;

/** Mails, and what can be said of a request whose format nobody described. */
export const MAIL: readonly TrackerHit[] = [
  {
    what: 'a mail by Mailchimp that was opened',
    url: 'https://x.us1.list-manage.com/track/open.php?u=11&id=22&e=33',
    tracker: 'E-mail tracking',
    summary:
      'The sender, by way of Mailchimp, was told: a mail was opened, with newsletter, mail and reader',
    fields: ['u', 'id', 'e'],
  },
  {
    what: 'a link in a mail by Mailchimp',
    url: 'https://x.us1.list-manage.com/track/click?u=11&id=22&e=33',
    tracker: 'E-mail tracking',
    summary:
      'The sender, by way of Mailchimp, was told: a link in a mail was followed, with newsletter, mail and reader',
    fields: ['u', 'id', 'e'],
  },
  {
    what: 'a mail by SendGrid, on a host of the sender',
    url: 'https://links.shop.example/wf/open?upn=u001.abc',
    tracker: 'E-mail tracking',
    summary: 'The sender, by way of SendGrid, was told: a mail was opened, with reader',
    fields: ['upn'],
  },
  {
    what: 'a mail by Mailjet',
    url: 'https://x1y2.mjt.lu/oo/AABB/e.gif',
    tracker: 'E-mail tracking',
    summary: 'The sender, by way of Mailjet, was told: a mail was opened',
    fields: [],
  },
  {
    what: 'a mail by Amazon SES',
    url: 'https://abc.r.eu-west-1.awstrack.me/I0/0102/x=1',
    tracker: 'E-mail tracking',
    summary: 'The sender, by way of Amazon SES, was told: a mail was opened',
    fields: [],
  },
  {
    what: 'a link in a mail by HubSpot',
    url: 'https://d2.hubspotlinks.com/Ctc/ab/cd',
    tracker: 'E-mail tracking',
    summary: 'The sender, by way of HubSpot, was told: a link in a mail was followed',
    fields: [],
  },
  {
    what: 'the script of a known tracker',
    url: 'https://www.googletagmanager.com/gtag/js?id=G-ABCDEF1234',
    more: { ...ELSEWHERE, type: 'script' },
    tracker: 'Google Tag Manager',
    summary: 'Google was told: its script was loaded on news.example',
    fields: [],
  },
  {
    what: 'a small image of somebody',
    url: `https://pixel.unknown.example/i.gif?a=1&b=2&hem=${HASH}&gclid=Cj0`,
    more: { ...ELSEWHERE, type: 'image' },
    tracker: null,
    summary:
      'pixel.unknown.example was told: a visit on news.example, with hashed e-mail, and click id',
    fields: ['hem', 'gclid'],
  },
  {
    what: 'a small image of a known company',
    url: 'https://pixel.adsafeprotected.com/mon?anId=1&campId=2&url=https%3A%2F%2Fother.example%2F',
    more: { ...ELSEWHERE, type: 'image' },
    tracker: null,
    summary: 'Integral Ad Science was told: a visit on other.example',
    fields: [],
  },
];
