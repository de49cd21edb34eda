import type { Vendor } from '../vendor.ts';
import { PERSON } from '../words.ts';

/** Whose business it is to know one browser or one e-mail address under everybody's numbers. */
const EXCHANGES_AND_HOSTS: readonly (readonly [company: string, ...hosts: string[]])[] = [
  ['LiveRamp', 'rlcdn.com', 'pippio.com', 'ats.rlcdn.com'],
  ['LiveIntent', 'liadm.com'],
  ['ID5', 'id5-sync.com'],
  ['TransUnion', 'agkn.com'],
  ['Oracle BlueKai', 'bluekai.com'],
  ['Lotame', 'crwdcntrl.net'],
  ['Eyeota', 'eyeota.net'],
  ['Nielsen', 'exelator.com'],
  ['Adobe Audience Manager', 'demdex.net'],
  ['Adobe Advertising', 'everesttech.net'],
  ['Amobee', 'turn.com'],
  ['The Trade Desk', 'match.adsrvr.org', 'direct.adsrvr.org'],
  ['Microsoft Xandr', 'adnxs.com'],
  ['Magnite', 'rubiconproject.com'],
  ['PubMatic', 'pubmatic.com'],
  ['Index Exchange', 'casalemedia.com'],
  ['OpenX', 'openx.net'],
];

const ASKED = 'an advertisement was asked for';

/** Exchanges of advertising, of numbers and of addresses. */
export const EXCHANGES: readonly Vendor[] = EXCHANGES_AND_HOSTS.map(([company, ...hosts]) => ({
  tracker: company,
  company,
  hosts,
  events: [],
  paths: [
    [/\/(?:auction|bid|openrtb2?|prebid|translator|ut\/v\d|server\/ads|a\/api|cygnus)/i, ASKED],
  ],
  event: 'which browser this is',
  sites: ['url', 'ref', 'referrer', 'd_ref', 'pu'],
  personal: {
    ...PERSON,
    he: 'e-mail',
    md5: 'e-mail',
    sha1: 'e-mail',
    sha256: 'e-mail',
  },
  ids: { d_mid: 'browser id', d_uuid: 'browser id', ttd_tdid: 'browser id', duid: 'browser id' },
}));
