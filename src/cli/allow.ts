import { isIP } from 'node:net';
import { pauseUntil } from '../device/pause-time.ts';
import { type Home, homeAt, prepareHome } from '../home.ts';
import { readDevices } from '../known-devices.ts';
import { AppError } from '../model/errors.ts';
import type { RuleRef } from '../model/rule.ts';
import { appendRule } from '../rules/my-rules.ts';
import { describeWish, parseWish, type RuleWish, ruleLine } from '../status/rule-line.ts';
import type { AddCommand } from './command.ts';

/** `eyelid allow HOST_OR_URL`: the same line in the same file as the button of the page. */
export const addAllow: AddCommand = (parser) => addWish(parser, 'allow');

/** `eyelid block HOST_OR_URL`. */
export const addBlock: AddCommand = (parser) => addWish(parser, 'block');

const SAYS = {
  allow: 'Lets a host, or one path of it, through: adds a line to rules/my-rules.txt.',
  block: 'Blocks a host, or one path of it: adds a line to rules/my-rules.txt.',
} as const;

const addWish = (parser: Parameters<AddCommand>[0], action: RuleWish['action']): void =>
  void parser.command(
    `${action} <what>`,
    SAYS[action],
    (yargs) =>
      yargs
        .positional('what', {
          type: 'string',
          demandOption: true,
          describe: 'A host with its sub-domains, or a URL: what stands after "?" does not count.',
        })
        .option('site', { type: 'string', describe: 'Only where this site asks.' })
        .option('device', {
          type: 'string',
          describe: 'Only for this device: its name, address, MAC or id.',
        })
        .option('for', {
          type: 'string',
          describe: 'Ends by itself: after 15m, 1h, 2d, at most 7d; or `tomorrow`.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'As JSON.' }),
    async ({ home: path, what, site, device, for: length, json }) => {
      const home = homeAt(path);
      prepareHome(home);
      const wish: RuleWish = {
        ...readWish(action, what, site),
        ...(device === undefined ? {} : { device: deviceOf(home, device) }),
        ...(length === undefined ? {} : { until: endOf(action, length, Date.now()) }),
      };
      const words = describeWish(wish);
      const why = `${words}, from the command line`;
      const rule = await appendRule(home.rules, ruleLine(wish), why, new Date());
      process.stdout.write(json ? asJson(wish, rule) : asText(words, rule));
    },
  );

/** Throws INPUT_INVALID for what is no host and no web address. */
function readWish(action: RuleWish['action'], what: string, site: string | undefined): RuleWish {
  const wish = parseWish(action, { ...partsOf(action, what.trim()), page: site });
  if (typeof wish !== 'string') return wish;
  throw new AppError('INPUT_INVALID', `${ING[action]} "${shown(what)}": ${wish}`);
}

const ING = { allow: 'allowing', block: 'blocking' } as const;

/** A host, an address of the web, or the latter without its beginning. */
function partsOf(action: string, what: string): { readonly host: string; readonly path?: string } {
  if (isIP(what) !== 0 || !/[/:]/.test(what)) return { host: what };
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(what) ? what : `https://${what}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url !== null && /^(?:https?|wss?):$/.test(url.protocol) && url.username === '';
  if (isWeb) return { host: url.hostname, path: url.pathname };
  throw new AppError(
    'INPUT_INVALID',
    `${action === 'allow' ? ING.allow : ING.block} "${shown(what)}": it is no host and no web address`,
  );
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 80)).slice(1, -1);

function deviceOf(home: Home, text: string): { readonly key: string; readonly name: string } {
  const { mac, address, name } = readDevices(home).named(text);
  return { key: mac ?? address, name: name ?? address };
}

function endOf(action: RuleWish['action'], text: string, now: number): number {
  const until = pauseUntil(text, now);
  if (until !== null) return until;
  throw new AppError(
    'INPUT_INVALID',
    `${ING[action]} for "${shown(text)}": must be like 15m, 1h or 2d, at most 7d, or "tomorrow"`,
  );
}

function asText(words: string, { list, line, text }: RuleRef): string {
  return `${words}. Line ${line} of ${list}: ${text}\n`;
}

function asJson({ action, device, until }: RuleWish, rule: RuleRef): string {
  const end = until === undefined ? null : new Date(until).toISOString();
  return `${JSON.stringify({ action, ...rule, device: device?.key ?? null, until: end })}\n`;
}
