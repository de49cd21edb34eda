import type { Words } from './facts.ts';

/**
 * What is known of one tracker's hits: where they go and what its fields mean.
 * In a name, `#` at its beginning stands for the item of a list that is told of:
 * with `items: ['req']`, `#.t.ev` is `req.0.t.ev`.
 */
export interface Vendor {
  readonly tracker: string;
  /** The beginning of the sentence; at most 60 characters, without a colon. */
  readonly company: string;
  /** Hosts, each with its sub-domains; a hit on another host is known by `marks` or `anywhere`. */
  readonly hosts: readonly string[];
  /** A piece of the path that makes it a hit on these hosts; the host alone does where there is none. */
  readonly path?: RegExp;
  /** Field names that only this tracker's hits have together, on any host. */
  readonly marks?: readonly string[];
  /** Paths that only this tracker's hits have, on any host. */
  readonly anywhere?: RegExp;
  /** Fields that hold JSON as text. */
  readonly json?: readonly string[];
  /** Fields that hold a form as text. */
  readonly forms?: readonly string[];
  /** The path has fields of its own: `/activity;src=1;cost=2`. */
  readonly pathFields?: true;
  /** Names of lists whose items are an event each; '' where the body itself is one. */
  readonly items?: readonly string[];
  /** Fields with the event's name, best first. */
  readonly events: readonly string[];
  /** What those names mean, where they say little; a list of names is looked through. */
  readonly words?: Words;
  /** True: an event without a word in `words` is `event`; its name says nothing to people. */
  readonly wordsOnly?: true;
  /** Fields that, not empty, say what happened whatever the event is called. */
  readonly signs?: readonly (readonly [field: string, event: string])[];
  /** Paths that say what happened. */
  readonly paths?: readonly (readonly [path: RegExp, event: string])[];
  /** What it is called where nothing says more. */
  readonly event: string;
  /** Fields with the name of the app it happened in. */
  readonly apps?: readonly string[];
  /** Fields with an address, whose host is the site it happened on. */
  readonly sites: readonly string[];
  readonly values?: readonly string[];
  readonly currencies?: readonly string[];
  /** Fields with the number of products, or names of lists of them. */
  readonly products?: readonly string[];
  /** Fields that hold personal data, and the words for it. */
  readonly personal?: Words;
  /** Fields that hold numbers of a browser, a visit or a click. */
  readonly ids?: Words;
}
