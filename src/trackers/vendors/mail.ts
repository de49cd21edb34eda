import type { Vendor } from '../vendor.ts';

/** Who sends mail for others, and the hosts their pictures and links are on. */
const SENDERS: readonly (readonly [name: string, ...hosts: string[]])[] = [
  ['Mailchimp', 'list-manage.com', 'mandrillapp.com'],
  ['Mailjet', 'mjt.lu'],
  ['Amazon SES', 'awstrack.me'],
  ['Postmark', 'pstmrk.it'],
  ['HubSpot', 'hubspotemail.net', 'hubspotlinks.com', 'hubspotstarter.net'],
  ['Klaviyo', 'klaviyomail.com', 'klclick.com', 'klclick1.com', 'klclick2.com', 'klclick3.com'],
  ['Salesforce', 'exct.net'],
  ['SendGrid', 'sendgrid.net'],
  ['Brevo', 'sendibt2.com', 'sendibt3.com', 'sendibm1.com'],
];

const WORDS: Pick<Vendor, 'events' | 'paths' | 'event' | 'sites' | 'ids'> = {
  events: [],
  paths: [[/click|\/(?:ls|lnk|c|l|L0|CL0)\/|\/Ctc\/|\/tr\/cl/i, 'a link in a mail was followed']],
  event: 'a mail was opened',
  sites: [],
  ids: {
    u: 'newsletter',
    id: 'mail',
    e: 'reader',
    c: 'mail',
    upn: 'reader',
    p: 'reader',
    mc_eid: 'reader',
    _kx: 'reader',
    email: 'e-mail',
  },
};

/** Pictures and links in mails that tell the sender who read them. */
export const MAIL: readonly Vendor[] = [
  ...SENDERS.map(([name, ...hosts]) => ({
    tracker: 'E-mail tracking',
    company: `The sender, by way of ${name},`,
    hosts,
    // Newsletters are subscribed to on the same hosts.
    ...(name === 'Mailchimp' ? { path: /^\/track\// } : {}),
    ...WORDS,
  })),
  {
    tracker: 'E-mail tracking',
    company: 'The sender, by way of SendGrid,',
    hosts: [],
    anywhere: /^\/wf\/(?:open|click)$/,
    ...WORDS,
  },
  {
    tracker: 'E-mail tracking',
    company: 'The sender',
    hosts: [],
    // Amazon SES, Mailgun and Salesforce, on hosts of the sender.
    anywhere: /^\/C?[IL]0\/|^\/[oc]\/eJ|\/open\.aspx$/,
    ...WORDS,
  },
];
