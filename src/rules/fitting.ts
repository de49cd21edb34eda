import type { Rule } from '../model/rule.ts';
import type { Fitting, Role } from './candidates.ts';
import type { FilterSet } from './engine/filter-set.ts';
import type { Realm } from './engine/realms.ts';
import type { RequestScan } from './engine/request-scan.ts';
import type { Modifier } from './filter/filter.ts';
import { editsOf } from './list-edits.ts';
import { blockAction, listRule } from './list-rule.ts';
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
  return [...plain, ...fittingEdits(sets, personal, scan, target)];
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

interface Edit {
  readonly rule: Rule;
  readonly modifier: Modifier;
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
        const action = realm === 'strip' ? 'strip' : 'allow';
        return modifier === null
          ? []
          : [{ rule: listRule(set, filter, action, set === personal), modifier }];
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
    ...keeps.map(({ rule, modifier }) => {
      const keepsSome = edits.some((edit) => edit.modifier.kind === modifier.kind);
      return {
        rule,
        role: 'keep' as const,
        idle: keepsSome ? null : 'nothing is taken out that it would keep',
      };
    }),
  ];
}

function whyIdle({ rule, modifier }: Edit, keeps: readonly Edit[], target: string): string | null {
  if (modifier.kind === 'query' && !target.includes('?')) return 'the address has no query';
  const keep = keeps.find((other) => editsOf(rule, modifier, [other.modifier]).length === 0);
  if (keep === undefined) return null;
  return `the exception at ${keep.rule.list}:${keep.rule.line} keeps what it would take out`;
}

/** Signatures that apply, as candidates. */
export function fittingSignatures(found: readonly SignatureMatch[]): readonly Fitting[] {
  return found.map(({ rule, important }) => ({ rule, role: roleOf(rule, important), idle: null }));
}

function roleOf({ action }: Rule, important: boolean): Role {
  if (action === 'log') return 'log';
  if (action === 'strip' || action === 'rewrite') return 'edit';
  return important ? 'important' : 'block';
}
