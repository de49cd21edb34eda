import type { Field, RequestInfo } from '../model/request.ts';
import { factsByName, idsByName, type Words } from './facts.ts';
import { fieldsFrom } from './fields.ts';
import { reportOf, type SeenReport } from './report.ts';
import { NUMBERS, PERSON } from './words.ts';

/**
 * Numbers by names that stand in addresses and cookies of any site. Meta, Google,
 * TikTok, Microsoft, Snap, Pinterest, Reddit, Yandex, Criteo and HubSpot name
 * them in their own documentation; the rules take them out by the same names.
 */
const ANYWHERE: Words = {
  ...NUMBERS,
  _gid: 'browser id',
  FPID: 'browser id',
  _gcl_au: 'browser id',
  _gcl_aw: 'click id',
  _gcl_dc: 'click id',
  _ttp: 'browser id',
  _uetvid: 'browser id',
  _clck: 'browser id',
  _scid: 'browser id',
  _pin_unauth: 'browser id',
  _rdt_uuid: 'browser id',
  _ym_uid: 'browser id',
  cto_bundle: 'browser id',
  hubspotutk: 'browser id',
  ajs_anonymous_id: 'browser id',
  ScCid: 'click id',
  rdt_cid: 'click id',
  yclid: 'click id',
  ysclid: 'click id',
  epik: 'click id',
  mc_eid: 'customer number',
};

/**
 * What can be said of a request that no decoder understands, but out of which
 * fields and cookies were taken: whose they were to tell. Null where they are
 * known by none of their names.
 */
export function decodeRemoved(
  { page, hostname }: RequestInfo,
  removed: readonly Field[],
): SeenReport | null {
  const fields = fieldsFrom(removed);
  const facts = [...factsByName(fields, PERSON), ...idsByName(fields, ANYWHERE)];
  return facts.length === 0 ? null : reportOf('a visit', facts, page ?? hostname, facts);
}
