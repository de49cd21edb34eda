import { loadConfig } from '../config/load.ts';
import { type Home, homeAt, prepareHome } from '../home.ts';
import { learntFile } from '../learning.ts';
import { listDownload, openRoster } from '../lists.ts';
import { CATALOGUE } from '../model/catalogue.ts';
import { AppError } from '../model/errors.ts';
import type { ListActivity, ListOutcome } from '../model/subscription.ts';
import { readLearnt } from '../rules/learnt/store.ts';
import { learntViews } from '../rules/learnt/view.ts';
import { unknownList } from '../rules/subscribe/roster.ts';
import { Subscriptions } from '../rules/subscribe/subscriptions.ts';
import type { AddCommand } from './command.ts';
import { learntLine } from './learnt-table.ts';
import { availableTable, listTable, outcomeLine, progressText } from './list-table.ts';
import { printable } from './printable.ts';

const ACTIONS = ['show', 'update', 'add', 'remove', 'available'] as const;

/** What a run of the command was asked for. */
interface Wish {
  readonly names: readonly string[];
  readonly name: string | undefined;
  readonly trusted: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

/** `eyelid lists`: shows, updates, adds and removes lists; a running Eyelid follows within two seconds. */
export const addLists: AddCommand = (parser) =>
  parser.command(
    'lists [action] [names..]',
    'Shows the lists that are subscribed to, or updates, adds or removes some.',
    (yargs) =>
      yargs
        .positional('action', {
          choices: ACTIONS,
          default: 'show' as const,
          describe: 'available: those that are known by name.',
        })
        .positional('names', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'Which lists; to add one, a name that is known or an address.',
        })
        .option('name', { type: 'string', describe: 'What an added list is called.' })
        .option('trusted', {
          type: 'boolean',
          default: false,
          describe: 'An added list may change the text of pages and where visits go.',
        })
        .option('force', {
          type: 'boolean',
          default: false,
          describe: 'Also take a copy that has lost most of its rules.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' }),
    async ({ home: path, action, ...wish }) => {
      const home = homeAt(path);
      prepareHome(home);
      const lists = open(home);
      try {
        await ACT[action](lists, wish, home);
      } finally {
        await lists.close();
      }
    },
  );

const ACT: Readonly<
  Record<(typeof ACTIONS)[number], (lists: Subscriptions, wish: Wish, home: Home) => Promise<void>>
> = { show, update, add, remove, available };

function open(home: Home): Subscriptions {
  const config = loadConfig(home.path);
  const warn = (message: string): void => void process.stderr.write(`eyelid: ${message}\n`);
  return new Subscriptions({
    roster: openRoster(home, config, warn),
    download: listDownload(config, () => []),
    now: Date.now,
    chance: Math.random,
  });
}

async function show(lists: Subscriptions, { names, json }: Wish, home: Home): Promise<void> {
  const all = await lists.list();
  const unknown = names.find((name) => all.every((one) => one.name !== name));
  if (unknown !== undefined) throw usage(`showing a list: ${unknownList(unknown, all)}`);
  const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  if (json) {
    print(chosen.map((one) => JSON.stringify(one)));
    return;
  }
  const learnt = learntViews(await readLearnt(learntFile(home)), Date.now());
  const own = learnt.length === 0 || names.length > 0 ? [] : [learntLine(learnt.length)];
  print([...listTable(chosen, Date.now()), ...own]);
}

async function available(lists: Subscriptions, { json }: Wish): Promise<void> {
  const taken = new Set((await lists.list()).map(({ name }) => name));
  print(json ? CATALOGUE.map((one) => JSON.stringify(one)) : availableTable(CATALOGUE, taken));
}

async function update(lists: Subscriptions, { names, force, json }: Wish): Promise<void> {
  refuseFailures(await runUpdate(lists, names.length === 0 ? null : names, force, json));
}

async function add(
  lists: Subscriptions,
  { names, name, trusted, force, json }: Wish,
): Promise<void> {
  if (names.length === 0) throw usage('adding a list: name one, or give its address');
  if (name !== undefined && names.length > 1) throw usage('adding a list: --name is for one list');
  const added: string[] = [];
  for (const source of names) {
    added.push((await lists.add(source, name ?? null, trusted)).name);
  }
  const outcomes = await runUpdate(lists, added, force, json);
  // A list that cannot be had is most likely a mistyped one: it is not kept.
  for (const { name: failed } of failuresIn(outcomes)) await lists.remove(failed);
  refuseFailures(outcomes);
}

async function remove(lists: Subscriptions, { names, json }: Wish): Promise<void> {
  if (names.length === 0) throw usage('removing a list: name one');
  for (const name of names) {
    await lists.remove(name);
    print([json ? JSON.stringify({ name, result: 'removed' }) : `${name}: removed`]);
  }
}

async function runUpdate(
  lists: Subscriptions,
  names: readonly string[] | null,
  force: boolean,
  json: boolean,
): Promise<readonly ListOutcome[]> {
  const onActivity = process.stderr.isTTY === true && !json ? drawProgress : () => {};
  const outcomes = await lists.update(names, { force, onActivity });
  if (process.stderr.isTTY === true && !json) process.stderr.write('\r\u001b[K');
  const rules = new Map((await lists.list()).map((list) => [list.name, list.rules]));
  print(
    outcomes.map((one) =>
      json ? JSON.stringify(one) : outcomeLine(one, rules.get(one.name) ?? null),
    ),
  );
  return outcomes;
}

function failuresIn(outcomes: readonly ListOutcome[]): readonly ListOutcome[] {
  return outcomes.filter(({ result }) => result === 'failed');
}

function refuseFailures(outcomes: readonly ListOutcome[]): void {
  const failures = failuresIn(outcomes);
  const [first] = failures;
  if (first === undefined) return;
  const more = failures.length === 1 ? '' : ` (and ${failures.length - 1} more)`;
  throw new AppError('DOWNLOAD_FAILED', `${first.error}${more}`);
}

/** One line that is written over; only where somebody watches. */
function drawProgress(name: string, activity: ListActivity): void {
  process.stderr.write(`\r\u001b[K${name}: ${progressText(activity)}`);
}

function print(lines: readonly string[]): void {
  if (lines.length > 0) process.stdout.write(`${printable(lines.join('\n'))}\n`);
}

function usage(message: string): AppError {
  return new AppError('INPUT_INVALID', message);
}
