import type { RequestInfo } from '../model/request.ts';
import { companyOf } from './company.ts';
import { trackerOf } from './directory.ts';
import { factsByName, idsByName, type Words } from './facts.ts';
import { type Fields, siteOf } from './fields.ts';
import type { PersonalFact, Told } from './told.ts';
import { DEVICE, NUMBERS, PERSON } from './words.ts';

/** Fewer fields than this say too little for a pixel. */
const FEWEST_FIELDS = 3;
/** A query as long as this says something, however few its fields are. */
const LONG_QUERY = 80;

/** Pictures that people look at. */
const PICTURE = /\.(?:jpe?g|png|webp|avif|svg|ico|bmp)$/i;

/** Names too short to mean anything, but for a hash. */
const HASHED: Words = {
  em: 'e-mail',
  ph: 'phone',
  fn: 'first name',
  ln: 'last name',
  he: 'e-mail',
  email_md5: 'e-mail',
  md5email: 'e-mail',
  hashedEmail: 'e-mail',
  emailHash: 'e-mail',
};

/**
 * What can be said of a request whose format nobody described: the script of a
 * known tracker, an image or a beacon for another site that carries a report in
 * its address, personal data that goes to another site, and what an app tells
 * of its device.
 */
export function tellUnknown(request: RequestInfo, fields: Fields): Told | null {
  if (request.party === 'first') return null;
  const tracker = trackerOf(request.hostname, null);
  const personal = personalFacts(fields);
  const event =
    request.page === null
      ? ofDevice(personal)
      : (ofReport(request, tracker !== null, fields) ?? ofPerson(request, personal));
  if (event === null) return null;
  return {
    // The rule may know better than a list of hosts.
    tracker: null,
    company: tracker === null ? hostInWords(request.hostname) : companyOf(tracker),
    event,
    more: 0,
    amount: null,
    site: siteOf(fields, ['url', 'dl', 'u', 'page', 'href'], request.page),
    facts: [...personal, ...idsByName(fields, NUMBERS)],
  };
}

function personalFacts(fields: Fields): readonly PersonalFact[] {
  return [
    ...factsByName(fields, { ...PERSON, ...DEVICE }),
    ...factsByName(fields, HASHED).filter(({ hashed }) => hashed),
  ];
}

/** Apps name no page; they are no trackers for knowing who their user is. */
function ofDevice(personal: readonly PersonalFact[]): string | null {
  const told = personal.some(
    ({ word }) => word === 'advertising id' || word === 'the Wi-Fi around',
  );
  return told ? 'what is known of the device' : null;
}

function ofReport(
  { type, target, party }: RequestInfo,
  known: boolean,
  { all }: Fields,
): string | null {
  if (party !== 'third') return null;
  if (type === 'script' && known) return 'its script was loaded';
  const question = target.indexOf('?');
  const path = question === -1 ? target : target.slice(0, question);
  if ((type !== 'image' && type !== 'ping') || PICTURE.test(path)) return null;
  const length = question === -1 ? 0 : target.length - question - 1;
  return all.length >= FEWEST_FIELDS || length >= LONG_QUERY ? 'a visit' : null;
}

function ofPerson({ type, party }: RequestInfo, personal: readonly PersonalFact[]): string | null {
  if (personal.length === 0 || party !== 'third') return null;
  return type === 'document' || type === 'subdocument' ? null : 'who the visitor is';
}

/** A name as long as this makes no sentence. */
const LONGEST_NAME = 60;

function hostInWords(hostname: string): string {
  return hostname.length > LONGEST_NAME || hostname.includes(':') ? 'A third party' : hostname;
}
