import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseDuration } from '../config/values.ts';
import { type Home, homeAt } from '../home.ts';
import { readDevices } from '../known-devices.ts';
import { AppError } from '../model/errors.ts';
import type { LogFilter, LogRow } from '../model/log.ts';
import { ACTIONS } from '../model/rule.ts';
import { toldSentence } from '../model/told.ts';
import { whyUnopened, withWhy } from '../model/unopened.ts';
import { LogQueries } from '../record/queries.ts';
import type { AddCommand } from './command.ts';
import { printable } from './printable.ts';

const FOLLOW_EVERY = 500;

/** `eyelid log`: the newest events, oldest first, as the page shows them. */
export const addLog: AddCommand = (parser) =>
  parser.command(
    'log',
    'Prints what was blocked, stripped and logged.',
    (yargs) =>
      yargs
        .option('follow', { alias: 'f', type: 'boolean', default: false, describe: 'Go on.' })
        .option('device', {
          type: 'string',
          describe: 'Only of this device: its name, address, MAC or id.',
        })
        .option('host', { type: 'string', describe: 'Only to this host and its sub-domains.' })
        .option('since', { type: 'string', describe: 'Only of the last `15m`, `2h`, `7d`.' })
        .option('action', { choices: ACTIONS, describe: 'Only with this action.' })
        .option('limit', { type: 'number', default: 100, describe: 'At most so many, 1 to 1000.' })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' }),
    async (args) => {
      const { limit, json } = args;
      if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
        throw new AppError('INPUT_INVALID', `reading --limit: "${limit}" is not 1 to 1000`);
      }
      const home = homeAt(args.home);
      const filter: LogFilter = {
        limit,
        ...(args.device === undefined ? {} : { device: idOf(home, args.device) }),
        ...(args.host === undefined ? {} : { host: args.host }),
        ...(args.action === undefined ? {} : { action: args.action }),
        ...(args.since === undefined ? {} : { since: Date.now() - durationOf(args.since) }),
      };
      const queries = new LogQueries(join(home.data, 'events.db'));
      try {
        const rows = [...queries.rows(filter)].reverse();
        print(rows, json);
        if (args.follow) await follow(queries, filter, rows.at(-1)?.id ?? 0, json);
      } finally {
        queries.close();
      }
    },
  );

/** An id stands for itself: the log may know devices that are forgotten elsewhere. */
function idOf(home: Home, device: string): string {
  return /^(?:mac|ip):/.test(device) ? device : readDevices(home).named(device).id;
}

function durationOf(text: string): number {
  const duration = parseDuration(text);
  if (duration !== null) return duration;
  throw new AppError('INPUT_INVALID', `reading --since: "${text}" is no time such as 15m, 2h, 7d`);
}

/** Prints new rows until the process is stopped, or nobody reads any more. */
async function follow(queries: LogQueries, filter: LogFilter, from: number, json: boolean) {
  let after = from;
  while (process.stdout.writable) {
    await wait(FOLLOW_EVERY);
    const rows = queries.rows({ ...filter, after });
    print(rows, json);
    after = rows.at(-1)?.id ?? after;
  }
}

function print(rows: readonly LogRow[], json: boolean): void {
  const lines = rows.map(
    (row) => `${json ? JSON.stringify(withWhy(row)) : printable(line(row))}\n`,
  );
  if (lines.length > 0) process.stdout.write(lines.join(''));
}

function line(row: LogRow): string {
  const rule = row.rule === null ? '-' : `${row.rule.list}:${row.rule.line}`;
  return [
    new Date(row.at).toISOString(),
    row.deviceName,
    row.observed ? `(${row.action})` : row.action,
    row.method,
    `${row.host}${row.path}`,
    row.page ?? '-',
    rule,
    note(row),
  ].join('\t');
}

function note(row: LogRow): string {
  const why = whyUnopened(row);
  if (why !== null) return `passed through unopened: ${why}`;
  return row.summary === null ? (row.tracker ?? '') : toldSentence(row.summary, row);
}
