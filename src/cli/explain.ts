import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRegistrableDomain, type RegistrableDomain } from '../classify/registrable-domain.ts';
import { type Explainer, type Explanation, explain, type Question } from '../explain.ts';
import { FINDS_NOTHING, type WeighedRule } from '../explain-all.ts';
import { type Home, homeAt, prepareHome } from '../home.ts';
import type { Device } from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import { RESOURCE_TYPES } from '../model/request.ts';
import type { RuleRef } from '../model/rule.ts';
import type { Hostname } from '../model/terms.ts';
import { createRuleCompiler } from '../rules/compiler.ts';
import { explainRule } from '../rules/explain.ts';
import { headerRules } from '../rules/header-rules.ts';
import type { RuleFile } from '../rules/rule-file.ts';
import type { AddCommand } from './command.ts';
import { printable } from './printable.ts';
import { loadRules } from './rule-files.ts';

/** `eyelid explain`: what would happen to a request, and why. */
export const addExplain: AddCommand = (parser) =>
  parser.command(
    'explain [url]',
    'Says what would happen to a request, by which rule and why.',
    (yargs) =>
      yargs
        .positional('url', { type: 'string', describe: 'The address, in full.' })
        .option('source', { type: 'string', describe: 'The address of the page that asks.' })
        .option('type', { type: 'string', describe: `One of ${RESOURCE_TYPES.join(', ')}.` })
        .option('method', { type: 'string', describe: 'GET if absent; POST with --body.' })
        .option('header', {
          type: 'string',
          array: true,
          describe: 'As `Name: value`; repeatable.',
        })
        .option('body', { type: 'string', describe: 'The body of the request.' })
        .option('device', {
          type: 'string',
          describe: 'Who asks: name, address, MAC or id of a device. Nobody if absent.',
        })
        .option('all', {
          type: 'boolean',
          default: false,
          describe: 'Also all other rules that fit, and why each does not decide.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'Print one JSON object.' })
        .option('batch', {
          type: 'string',
          describe: 'A file with one request as JSON a line, or `-`; prints one result a line.',
        })
        .option('rules', {
          type: 'string',
          array: true,
          describe: 'Rule files to judge by, in place of those of the home.',
        }),
    async (args) => {
      const home = homeAt(args.home);
      prepareHome(home);
      const registrableDomain = createRegistrableDomain();
      const { rules, files } = await loadRules(home, args.rules, registrableDomain);
      const explainer: Explainer = {
        rules,
        registrableDomain,
        explainRule,
        device: args.device === undefined ? null : await findDevice(home, args.device),
        all: args.all,
      };
      if (args.batch !== undefined) {
        await batch(args.batch, explainer);
        return;
      }
      if (args.url === undefined) {
        throw new AppError('INPUT_INVALID', 'explaining: name an address, or a file with --batch');
      }
      const { url, source, type, method, body } = args;
      const headers = readHeaders(args.header ?? []);
      const onHeaders = await rulesOnHeaders(files, registrableDomain);
      const result = explain(
        {
          url,
          headers,
          sourceUrl: source ?? null,
          type: type ?? null,
          method: method ?? null,
          body: body ?? null,
        },
        { ...explainer, onHeaders },
      );
      process.stdout.write(
        args.json ? `${JSON.stringify(result)}\n` : printable(inWords(url, result)),
      );
    },
  );

/** Loaded where it is asked for: most explanations need neither the log nor its database. */
async function findDevice(home: Home, name: string): Promise<Device> {
  const { readDevices } = await import('../known-devices.ts');
  return readDevices(home).named(name);
}

/** What `explain` needs to say which rules wait for the response. */
async function rulesOnHeaders(files: readonly RuleFile[], registrableDomain: RegistrableDomain) {
  const compile = createRuleCompiler((host) => registrableDomain(host as Hostname));
  const lines = new Map(
    files.flatMap((file) => (file.kind === 'filters' ? [[file.list, file.text] as const] : [])),
  );
  return {
    rules: await compile(headerRules(files)),
    textAt: ({ list, line }: RuleRef) => lines.get(list)?.text(line).trim() ?? '',
  };
}

/** One result a line in the order of the questions; a line that is none gets `error`. */
async function batch(written: string, explainer: Explainer): Promise<void> {
  // The parser of the command line takes a lone `-` behind an option for another option.
  const path = written === '' ? '-' : written;
  const input = path === '-' ? process.stdin : createReadStream(path);
  let failure: AppError | null = null;
  const unreadable = new Promise<never>((_resolve, reject) => {
    input.once('error', (cause: Error) => {
      reject(new AppError('INPUT_INVALID', `reading "${path}" failed: ${cause.message}`));
    });
  });
  const work = (async () => {
    let line = 0;
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      if (text.trim() === '') continue;
      const result = answerLine(text, `${path}:${line}`, explainer);
      if ('error' in result) failure ??= new AppError('INPUT_INVALID', String(result.error));
      if (!process.stdout.write(`${JSON.stringify(result)}\n`)) await drained();
    }
  })();
  await Promise.race([work, unreadable]);
  if (failure !== null) throw failure;
}

function answerLine(text: string, place: string, explainer: Explainer): object {
  try {
    const question: unknown = JSON.parse(text);
    if (!isQuestion(question)) throw new Error('not an object with a "url"');
    return explain(question, explainer);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const error = `reading the request at ${place}: ${reason}`;
    return { action: 'pass', rule: null, url: null, answer: null, error };
  }
}

function isQuestion(value: unknown): value is Question {
  return (
    typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string'
  );
}

function drained(): Promise<void> {
  return new Promise((resolve) => process.stdout.once('drain', resolve));
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const match = /^([^:\s]+):\s*(.*)$/.exec(line);
    if (match === null) {
      throw new AppError('INPUT_INVALID', `reading the header "${line}": must be "Name: value"`);
    }
    headers[match[1] as string] = match[2] as string;
  }
  return headers;
}

function inWords(asked: string, result: Explanation): string {
  const { action, rule, undone, url, answer, removed, sentence } = result;
  const lines = [rule === null ? `${action}: no rule applies` : `${action}: ${sentence}`];
  if (rule !== null) lines.push(`rule    ${rule.list}:${rule.line}  ${rule.text}`);
  if (undone !== null) lines.push(`undone  ${undone.list}:${undone.line}  ${undone.text}`);
  if (removed.length > 0) lines.push(`removed ${removed.join(', ')}`);
  if (answer !== null) lines.push(`answer  ${answer.status} ${answer.type ?? 'without a body'}`);
  else lines.push(`sent    ${url}${url === asked ? ' (unchanged)' : ''}`);
  for (const one of result.awaiting) {
    lines.push(`awaits  ${one.list}:${one.line}  ${one.text}  (it looks at the response)`);
  }
  return `${[...lines, ...othersInWords(result.candidates)].join('\n')}\n`;
}

/** So many rules that lost for the same reason are told one by one. */
const MAX_ALIKE = 10;

/** The rules that fit, each with its step and what became of it. */
function othersInWords(candidates: readonly WeighedRule[] | undefined): readonly string[] {
  if (candidates === undefined) return [];
  const idle = candidates.filter(({ lost }) => lost === FINDS_NOTHING).length;
  const shown = new Map<string | null, number>();
  const told = candidates
    .filter(({ lost }) => lost !== FINDS_NOTHING)
    .flatMap(({ list, line, text, action, step, lost }) => {
      const count = (shown.get(lost) ?? 0) + 1;
      shown.set(lost, count);
      // A list that takes hundreds of cookies away would bury the rest.
      if (lost !== null && count > MAX_ALIKE) return [];
      return [`  ${step}  ${action}  ${list}:${line}  ${text}`, `     ${lost ?? 'in force'}`];
    });
  for (const [lost, count] of shown) {
    if (lost !== null && count > MAX_ALIKE) {
      told.push(`  ${count - MAX_ALIKE} more, which --json tells: ${lost}`);
    }
  }
  const more = idle === 0 ? [] : [`  ${idle} more would edit it, and find nothing to edit`];
  return ['rules that fit, by step of precedence:', ...told, ...more];
}
