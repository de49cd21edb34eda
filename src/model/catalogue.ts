/** A list that many people use, known by name. None of them ships with Eyelid. */
export interface CatalogueEntry {
  readonly name: string;
  readonly title: string;
  /** Where its makers publish it; the first that answers counts. */
  readonly urls: readonly string[];
  readonly homepage: string;
  /** Of the list, in the words of its makers; SPDX where they name one. */
  readonly license: string;
  /** What it is for, one sentence. */
  readonly about: string;
  readonly group: ListGroup;
  /** Its makers need to change the text of pages and where visits go; absent: no. */
  readonly trusted?: true;
}

export const LIST_GROUPS = ['trackers', 'ads', 'social', 'malware', 'annoyances', 'hosts'] as const;
export type ListGroup = (typeof LIST_GROUPS)[number];

const UBLOCK = {
  homepage: 'https://github.com/uBlockOrigin/uAssets',
  license: 'GPL-3.0',
} as const;
const EASYLIST = {
  homepage: 'https://easylist.to/',
  license: 'GPL-3.0-or-later or CC-BY-SA-3.0',
} as const;
const ADGUARD = {
  homepage: 'https://github.com/AdguardTeam/AdguardFilters',
  license: 'GPL-3.0',
} as const;

/** The makers' site first, then their repository. */
function ublock(file: string): readonly string[] {
  return [
    `https://ublockorigin.github.io/uAssets/filters/${file}`,
    `https://raw.githubusercontent.com/uBlockOrigin/uAssets/master/filters/${file}`,
  ];
}

/** By group, the likeliest choice of a group first. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    ...EASYLIST,
    name: 'easyprivacy',
    title: 'EasyPrivacy',
    urls: [
      'https://easylist.to/easylist/easyprivacy.txt',
      'https://easylist-downloads.adblockplus.org/easyprivacy.txt',
    ],
    about: 'Trackers, pixels and analytics of all kinds. The one to begin with.',
    group: 'trackers',
  },
  {
    ...UBLOCK,
    name: 'ublock-privacy',
    title: 'uBlock filters: Privacy',
    urls: ublock('privacy.txt'),
    about: 'Trackers, in addition to EasyPrivacy.',
    group: 'trackers',
    trusted: true,
  },
  {
    ...ADGUARD,
    name: 'adguard-tracking',
    title: 'AdGuard Tracking Protection',
    urls: ['https://filters.adtidy.org/extension/ublock/filters/3.txt'],
    about: 'Trackers and analytics, with many hosts that pretend to belong to a site. Long.',
    group: 'trackers',
  },
  {
    ...ADGUARD,
    name: 'adguard-url-tracking',
    title: 'AdGuard URL Tracking Protection',
    urls: ['https://filters.adtidy.org/extension/ublock/filters/17.txt'],
    about: 'Takes tracking fields out of addresses.',
    group: 'trackers',
  },
  {
    name: 'legitimate-url-shortener',
    title: 'Actually Legitimate URL Shortener Tool',
    urls: [
      'https://raw.githubusercontent.com/DandelionSprout/adfilt/master/LegitimateURLShortener.txt',
    ],
    homepage: 'https://github.com/DandelionSprout/adfilt',
    license: 'see the head of the list',
    about: 'Takes more tracking fields out of addresses; now and then one too many.',
    group: 'trackers',
  },
  {
    ...EASYLIST,
    name: 'easylist',
    title: 'EasyList',
    urls: [
      'https://easylist.to/easylist/easylist.txt',
      'https://easylist-downloads.adblockplus.org/easylist.txt',
    ],
    about: 'Advertisements. What it hides inside pages a proxy cannot carry out.',
    group: 'ads',
  },
  {
    ...UBLOCK,
    name: 'ublock-filters',
    title: 'uBlock filters',
    urls: ublock('filters.txt'),
    about: 'Advertisements, in addition to EasyList.',
    group: 'ads',
    trusted: true,
  },
  {
    ...UBLOCK,
    name: 'ublock-unbreak',
    title: 'uBlock filters: Unbreak',
    urls: ublock('unbreak.txt'),
    about: 'Mends sites that other lists break. Take it with EasyList.',
    group: 'ads',
    trusted: true,
  },
  {
    ...EASYLIST,
    name: 'fanboy-social',
    title: "Fanboy's Social Blocking List",
    urls: [
      'https://easylist.to/easylist/fanboy-social.txt',
      'https://secure.fanboy.co.nz/fanboy-social.txt',
    ],
    about: 'Social plug-ins: like buttons, embedded posts and the like.',
    group: 'social',
  },
  {
    ...UBLOCK,
    name: 'ublock-badware',
    title: 'uBlock filters: Badware risks',
    urls: ublock('badware.txt'),
    about: 'Sites that are known to deceive or to install unwanted programs.',
    group: 'malware',
  },
  {
    ...EASYLIST,
    name: 'easylist-cookie',
    title: 'EasyList Cookie List',
    urls: ['https://secure.fanboy.co.nz/fanboy-cookiemonster.txt'],
    about: 'Cookie banners. Most of it hides parts of pages, which a proxy cannot carry out.',
    group: 'annoyances',
  },
  {
    name: 'peter-lowe',
    title: "Peter Lowe's ad and tracking server list",
    urls: [
      'https://pgl.yoyo.org/adservers/serverlist.php?hostformat=adblockplus&showintro=1&mimetype=plaintext',
    ],
    homepage: 'https://pgl.yoyo.org/adservers/',
    license: 'see the head of the list',
    about: 'A short list of advertising and tracking hosts, kept by one person for decades.',
    group: 'hosts',
  },
  {
    name: 'oisd-small',
    title: 'OISD small',
    urls: ['https://small.oisd.nl/'],
    homepage: 'https://oisd.nl/',
    license: 'see the head of the list',
    about: 'Advertising and tracking hosts; takes care to break nothing.',
    group: 'hosts',
  },
  {
    name: 'stevenblack-hosts',
    title: 'StevenBlack hosts',
    urls: ['https://raw.githubusercontent.com/StevenBlack/hosts/master/hosts'],
    homepage: 'https://github.com/StevenBlack/hosts',
    license: 'MIT',
    about: 'A hosts file merged from several others. Long.',
    group: 'hosts',
  },
];
