import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Argv } from 'yargs';
import { homeAt } from '../home.ts';
import { readDevices } from '../known-devices.ts';
import { LEVELS } from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import type { LogFilter, LogRow } from '../model/log.ts';
import { RESOURCE_TYPES } from '../model/request.ts';
import { ACTIONS } from '../model/rule.ts';
import { LogQueries } from '../record/queries.ts';
import { csvHead, encodeRows } from '../status/export.ts';
import { COLOUR_CHOICES, type ColourChoice, painter } from './colour.ts';
import type { AddCommand, GlobalOptions } from './command.ts';
import { logConditions } from './log-conditions.ts';
import { logLine } from './log-line.ts';

const FOLLOW_EVERY = 500;
/** At once, while following: as many as can be asked for. */
const FOLLOW_LIMIT = 1_000;

/** `eyelid log`: the newest events, oldest first, as the page tells them. */
export const addLog: AddCommand = (parser) =>
  parser.command(
    'log',
    'Prints what was blocked, stripped and logged.',
    (yargs) => withOutput(withFilters(yargs)),
    async (args) => {
      const { limit, csv, follow } = args;
      if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
        throw new AppError('INPUT_INVALID', `reading --limit: "${limit}" is not 1 to 1000`);
      }
      const home = homeAt(args.home);
      const conditions = logConditions(args, () => readDevices(home), Date.now());
      const textOf = textAs(args);
      const { stdout } = process;
      const queries = new LogQueries(join(home.data, 'events.db'));
      try {
        const rows = queries.rows({ ...conditions, limit }).toReversed();
        if (csv) stdout.write(csvHead());
        if (rows.length > 0) stdout.write(textOf(rows));
        if (follow) await goOn(queries, conditions, rows.at(-1)?.id ?? 0, textOf);
      } finally {
        queries.close();
      }
    },
  );

interface Output {
  readonly json: boolean;
  readonly csv: boolean;
  readonly color: ColourChoice;
}

/** How rows are written: for programs, or in lines for people. */
function textAs({ json, csv, color }: Output): (rows: readonly LogRow[]) => string {
  if (json && csv)
    throw new AppError('INPUT_INVALID', 'printing the log: --json and --csv at once');
  if (json) return (rows) => encodeRows(rows, 'jsonl');
  if (csv) return (rows) => encodeRows(rows, 'csv');
  const paint = painter(color, { isTTY: process.stdout.isTTY, env: process.env });
  return (rows) => rows.map((row) => `${logLine(row, paint)}\n`).join('');
}

function withFilters(yargs: Argv<GlobalOptions>) {
  return yargs
    .option('device', {
      type: 'string',
      describe: 'Only of this device: its name, address, MAC or id.',
    })
    .option('group', { type: 'string', describe: 'Only of the devices of this group.' })
    .option('host', { type: 'string', describe: 'Only to this host and its sub-domains.' })
    .option('site', { type: 'string', describe: 'Only what this site asked for.' })
    .option('tracker', { type: 'string', describe: 'Only of this tracker: `Meta Pixel`.' })
    .option('action', { choices: ACTIONS, describe: 'Only with this action.' })
    .option('type', { choices: RESOURCE_TYPES, describe: 'Only of this type.' })
    .option('rule', { type: 'string', describe: 'Only by the rule with this text.' })
    .option('list', { type: 'string', describe: 'Only by rules of this list.' })
    .option('level', { choices: LEVELS, describe: 'Only of what was treated at this level.' })
    .option('unopened', {
      type: 'boolean',
      default: false,
      describe: 'Only what was passed through unopened.',
    })
    .option('text', { type: 'string', describe: 'Only with this in a name, a path or a rule.' })
    .option('since', {
      type: 'string',
      describe: 'Only of the last `15m`, `2h`, `7d`, or since a date: `2026-03-01T14:30`.',
    })
    .option('until', { type: 'string', describe: 'Only until then; as --since.' });
}

function withOutput<T>(yargs: Argv<T>) {
  return yargs
    .option('follow', { alias: 'f', type: 'boolean', default: false, describe: 'Go on.' })
    .option('limit', { type: 'number', default: 100, describe: 'At most so many, 1 to 1000.' })
    .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' })
    .option('csv', {
      type: 'boolean',
      default: false,
      describe: 'Comma-separated values, as the page exports them.',
    })
    .option('color', {
      choices: COLOUR_CHOICES,
      default: 'auto' as const,
      describe: 'In colour; auto: on a terminal, unless NO_COLOR is set.',
    });
}

/** Prints new rows until the process is stopped, or nobody reads any more. */
async function goOn(
  queries: LogQueries,
  conditions: Omit<LogFilter, 'limit'>,
  from: number,
  textOf: (rows: readonly LogRow[]) => string,
): Promise<void> {
  let after = from;
  while (process.stdout.writable) {
    await wait(FOLLOW_EVERY);
    const rows = queries.rows({ ...conditions, after, limit: FOLLOW_LIMIT });
    if (rows.length > 0) process.stdout.write(textOf(rows));
    after = rows.at(-1)?.id ?? after;
  }
}
