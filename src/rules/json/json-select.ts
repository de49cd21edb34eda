import type { PathKey, PathStep, Selector } from './json-path.ts';
import { decodeString, type JsonMember, type JsonNode } from './json-tree.ts';

/** A value that a path selects, and where it hangs. */
export interface Selected {
  readonly parent: JsonNode;
  readonly index: number;
}

/**
 * The values of a JSON text that a path selects, each once. Each step looks at
 * each value once, however the path is written, so the work is bounded by the
 * number of values times that of the steps.
 */
export function selectJson(
  root: JsonNode,
  steps: readonly PathStep[],
  text: string,
): readonly Selected[] {
  let nodes: readonly JsonNode[] = [root];
  let selected: readonly Selected[] = [];
  for (const step of steps) {
    selected = (step.descends ? withDescendants(nodes) : nodes).flatMap((node) =>
      childrenOf(node, step.selectors, text),
    );
    nodes = selected.map(({ parent, index }) => memberAt(parent, index).value);
  }
  return selected;
}

function memberAt({ members }: JsonNode, index: number): JsonMember {
  return members[index] as JsonMember;
}

/** Values and all that is inside them, each once. */
function withDescendants(nodes: readonly JsonNode[]): readonly JsonNode[] {
  const seen = new Set<JsonNode>();
  const waiting = [...nodes];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const { value } of node.members) if (value.members.length > 0) waiting.push(value);
  }
  return [...seen];
}

function childrenOf(
  parent: JsonNode,
  selectors: readonly Selector[],
  text: string,
): readonly Selected[] {
  const chosen: Selected[] = [];
  for (let index = 0; index < parent.members.length; index++) {
    if (selectors.some((selector) => isChosen(parent, index, selector, text))) {
      chosen.push({ parent, index });
    }
  }
  return chosen;
}

function isChosen(parent: JsonNode, index: number, selector: Selector, text: string): boolean {
  const { name, value } = memberAt(parent, index);
  switch (selector.kind) {
    case 'all':
      return true;
    case 'key':
      return name === selector.name;
    case 'slice':
      return name === null && isInSlice(selector, index, parent.members.length);
    case 'has':
      return valuesAt(value, selector.key, text).length > 0;
    case 'equals':
      return valuesAt(value, selector.key, text).some(
        (node) => scalarOf(node, text) === selector.value,
      );
    case 'contains':
      return valuesAt(value, selector.key, text).some((node) => {
        const scalar = scalarOf(node, text);
        return typeof scalar === 'string' && scalar.includes(selector.value);
      });
  }
}

function isInSlice(
  { from, to, by }: Extract<Selector, { kind: 'slice' }>,
  index: number,
  length: number,
): boolean {
  const place = (end: number) => (end < 0 ? length + end : end);
  const first = Math.max(0, place(from ?? 0));
  return index >= first && index < place(to ?? length) && (index - first) % by === 0;
}

function valuesAt(node: JsonNode, key: PathKey, text: string): readonly JsonNode[] {
  if (typeof key === 'string') {
    return node.members.flatMap(({ name, value }) => (name === key ? [value] : []));
  }
  return selectJson(node, key, text).map(({ parent, index }) => memberAt(parent, index).value);
}

/** A string, number, boolean or null; undefined for what has parts. */
function scalarOf({ kind, start, end }: JsonNode, text: string): unknown {
  const written = text.slice(start, end);
  if (kind === 'string') return decodeString(written);
  return kind === 'other' ? (JSON.parse(written) as unknown) : undefined;
}
