import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const START_UP = 30_000;

/**
 * Starts a process on one core and waits for a line of its output, whose first
 * group is returned. `ends` stops it.
 */
export function startOn(core, command, line, env = {}) {
  const child = spawn('taskset', ['-c', String(core), ...command], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let text = '';
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ends = async () => {
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(timer);
  };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('was not ready in time'), START_UP);
    const fail = (why) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${command.join(' ')} ${why}:\n${text}`));
    };
    const early = () => fail('ended');
    child.once('exit', early);
    const look = (chunk) => {
      text += chunk;
      const found = line.exec(text);
      if (found === null) return;
      clearTimeout(timer);
      child.off('exit', early);
      resolve({ pid: child.pid, found: found[1], text: () => text, ends });
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
  });
}

/** A port of loopback that nobody has at the moment. */
export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Processor seconds that a process, all below it and those they waited for used so far; NaN for none. */
export function processorSeconds(pid) {
  return sumOf(pid, ({ ticks }) => ticks / 100);
}

/** Megabytes that a process and all below it have in memory; what they share counts for each. */
export function residentMegabytes(pid) {
  return sumOf(pid, ({ pages }) => (pages * 4096) / 2 ** 20);
}

function sumOf(pid, read) {
  if (pid === undefined) return Number.NaN;
  const all = readdirSync('/proc').filter(isNumber).map(statOf).filter(isThere);
  const family = new Set([pid]);
  // Until none is added: a child may stand before its parent in the list.
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const one of all) if (family.has(one.parent)) family.add(one.pid);
  }
  return all.filter((one) => family.has(one.pid)).reduce((sum, one) => sum + read(one), 0);
}

const isNumber = (name) => /^\d+$/.test(name);
const isThere = (stat) => stat !== null;

/** From proc(5), stat: field 4 is the parent, 14 to 17 the ticks of a hundredth of a second, 24 the pages. */
function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, some) => sum + some, 0);
    return { pid: Number(pid), parent: fields[1], ticks, pages: fields[21] };
  } catch {
    // It ended while the list was read.
    return null;
  }
}
