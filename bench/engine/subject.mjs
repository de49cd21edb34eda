// One engine in a process of its own: node --expose-gc subject.mjs '{"engine", "load", "shared", "dist"}'
// Prints what it measured as one line of JSON.
import { LOADS, readLists, readRequests } from './corpus.mjs';
import { count, measure, timed, usedMemory } from './measure.mjs';
import { createOurs } from './ours.mjs';
import { createGhostery, createHostnames } from './peers.mjs';

const { engine, load, shared, dist } = JSON.parse(process.argv[2]);
const CREATE = { ours: createOurs, ghostery: createGhostery, hostnames: createHostnames };

const lists = readLists(shared, LOADS[load]);
const rows = readRequests(shared, LOADS[load]);
const subject = await CREATE[engine](lists, dist);
console.log(JSON.stringify(subject === null ? null : await run(subject)));

async function run({ build, prepare, match, save, load: restore, more = {} }) {
  const before = usedMemory();
  const built = await timed(build);
  const after = usedMemory();
  const requests = rows.map(prepare);
  const times = measure(requests, match);
  const snapshot = save === undefined ? null : await save();
  const restored = snapshot === null ? null : await timed(() => restore(snapshot));
  return {
    rules: built.value,
    buildMs: built.ms,
    loadMs: restored?.ms ?? null,
    snapshotMb: snapshot === null ? null : snapshot.length / 1e6,
    heapMb: after.heap - before.heap,
    blocksMb: after.blocks - before.blocks,
    blocked: count(requests, match),
    ...times,
    more: Object.entries(more).map(([name, { prepare: make, work }]) => ({
      name,
      ...measure(
        rows.map((row) => make(row)),
        work,
      ),
    })),
  };
}
