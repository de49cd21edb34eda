import type { Rule } from '../model/rule.ts';
import type { Fitting, Role } from './candidates.ts';
import type { FilterSet } from './engine/filter-set.ts';
import type { Realm } from './engine/realms.ts';
import type { RequestScan } from './engine/request-scan.ts';
import type { Modifier } from './filter/filter.ts';
import { editsOf, isAgainst } from './list-edits.ts';
import { blockAction, editAction, listRule } from './list-rule.ts';
import type { SignatureMatch } from './signature/match.ts';

/** What the filters of each realm do; those of `strip` and `stripAllow` are looked at together. */
const LIST_ROLES: readonly (readonly [Realm, Role])[] = [
  ['important', 'important'],
  ['importantAllow', 'importantAllow'],
  ['block', 'block'],
  ['allow', 'allow'],
  ['log', 'log'],
];

/** The same for a person's own filters. */
const OWN_ROLES: Readonly<Partial<Record<Role, Role>>> = {
  important: 'ownBlock',
  block: 'ownBlock',
  importantAllow: 'ownAllow',
  allow: 'ownAllow',
};

/** All filters of the sets that fit the request that was scanned. `target` is its path and query. */
export function fittingFilters(
  sets: readonly FilterSet[],
  personal: FilterSet,
  scan: RequestScan,
  target: string,
): readonly Fitting[] {
  const plain = sets.flatMap((set) =>
    LIST_ROLES.flatMap(([realm, listRole]) => {
      const role = set === personal ? (OWN_ROLES[listRole] ?? listRole) : listRole;
      return all(set, realm, scan, target).map((filter) => {
        const rule = listRule(set, filter, actionOf(role, set, filter), set === personal);
        return { rule, role, idle: null };
      });
    }),
  );
  const blocking = new Set(plain.map(({ rule }) => placeOf(rule)));
  const redirects = fittingRedirects(sets, personal, scan, target);
  const edits = fittingEdits(sets, personal, scan, target);
  return [
    ...plain,
    ...redirects.filter(({ rule }) => !blocking.has(placeOf(rule))),
    // An allowed page keeps edits too: that is told where there are some.
    ...edits.filter(({ rule, role, idle }) => {
      return role === 'edit' || idle === null || !blocking.has(placeOf(rule));
    }),
  ];
}

function placeOf({ list, line }: Rule): string {
  return `${list}:${line}`;
}

function all(set: FilterSet, realm: Realm, scan: RequestScan, target: string): readonly number[] {
  const found: number[] = [];
  set.all(realm, scan, target, found);
  return [...found, ...set.always(realm)];
}

function actionOf(role: Role, set: FilterSet, filter: number): Rule['action'] {
  if (role === 'log') return 'log';
  const allows = role === 'ownAllow' || role === 'importantAllow' || role === 'allow';
  return allows ? 'allow' : blockAction(set, filter);
}

/** A filter that edits, or keeps from being edited. */
interface Edit {
  readonly rule: Rule;
  readonly modifier: Modifier;
  readonly important: boolean;
}

function fittingEdits(
  sets: readonly FilterSet[],
  personal: FilterSet,
  scan: RequestScan,
  target: string,
): readonly Fitting[] {
  const found = (realm: 'strip' | 'stripAllow'): readonly Edit[] =>
    sets.flatMap((set) =>
      all(set, realm, scan, target).flatMap((filter) => {
        const modifier = set.modifier(filter);
        if (modifier === null) return [];
        const action = realm === 'strip' ? editAction(modifier) : 'allow';
        const important = set === personal || set.isImportant(filter);
        return [{ rule: listRule(set, filter, action, set === personal), modifier, important }];
      }),
    );
  const edits = found('strip');
  const keeps = found('stripAllow');
  return [
    ...edits.map((edit) => ({
      rule: edit.rule,
      role: 'edit' as const,
      idle: whyIdle(edit, keeps, target),
    })),
    ...keeps.map((keep) => ({
      rule: keep.rule,
      role: 'keep' as const,
      idle: edits.some((edit) => mayKeep(keep, edit))
        ? null
        : 'nothing is edited that it would keep',
    })),
  ];
}

/** What is important, or a person's own, is kept only by exceptions that are that too. */
function mayKeep(keep: Edit, edit: Edit): boolean {
  return isAgainst(keep.modifier, edit.modifier) && (keep.important || !edit.important);
}

function whyIdle(edit: Edit, keeps: readonly Edit[], target: string): string | null {
  const { rule, modifier } = edit;
  if (modifier.kind === 'query' && !target.includes('?')) return 'the address has no query';
  const keep = keeps.find(
    (other) => mayKeep(other, edit) && editsOf(rule, modifier, [other.modifier]).length === 0,
  );
  if (keep === undefined) return null;
  return `the exception at ${keep.rule.list}:${keep.rule.line} keeps what it would edit`;
}

/** Filters that say how what others block is answered; those that block as well are told as blocks. */
function fittingRedirects(
  sets: readonly FilterSet[],
  personal: FilterSet,
  scan: RequestScan,
  target: string,
): readonly Fitting[] {
  const found = (realm: 'redirect' | 'redirectAllow') =>
    sets.flatMap((set) =>
      all(set, realm, scan, target).map((filter) => {
        const action = realm === 'redirect' ? 'stub' : 'allow';
        return listRule(set, filter, action, set === personal);
      }),
    );
  return [
    ...found('redirect').map((rule) => ({ rule, role: 'redirect' as const, idle: null })),
    ...found('redirectAllow').map((rule) => ({ rule, role: 'redirectKeep' as const, idle: null })),
  ];
}

/** Signatures that apply, as candidates. */
export function fittingSignatures(found: readonly SignatureMatch[]): readonly Fitting[] {
  return found.map(({ rule, important }) => ({ rule, role: roleOf(rule, important), idle: null }));
}

function roleOf({ action }: Rule, important: boolean): Role {
  if (action === 'log' || action === 'allow') return action;
  if (action === 'strip' || action === 'rewrite') return 'edit';
  return important ? 'important' : 'block';
}
