import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRegistrableDomain } from '../classify/registrable-domain.ts';
import { type Explainer, type Explanation, explain, type Question } from '../explain.ts';
import { homeAt, prepareHome } from '../home.ts';
import { AppError } from '../model/errors.ts';
import { RESOURCE_TYPES } from '../model/request.ts';
import { explainRule } from '../rules/explain.ts';
import type { AddCommand } from './command.ts';
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
      const rules = await loadRules(home, args.rules, registrableDomain);
      const explainer: Explainer = { rules, registrableDomain, explainRule };
      if (args.batch !== undefined) {
        await batch(args.batch, explainer);
        return;
      }
      if (args.url === undefined) {
        throw new AppError('INPUT_INVALID', 'explaining: name an address, or a file with --batch');
      }
      const { url, source, type, method, body } = args;
      const headers = readHeaders(args.header ?? []);
      const result = explain(
        {
          url,
          headers,
          sourceUrl: source ?? null,
          type: type ?? null,
          method: method ?? null,
          body: body ?? null,
        },
        explainer,
      );
      process.stdout.write(args.json ? `${JSON.stringify(result)}\n` : inWords(url, result));
    },
  );

/** One result a line in the order of the questions; a line that is none gets `error`. */
async function batch(path: string, explainer: Explainer): Promise<void> {
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
  return `${lines.join('\n')}\n`;
}
