import { ANY_TYPE, type TypeMask, typeBit } from '../../model/request.ts';
import { MODIFIER_NAMES } from './modifier-names.ts';
import { RARE_NAMES, SAME_HOST_NAMES } from './rare-names.ts';
import { BROWSER_ONLY, UNSUPPORTED } from './unsupported.ts';

/**
 * The types of a filter that names none: everything but main documents, as in
 * EasyList and uBlock. A person who opens a page on purpose gets it.
 */
export const DEFAULT_TYPES: TypeMask = ANY_TYPE & ~typeBit('document');

/**
 * `$removeparam` without types: what a person follows and what a page loads
 * by script. AdGuard takes documents alone, uBlock these three.
 */
export const QUERY_TYPES: TypeMask = typeBit('document') | typeBit('subdocument') | typeBit('xhr');

/** Resource types under all names that EasyList, uBlock and AdGuard give them. */
export const TYPE_NAMES: ReadonlyMap<string, TypeMask> = new Map([
  ['document', typeBit('document')],
  ['doc', typeBit('document')],
  ['subdocument', typeBit('subdocument')],
  ['frame', typeBit('subdocument')],
  ['script', typeBit('script')],
  ['stylesheet', typeBit('stylesheet')],
  ['css', typeBit('stylesheet')],
  ['image', typeBit('image')],
  ['img', typeBit('image')],
  ['background', typeBit('image')],
  ['font', typeBit('font')],
  ['media', typeBit('media')],
  ['object', typeBit('object')],
  ['object-subrequest', typeBit('object')],
  ['xmlhttprequest', typeBit('xhr')],
  ['xhr', typeBit('xhr')],
  ['ping', typeBit('ping')],
  ['beacon', typeBit('ping')],
  ['websocket', typeBit('websocket')],
  ['other', typeBit('other')],
  ['xbl', typeBit('other')],
  ['dtd', typeBit('other')],
  ['all', ANY_TYPE],
]);

/** Options without a value that are no types. */
export const FLAG_NAMES: ReadonlyMap<string, string> = new Map([
  ['third-party', 'third'],
  ['3p', 'third'],
  ['first-party', 'first'],
  ['1p', 'first'],
  ['important', 'important'],
  ['badfilter', 'badfilter'],
  ['match-case', 'matchCase'],
  ['log', 'log'],
  ['placeholder', 'placeholder'],
]);

/** Conditions with a value. */
export const VALUE_NAMES: ReadonlyMap<string, string> = new Map([
  ['domain', 'page'],
  ['from', 'page'],
  ['to', 'to'],
  ['denyallow', 'denyallow'],
  ['method', 'method'],
  ['reason', 'reason'],
]);

/** Every option there is a word for, to tell options from a `$` in a path and to offer the nearest. */
export const OPTION_NAMES: ReadonlySet<string> = new Set([
  ...TYPE_NAMES.keys(),
  ...BROWSER_ONLY.keys(),
  ...FLAG_NAMES.keys(),
  ...VALUE_NAMES.keys(),
  ...MODIFIER_NAMES.keys(),
  ...RARE_NAMES.keys(),
  ...SAME_HOST_NAMES.keys(),
  ...UNSUPPORTED.keys(),
]);

/** The words offered for an unknown option: those that work here. */
export const WORKING_NAMES: readonly string[] = [
  ...TYPE_NAMES.keys(),
  ...FLAG_NAMES.keys(),
  ...VALUE_NAMES.keys(),
  ...MODIFIER_NAMES.keys(),
  ...RARE_NAMES.keys(),
  ...SAME_HOST_NAMES.keys(),
];
