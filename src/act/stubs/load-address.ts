import { type RequestInfo, typeBit } from '../../model/request.ts';
import { utf8 } from '../answer-bodies.ts';
import type { StandIn } from './stand-in.ts';

/** Stands in the text of a stand-in for the address of the script in whose place it is. */
const MARK = '__EYELID_LOAD__';

/** What may be written between quotes into a script; `'`, `"`, `\` and `<` are not among it. */
const PLAIN = /^https?:\/\/[\w\-.~:/?[\]@!$&()*+,;=%|]+$/;

/**
 * Puts into a stand-in the address from which the real script can be loaded
 * once, or nothing where there is none. Only a script that is loaded as one
 * gets it, not what another script asks for.
 */
export function withLoadAddress(
  stub: StandIn,
  request: RequestInfo,
  addressToLoad: (request: RequestInfo) => string | null,
): StandIn {
  const text = new TextDecoder().decode(stub.body);
  if (!text.includes(MARK)) return stub;
  const isScript = (request.types & typeBit('script')) !== 0;
  const address = (isScript ? addressToLoad(request) : null) ?? '';
  const body = utf8(text.replaceAll(MARK, () => (PLAIN.test(address) ? address : '')));
  return { ...stub, body };
}
