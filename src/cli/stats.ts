import { join } from 'node:path';
import { homeAt } from '../home.ts';
import { LogQueries } from '../record/queries.ts';
import { ownerOf } from '../trackers/company.ts';
import { barsOf } from './bars.ts';
import { COLOUR_CHOICES, painter } from './colour.ts';
import type { AddCommand } from './command.ts';
import { statsLines } from './stats-text.ts';

const HOUR = 3_600_000;
const SPANS = {
  '24h': { words: 'The last 24 hours', length: 24 * HOUR, by: 'hour' },
  '7d': { words: 'The last 7 days', length: 7 * 24 * HOUR, by: 'day' },
  '30d': { words: 'The last 30 days', length: 30 * 24 * HOUR, by: 'day' },
} as const;
const SINCE = ['24h', '7d', '30d'] as const satisfies readonly (keyof typeof SPANS)[];
const TITLES = { hour: 'By hour: acted on, of all', day: 'By day: acted on, of all' } as const;

/** `eyelid stats`: the overview of the page as text. */
export const addStats: AddCommand = (parser) =>
  parser.command(
    'stats',
    'Prints who tracked, where and how often, and what was done about it.',
    (yargs) =>
      yargs
        .option('since', {
          choices: SINCE,
          default: '24h' as const,
          describe: 'The stretch of time that ends now.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object.' })
        .option('color', {
          choices: COLOUR_CHOICES,
          default: 'auto' as const,
          describe: 'In colour; auto: on a terminal, unless NO_COLOR is set.',
        }),
    (args) => {
      const until = Date.now();
      const { words, length, by } = SPANS[args.since];
      const queries = new LogQueries(join(homeAt(args.home).data, 'events.db'));
      try {
        const range = { since: until - length };
        const overview = queries.overview(range);
        const rules = queries.ruleHits(range).toSorted((a, b) => b.count - a.count);
        if (args.json) {
          process.stdout.write(`${JSON.stringify({ until, overview, rules })}\n`);
          return;
        }
        const bars = { title: TITLES[by], of: barsOf(overview, until, by) };
        const paint = painter(args.color, { isTTY: process.stdout.isTTY, env: process.env });
        const lines = statsLines({ span: words, until, overview, rules, bars, ownerOf }, paint);
        process.stdout.write(`${lines.join('\n')}\n`);
      } finally {
        queries.close();
      }
    },
  );
