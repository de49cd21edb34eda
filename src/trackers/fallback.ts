import type { RequestInfo } from '../model/request.ts';
import { trackerOf } from './directory.ts';
import { factsByName, idsByName } from './facts.ts';
import { type Fields, siteOf } from './fields.ts';
import type { Told } from './told.ts';
import { NUMBERS, PERSON } from './words.ts';

/** Fewer fields than this say too little for a pixel. */
const FEWEST_FIELDS = 3;
/** A query as long as this says something, however few its fields are. */
const LONG_QUERY = 80;

/** Pictures that people look at. */
const PICTURE = /\.(?:jpe?g|png|webp|avif|svg|ico|bmp)$/i;

/**
 * What can be said of a request whose format nobody described: the script of a
 * known tracker, or an image or a beacon for another site that carries a report
 * in its address.
 */
export function tellUnknown(request: RequestInfo, fields: Fields): Told | null {
  if (request.party !== 'third' || request.page === null) return null;
  const tracker = trackerOf(request.hostname, null);
  const event = eventOf(request, tracker !== null, fields);
  if (event === null) return null;
  const company = tracker ?? request.hostname;
  return {
    tracker: tracker ?? company,
    company: company.length > 60 ? 'A third party' : company,
    event,
    more: 0,
    amount: null,
    site: siteOf(fields, ['url', 'dl', 'u', 'page', 'href'], request.page),
    facts: [...factsByName(fields, PERSON), ...idsByName(fields, NUMBERS)],
  };
}

function eventOf({ type, target }: RequestInfo, known: boolean, { all }: Fields): string | null {
  if (type === 'script' && known) return 'its script was loaded';
  if (type !== 'image' && type !== 'ping') return null;
  const question = target.indexOf('?');
  const path = question === -1 ? target : target.slice(0, question);
  if (PICTURE.test(path)) return null;
  const length = question === -1 ? 0 : target.length - question - 1;
  return all.length >= FEWEST_FIELDS || length >= LONG_QUERY ? 'a visit' : null;
}
