import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
/** Another folder of the repository than dist/ where somebody else is building there. */
export const PROGRAM = join(REPOSITORY, process.env['EYELID_DIST'] ?? 'dist', 'main.js');
const START_UP = 20_000;

/** A temporary home, which `remove` deletes. */
export interface Home {
  readonly path: string;
  write(name: string, text: string): void;
  delete(name: string): void;
  remove(): void;
}

export interface HomeOptions {
  /** The config as a value; JSON is YAML. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Files of rules/. Absent: the shipped ones, put there by the program. */
  readonly rules?: Readonly<Record<string, string>>;
}

export function makeHome({ config, rules }: HomeOptions): Home {
  const path = mkdtempSync(join(tmpdir(), 'eyelid-home-'));
  const write = (name: string, text: string) => {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  write('config/eyelid.yaml', JSON.stringify(config, null, 2));
  for (const [name, text] of Object.entries(rules ?? {})) write(`rules/${name}`, text);
  return {
    path,
    write,
    delete: (name) => rmSync(join(path, name)),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The running program, as a person's machine runs it: a process of its own. */
export interface Running {
  readonly pid: number;
  readonly proxyPort: number;
  readonly proxyUrl: string;
  readonly pageUrl: string;
  readonly caPath: string;
  /** The authority's certificate, PEM. */
  readonly ca: string;
  readonly fingerprint: string;
  /** The first-run code; null where a password is set. */
  readonly code: string | null;
  /** All it printed, both streams. */
  readonly output: () => string;
  /** Throws, with what it printed, if the process ended or reported an uncaught error. */
  assertAlive(): void;
  /** Sends SIGINT and resolves with exit status and milliseconds. Kills after ten seconds. */
  stop(): Promise<{ readonly status: number | null; readonly milliseconds: number }>;
}

/** Starts the program on a home and waits until it has printed where it listens. */
export async function run(home: Home): Promise<Running> {
  if (!existsSync(PROGRAM)) throw new Error(`starting eyelid: ${PROGRAM} is missing, build first`);
  const child = spawn(process.execPath, [PROGRAM, 'start', '--home', home.path], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let all = '';
  let ended: string | null = null;
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
    all += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    all += chunk;
  });
  child.on('exit', (status, signal) => {
    ended = `status ${status}, signal ${signal}`;
  });
  await printed(child, () => /^fingerprint .*\n/m.test(out) && /^page .*\n/m.test(out)).catch(
    (error: Error) => {
      child.kill('SIGKILL');
      throw new Error(`starting eyelid: ${error.message}\n${all}`);
    },
  );
  const line = (word: string) => new RegExp(`^${word} (.*)$`, 'm').exec(out)?.[1]?.trim() ?? null;
  const proxyUrl = line('proxy') ?? '';
  const caPath = line('ca') ?? '';
  return {
    pid: child.pid ?? 0,
    proxyUrl,
    proxyPort: Number(new URL(proxyUrl).port),
    pageUrl: line('page') ?? '',
    caPath,
    ca: readFileSync(caPath, 'utf8'),
    fingerprint: line('fingerprint') ?? '',
    get code() {
      return line('code');
    },
    output: () => all,
    assertAlive() {
      if (ended !== null) throw new Error(`eyelid ended (${ended}):\n${all}`);
      if (/uncaught|unhandled/i.test(all)) throw new Error(`eyelid reported:\n${all}`);
    },
    stop: () => stop(child),
  };
}

function printed(child: ChildProcess, done: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      if (done()) settle(null);
    };
    const onExit = (status: number | null) => settle(new Error(`it ended with status ${status}`));
    const settle = (error: Error | null) => {
      clearTimeout(timer);
      child.stdout?.off('data', check);
      child.off('exit', onExit);
      if (error === null) resolve();
      else reject(error);
    };
    const timer = setTimeout(
      () => settle(new Error(`it was not ready in ${START_UP} ms`)),
      START_UP,
    );
    child.stdout?.on('data', check);
    child.on('exit', onExit);
  });
}

async function stop(child: ChildProcess) {
  const begun = performance.now();
  if (child.exitCode === null && child.signalCode === null) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(timer);
  }
  return { status: child.exitCode, milliseconds: performance.now() - begun };
}

export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs another command of the program on the same home. */
export function command(home: Home, ...words: readonly string[]): Promise<CommandResult> {
  return commandReading('', home, ...words);
}

/** The same, with a text on its standard input. */
export function commandReading(
  input: string,
  home: Home,
  ...words: readonly string[]
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [PROGRAM, ...words, '--home', home.path],
      { cwd: REPOSITORY, maxBuffer: 64 * 1_048_576 },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ status, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}

/** The log as `eyelid log --json` gives it, oldest first. */
export async function readLog(
  home: Home,
  ...words: readonly string[]
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { status, stdout, stderr } = await command(
    home,
    'log',
    '--json',
    '--limit',
    '1000',
    ...words,
  );
  if (status !== 0) throw new Error(`reading the log: status ${status}: ${stderr}`);
  const text = stdout.trim();
  if (text.startsWith('[')) return JSON.parse(text);
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
}
