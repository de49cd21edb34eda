/**
 * Who owns what the directory names, by the words that a name begins with; the
 * longest beginning counts. Written by hand from what the companies themselves
 * announced. A name that is not here is its own company.
 */
const OWNERS: Readonly<Record<string, string>> = {
  Meta: 'Meta Platforms',
  Google: 'Alphabet',
  TikTok: 'ByteDance',
  X: 'X Corp.',
  LinkedIn: 'Microsoft',
  Microsoft: 'Microsoft',
  Pinterest: 'Pinterest',
  Snap: 'Snap',
  Reddit: 'Reddit',
  Spotify: 'Spotify',
  Yandex: 'Yandex',
  Cloudflare: 'Cloudflare',
  Amazon: 'Amazon',
  Adobe: 'Adobe',
  Salesforce: 'Salesforce',
  Samsung: 'Samsung',
  LG: 'LG Electronics',
  'Oracle Moat': 'Oracle',
  'Oracle BlueKai': 'Oracle',
  'Twilio Segment': 'Twilio',
  SendGrid: 'Twilio',
  Mailchimp: 'Intuit',
  Mailjet: 'Sinch',
  Postmark: 'ActiveCampaign',
  Hotjar: 'Contentsquare',
  Heap: 'Contentsquare',
  Flurry: 'Yahoo',
  Adjust: 'AppLovin',
  ironSource: 'Unity',
  'Unity Ads': 'Unity',
  Vungle: 'Liftoff',
};

/** Companies with products of several names: "Meta Pixel", "Microsoft Clarity". */
const COMPANIES: ReadonlySet<string> = new Set([
  ...['Meta', 'Google', 'TikTok', 'X', 'LinkedIn', 'Pinterest', 'Snap', 'Reddit', 'Microsoft'],
  ...['Yandex', 'Cloudflare', 'Amazon', 'Adobe', 'Salesforce', 'Samsung', 'LG'],
]);

/** A tracker's company, as its sentences begin: "Meta" of "Meta Pixel"; else the name itself. */
export function companyOf(tracker: string): string {
  const [first = tracker] = tracker.split(' ', 1);
  return COMPANIES.has(first) ? first : tracker;
}

/**
 * The company that owns a tracker of the directory; null where it is called
 * like the tracker itself, or is not known.
 */
export function ownerOf(tracker: string): string | null {
  const words = tracker.split(' ');
  for (let length = words.length; length > 0; length--) {
    const name = words.slice(0, length).join(' ');
    if (!Object.hasOwn(OWNERS, name)) continue;
    const owner = OWNERS[name] as string;
    return owner === tracker ? null : owner;
  }
  return null;
}
