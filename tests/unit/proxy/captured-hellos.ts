import type { ClientHello } from '../../../src/proxy/client-hello.ts';

/**
 * The first bytes of Firefox ESR 153 on a connection of its own, as it sent
 * them to a server on its own machine, named "one.localhost": an unknown host,
 * a new session, a post-quantum key share, and an Encrypted ClientHello for
 * nobody, which it sends to every host that has none.
 */
export function firefoxHello(): Buffer {
  return Buffer.from(FIREFOX, 'base64');
}

/** What Firefox ESR 153 offers where it resumes a session: a ticket, and no wish for one. Names are left out here. */
export const FIREFOX_RESUMED: ClientHello = {
  sni: null,
  alpn: ['h2', 'http/1.1'],
  versions: [772, 771],
  ciphers: [
    4865, 4867, 4866, 49195, 49199, 52393, 52392, 49196, 49200, 49162, 49171, 49172, 156, 157, 47,
    53,
  ],
  extensions: [0, 23, 65281, 10, 11, 16, 5, 34, 18, 51, 43, 13, 45, 28, 27, 65037, 41],
  signatureAlgorithms: [1027, 1283, 1539, 2052, 2053, 2054, 1025, 1281, 1537, 515, 513],
};

/** What Chromium 156 offers, once for a new session and once for one that is resumed. */
export const CHROMIUM: readonly ClientHello[] = [
  {
    sni: null,
    alpn: ['h2', 'http/1.1'],
    versions: [56026, 772, 771],
    ciphers: [
      64250, 4865, 4866, 4867, 49195, 49199, 49196, 49200, 52393, 52392, 49171, 49172, 156, 157, 47,
      53,
    ],
    extensions: [
      35466, 5, 11, 65281, 51764, 45, 16, 35, 27, 18, 65037, 0, 10, 23, 17613, 13, 51, 43, 51914,
    ],
    signatureAlgorithms: [47802, 2308, 2309, 2310, 1027, 2052, 1025, 1283, 2053, 1281, 2054, 1537],
  },
  {
    sni: null,
    alpn: ['h2', 'http/1.1'],
    versions: [60138, 772, 771],
    ciphers: [
      6682, 4865, 4866, 4867, 49195, 49199, 49196, 49200, 52393, 52392, 49171, 49172, 156, 157, 47,
      53,
    ],
    extensions: [
      64250, 0, 27, 13, 5, 51764, 65281, 23, 45, 10, 17613, 18, 16, 65037, 43, 11, 35, 51, 47802,
      41,
    ],
    signatureAlgorithms: [2570, 2308, 2309, 2310, 1027, 2052, 1025, 1283, 2053, 1281, 2054, 1537],
  },
];

/** What curl 7.88 with OpenSSL 3 offers. */
export const CURL: ClientHello = {
  sni: null,
  alpn: ['h2', 'http/1.1'],
  versions: [772, 771, 770, 769],
  ciphers: [
    4866, 4867, 4865, 49196, 49200, 159, 52393, 52392, 52394, 49195, 49199, 158, 49188, 49192, 107,
    49187, 49191, 103, 49162, 49172, 57, 49161, 49171, 51, 157, 156, 61, 60, 53, 47, 255,
  ],
  extensions: [0, 11, 10, 16, 22, 23, 49, 13, 43, 45, 51, 21],
  signatureAlgorithms: [
    1027, 1283, 1539, 2055, 2056, 2057, 2058, 2059, 2052, 2053, 2054, 1025, 1281, 1537, 771, 769,
    770, 1026, 1282, 1538,
  ],
};

const FIREFOX =
  'FgMBB2MBAAdfAwNMaO4AyEj3lcwU8n2bYAFizqd/Pb+CA+0ErUbilu+XriCmDvz8xAwDmGR4aueC4uNFE7o5djW3uqer' +
  'WJ6AFgWcSgAgEwETAxMCwCvAL8ypzKjALMAwwArAE8AUAJwAnQAvADUBAAb2AAAAEgAQAAANb25lLmxvY2FsaG9zdAAX' +
  'AAD/AQABAAAKABAADhHsAB0AFwAYABkBAAEBAAsAAgEAACMAAAAQAA4ADAJoMghodHRwLzEuMQAFAAUBAAAAAAAiAAoA' +
  'CAQDBQMGAwIDABIAAAAzBS8FLRHsBMDSh35c2GqSkIiEW8/ecnwsxb0GdcPmMgVvUTNktqYr6RAVewpYZb/J+nAWNzWr' +
  'eVZWWYcJ1ogr+6owMCETuUutcUMo8gWtsFQvcQppSavTa5OjQkdlsIn8gW7UsCBrkTkqG5aNoUZV0ZDElMMQZl2HFKvP' +
  'I3LvASoEQFQ0XI1jpjzNKm78eYFNQa4tYha0NwOK15q/J6+YnGWRuT1ti4W5u6OZy0Fq9QD0iYwRc68BNT3q8XP4WbsL' +
  'snEM+TW9pZyahkMPdkoUMIyySxf29zyDO8bl5bNz5XymNSaAOyNjqmyMpyw4zC7gkh1EwbxXuV4gNsPQtQhdeZnVPGjt' +
  'Eb/Wcim1hMQ3kRnEeQO7acZoR07RYGCKqjw/um/8HIZGMDaVxQkkfBiGFDysBcrwhmsFXGfdur2HIBn83HJMkkalorD0' +
  '7AA5xVU9lkvnU1s+9gdeVZNvITmAV6VrRVlROnElNEO18DV+kR+/rISvmLHkcL7wynjdKAiHFieykTaqS6QbeEHd96XM' +
  '+75QMoZ6AHAbclsJ6qq0dndpzBatxgw1ko9m6cUSumL/Sa/nHLL+m8tHE5lQi6n0+rD6k3S5XAmjEHrRQcC+85LjQ2RF' +
  '0wXBW46iuRSVqnxByJV7aJEfm3z+tA38YazGOSTNOwpS40nHWR8EbKZIB6UyWYyutAFlVmVIaYz+M5wCqAkQg48zIHw4' +
  'wXiW6weljBspkx1jw2GDJSypRoMdOVNpOZ/18Yo4E2y03EUBjEMtBwbNdVsWI2l71QZ1WIHANnVIOKyw5H7u1nWpUl/g' +
  'ax9H4gxkmlM0dk2jxlO1Bk3s8rvu6UyemQlbO1f/QnGyIXJcRxdPs7IQXI+ZlwJ2PLO8KEZgpGKpXI7oSXbQ6EKM9kfS' +
  'GAlhVL6ZAF9KChCySW/rMR9/ObSVp3tSzKUiBsaFwp5p7Aha5FLV4xBkbFZykFPrLIFSSkxG5Y3xx6lviTvoVT9n1jJm' +
  'vHDWYSUfUpuJizo8gVkiNSXHu2V1YU2tesQeNc2WolWRs2IKVE7WHFrupUFg2HXvYrrlElwGkhXAoqHoPMlQwV2mADlO' +
  'VrGmWWjGwF+kYlaUAbXqW6Zbw10Qojdj2F+hl6RZ98G+9QCgxyANAlJCo1Ni4j4o+msbFlDr01VN5a2wGasNKk8QayD5' +
  '53mhBJF5yQSkElGWYMAnea5VglZLMSodHIHg0bD+6cXQF3BM4J0Qe2zb0TiUhrLrxFITgsoBGXENuI/JBZ9aaUiR0kXp' +
  'ynKG0WDzCG799DJHUKkRwJ3KVqAKFYyj2mNXGYjn2AgBFq0G2RdKmxkmhl4GaRnSEGd7UgQ2ml59S2C+ppsUEhC/I2Ie' +
  'ohB4mWoSkSody5Fc24iGW12fxWIqjFbdFrveiTdGljlM4UPHCipJKlncMClq8FyGEho6ETMok0lvmBh42XkbwANdtGPK' +
  'nG42xnkyRDgOalnhxcwOZm5JhFt9uEvWt8Yewr1HckfTgQv08ywdWXxz878+LC1l8MmVQnNeC06QIC4O0L/COZY0nATP' +
  'J3gGUoaByElv3cfz7fXlyFzfDXdy03PLNLMXuqAboaiIZg/xixzcUpG8HEV9Mqb9zHcf5Vk85A/oIz/fK2V0HWRKAB0A' +
  'IA/xixzcUpG8HEV9Mqb9zHcf5Vk85A/oIz/fK2V0HWRKABcAQQSbBGKBAC9yMTSjXl6YZP/ynPRotKVL2OLXv2v4ZZ89' +
  '070S/stVqobw6xQqXtP2yCRZcbb/Tt5MpS9V1/llyQbBACsABQQDBAMDAA0AGAAWBAMFAwYDCAQIBQgGBAEFAQYBAgMC' +
  'AQAtAAIBAQAcAAJAAQAbAAcGAAEAAgAD/g0BGQAAAQABYgAgGBHLnPgf1hwXvn0janduDtYWVbCFa+qtNV3HvHlfzBMA' +
  '70wmXhZtl/6mOLbmCL/08x7PmaPsqG6AwofOlwBrCs6LIamN+ofb/VbBESGojY+nZJ+RXIfWxOtgNKdX26w9eRWLJBzU' +
  'aDAcJe2dsA8+hCEnZiK0TdCKy/l3xx8dL/A4hKE4ByBOlNCBWRXmSKTHVu1jM5Sn3kceK5iB5xHcj7rRGXDQbjSmi8In' +
  'QnEamrgi/H00kCGOzp3hlG24/q/rLLFadg+/brEvsWOjib15iy1Ws8VS1U/1RLx2DyxXzqOBhgsV6l1my/pVVfKk5O7l' +
  'YZBXPEjJE5u8j0BPmIF0WHkEJVfMFHHhTDeCruB/uOQr';
