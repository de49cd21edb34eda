import type { Device } from '../model/device.ts';
import type { Edit, Matches, Rule, RuleListInfo, RuleSet } from '../model/rule.ts';
import type { Hostname } from '../model/terms.ts';
import { weighCandidates } from './candidates.ts';
import { createEditFinder } from './edit-finder.ts';
import { inOrder } from './edit-order.ts';
import type { FilterSet } from './engine/filter-set.ts';
import type { Realm } from './engine/realms.ts';
import { createScan, scanHostname, scanRequest } from './engine/request-scan.ts';
import { fittingFilters, fittingSignatures } from './fitting.ts';
import { blockAction, createRuleCache, listRule } from './list-rule.ts';
import { createRedirectFinder } from './redirect-finder.ts';
import type { SignatureMatch, SignatureSet } from './signature/match.ts';

/** What a set of rules is made of. */
export interface RuleSetParts {
  /** Changes whenever the content does. */
  readonly version: string;
  /** The lists that are shipped, written or subscribed to. */
  readonly filters: FilterSet;
  /** `my-rules.txt`: a person's own word. */
  readonly personal: FilterSet;
  /** What was learnt: blocks, which the exceptions of lists undo. */
  readonly learnt: FilterSet;
  readonly signatures: SignatureSet;
  /** In the order in which they are to be shown. */
  readonly lists: readonly RuleListInfo[];
  /** The texts of `rules/stubs/`, by the names of their stand-ins. */
  readonly stubs: ReadonlyMap<string, string>;
  /** Milliseconds since the epoch, for rules that are limited in time. */
  readonly now: () => number;
}

/** The part of `Matches` that is about letting through or not. */
type Weighed = Pick<Matches, 'important' | 'exception' | 'block'>;

const NO_SIGNATURES: readonly SignatureMatch[] = [];
const NO_EDITS: readonly Edit[] = [];
const NO_RULES: readonly Rule[] = [];

/** Makes the set that answers requests, one at a time. */
export function createRuleSet(parts: RuleSetParts): RuleSet {
  const { filters, personal, learnt, signatures } = parts;
  const sets = [personal, filters];
  const blockingSets = [...sets, learnt];
  const scan = createScan(parts.now);
  const hasLearnt = !learnt.isEmpty('block');
  const hasLogs = sets.some((set) => !set.isEmpty('log'));
  const findEdits = createEditFinder(sets, personal);
  const findRedirect = createRedirectFinder(sets, personal);

  const personalRules = createRuleCache(personal, true);
  const listRules = createRuleCache(filters, false);
  const learntRules = createRuleCache(learnt, false);

  const ruleOf = (set: FilterSet, filter: number): Rule | null => {
    if (filter === -1) return null;
    const rules = set === learnt ? learntRules : set === personal ? personalRules : listRules;
    return rules(filter, blockAction(set, filter));
  };
  const first = (set: FilterSet, realm: Realm): Rule | null => ruleOf(set, set.first(realm, scan));
  const allowing = (set: FilterSet): Rule | null =>
    allowingIn(set, 'importantAllow') ?? allowingIn(set, 'allow');
  const allowingIn = (set: FilterSet, realm: Realm): Rule | null => {
    const filter = set.first(realm, scan);
    return filter === -1 ? null : (set === personal ? personalRules : listRules)(filter, 'allow');
  };

  const weigh = (found: readonly SignatureMatch[]): Weighed => {
    // 2. A person's own block, and what is important. Only an exception that is
    // important itself undoes the latter, which is then no more than a block.
    const own = first(personal, 'important') ?? first(personal, 'block');
    const important = own ?? blocking(found, true) ?? first(filters, 'important');
    const over = own === null && important !== null ? allowingIn(filters, 'importantAllow') : null;
    if (over !== null) return { important: null, exception: over, block: important };
    // 4. What blocks; a signature can tell more of itself than a line.
    const block =
      blocking(found, false) ??
      first(filters, 'block') ??
      (hasLearnt ? first(learnt, 'block') : null);
    // 3. Exceptions, where there is something to except.
    const isExcepted = important === null && block !== null;
    const exception = isExcepted ? (allowing(filters) ?? allowingOf(found)) : null;
    return { important, exception, block };
  };

  const logsIn = (set: FilterSet, target: string): readonly Rule[] => {
    const found: number[] = [];
    set.all('log', scan, target, found);
    return found.map((filter) => listRule(set, filter, 'log', set === personal));
  };

  const match: RuleSet['match'] = (request, body, response = null) => {
    scanRequest(scan, request, response);
    const found = signatures.size === 0 ? NO_SIGNATURES : signatures.match(request, body);
    // 1. A person's own allow, which outranks all and undoes all edits.
    const personalAllow = allowing(personal);
    const weighed = weigh(found);
    // 5. Edits, all that match.
    const edits = personalAllow === null ? findEdits(scan, request.target) : NO_EDITS;
    // 6. Those that only look.
    const logs = hasLogs ? sets.flatMap((set) => logsIn(set, request.target)) : NO_RULES;
    const { important, exception, block, redirect } = findRedirect(
      weighed,
      scan,
      request.target,
      found,
    );
    // Written out: spreading one object into another takes as long as all the matching.
    const matches = { personalAllow, important, exception, block, redirect, edits, logs };
    return found.length === 0 ? matches : withSignatures(matches, found);
  };

  const candidates: RuleSet['candidates'] = (request, sent) => {
    // Without its bytes, so that all that fits is told, also where it finds nothing.
    const body = sent === null ? null : { kind: sent.kind, fields: sent.fields };
    const matches = match(request, body);
    const fitting = [
      ...fittingFilters(blockingSets, personal, scan, request.target),
      ...fittingSignatures(signatures.match(request, body)),
    ];
    return weighCandidates(fitting, matches);
  };

  const matchHost = (hostname: Hostname, device: Device | null = null): Rule | null => {
    scanHostname(scan, hostname, device);
    const named = (set: FilterSet, realm: Realm) => set.unconditional(realm, scan);
    if (named(personal, 'allow') !== -1 || named(personal, 'importantAllow') !== -1) return null;
    const own = Math.max(named(personal, 'important'), named(personal, 'block'));
    if (own !== -1) return ruleOf(personal, own);
    if (named(filters, 'importantAllow') !== -1) return null;
    const important = named(filters, 'important');
    if (important !== -1) return ruleOf(filters, important);
    const isAllowed = named(filters, 'allow') !== -1 || signatures.allowsHost(hostname);
    return isAllowed ? null : ruleOf(filters, named(filters, 'block'));
  };

  return {
    version: parts.version,
    size: filters.size + personal.size + learnt.size + signatures.size,
    lists: parts.lists,
    matchHost,
    mayMatchHost: (hostname) =>
      blockingSets.some((set) => set.mayName(hostname)) || signatures.mayName(hostname),
    match,
    asksResponses: sets.some((set) => set.asksResponses),
    candidates,
    stubText: (name) => parts.stubs.get(name) ?? null,
    wantsBody: (request) => signatures.size > 0 && signatures.wantsBody(request),
  };
}

/** Adds what signatures edit and log; a person's allow undoes their edits too. */
function withSignatures(matches: Matches, found: readonly SignatureMatch[]): Matches {
  const own = found.flatMap((match) => match.edits);
  const edits =
    matches.personalAllow === null
      ? inOrder([...matches.edits, ...own])
      : // What only reads leaves the exchange as it is.
        own.filter(({ kind }) => kind === 'learn');
  const looking = found.map(({ rule }) => rule).filter(({ action }) => action === 'log');
  return { ...matches, edits, logs: [...matches.logs, ...looking] };
}

/** The actions that are answered by us. */
const BLOCKING: ReadonlySet<Rule['action']> = new Set(['block', 'stub', 'placeholder']);

function blocking(found: readonly SignatureMatch[], important: boolean): Rule | null {
  if (found.length === 0) return null;
  const match = found.find((one) => one.important === important && BLOCKING.has(one.rule.action));
  return match?.rule ?? null;
}

function allowingOf(found: readonly SignatureMatch[]): Rule | null {
  return found.find(({ rule }) => rule.action === 'allow')?.rule ?? null;
}
