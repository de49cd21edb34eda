import type { PathKey, PathStep, Selector } from './json-path.ts';
import { hasName, type JsonTree, scalarOf } from './json-tree.ts';

/** How many looks at a value one selection may take: some 10 ms, on slow machines 30. */
const MAX_LOOKS = 120_000;

/** How many characters of a value are read in the time of a look. */
const READ = 50;

/** The looks that are left; a selection that needs more is given up. */
interface Work {
  left: number;
}

/**
 * The values of a JSON text that a path selects, each once, in their order,
 * with what they hang on; null where to find them would take too long.
 */
export function selectJson(tree: JsonTree, steps: readonly PathStep[]): readonly Selected[] | null {
  const work: Work = { left: MAX_LOOKS };
  let parents: readonly number[] = [0];
  let selected: readonly Selected[] = [];
  for (const step of steps) {
    const within = step.descends ? withDescendants(tree, parents) : parents;
    selected = childrenOf(tree, within, step.selectors, work);
    if (work.left < 0) return null;
    parents = selected.map(({ node }) => node);
  }
  return selected;
}

export interface Selected {
  readonly parent: number;
  readonly node: number;
}

/** Values and all inside them that has parts, each once. The numbers go up. */
function withDescendants({ last }: JsonTree, nodes: readonly number[]): readonly number[] {
  const all: number[] = [];
  let next = 0;
  for (const node of nodes.toSorted((a, b) => a - b)) {
    for (let i = Math.max(node, next); i <= (last[node] as number); i++) {
      if (last[i] !== i) all.push(i);
    }
    next = Math.max(next, (last[node] as number) + 1);
  }
  return all;
}

function childrenOf(
  tree: JsonTree,
  parents: readonly number[],
  selectors: readonly Selector[],
  work: Work,
): readonly Selected[] {
  const { last } = tree;
  const chosen: Selected[] = [];
  for (const parent of parents) {
    const place = { node: parent + 1, index: 0, count: countOf(tree, parent, selectors) };
    const end = last[parent] as number;
    for (; place.node <= end; place.node = (last[place.node] as number) + 1) {
      work.left -= selectors.length;
      if (work.left < 0) return chosen;
      if (isAnyChosen(tree, place, selectors, work)) chosen.push({ parent, node: place.node });
      place.index++;
    }
  }
  return chosen;
}

function isAnyChosen(
  tree: JsonTree,
  place: Place,
  selectors: readonly Selector[],
  work: Work,
): boolean {
  for (const selector of selectors) if (isChosen(tree, place, selector, work)) return true;
  return false;
}

/** How many children there are, where a selector counts from the end. */
function countOf({ last }: JsonTree, parent: number, selectors: readonly Selector[]): number {
  if (!selectors.some(({ kind }) => kind === 'slice')) return 0;
  const end = last[parent] as number;
  let count = 0;
  for (let node = parent + 1; node <= end; node = (last[node] as number) + 1) count++;
  return count;
}

interface Place {
  readonly node: number;
  readonly index: number;
  readonly count: number;
}

function isChosen(tree: JsonTree, place: Place, selector: Selector, work: Work): boolean {
  const { node } = place;
  switch (selector.kind) {
    case 'all':
      return true;
    case 'key':
      return hasName(tree, node, selector.name);
    case 'slice':
      return tree.keyEnd[node] === 0 && isInSlice(selector, place);
    case 'has':
      return someAt(tree, node, selector.key, work, () => true);
    case 'equals':
      return someAt(tree, node, selector.key, work, (at) => {
        return scalarWith(tree, at, work) === selector.value;
      });
    case 'contains':
      return someAt(tree, node, selector.key, work, (at) => {
        const scalar = scalarWith(tree, at, work);
        return typeof scalar === 'string' && scalar.includes(selector.value);
      });
  }
}

/** The value of a string, number or word, for as much work as it is long. */
function scalarWith(tree: JsonTree, node: number, work: Work): unknown {
  const { start, end } = tree;
  work.left -= 2 + Math.ceil(((end[node] as number) - (start[node] as number)) / READ);
  return work.left < 0 ? undefined : scalarOf(tree, node);
}

function isInSlice(
  { from, to, by }: Extract<Selector, { kind: 'slice' }>,
  { index, count }: Place,
): boolean {
  const place = (end: number) => (end < 0 ? count + end : end);
  const first = Math.max(0, place(from ?? 0));
  return index >= first && index < place(to ?? count) && (index - first) % by === 0;
}

/** Whether what stands at a key of the value, or at a path from it, passes. */
function someAt(
  tree: JsonTree,
  node: number,
  key: PathKey,
  work: Work,
  passes: (node: number) => boolean,
): boolean {
  if (typeof key !== 'string') return someOn(tree, node, key, work, passes);
  // Nearly always it is one name.
  const { last } = tree;
  const end = last[node] as number;
  for (let child = node + 1; child <= end; child = (last[child] as number) + 1) {
    if (--work.left < 0) return false;
    if (hasName(tree, child, key) && passes(child)) return true;
  }
  return false;
}

function someOn(
  tree: JsonTree,
  node: number,
  [step, ...rest]: readonly PathStep[],
  work: Work,
  passes: (node: number) => boolean,
): boolean {
  if (step === undefined) return passes(node);
  // What is found is put together at each step.
  work.left -= 4;
  return childrenOf(tree, [node], step.selectors, work).some((found) =>
    someOn(tree, found.node, rest, work, passes),
  );
}
