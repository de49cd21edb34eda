import { accessSync, constants, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { AppError } from '../model/errors.ts';
import { type HostException, SHIPPED_EXCEPTIONS } from './do-not-intercept.ts';
import { type ConfigProblem, explainIssues } from './problems.ts';
import { type Config, configSchema } from './schema.ts';

/** Below the home folder. */
export const CONFIG_FILE = 'config/eyelid.yaml';

/** A settings file is written by hand; what is longer is something else. */
const MAX_LENGTH = 1_048_576;
/** How many problems an error names; the rest is counted. */
const NAMED_PROBLEMS = 5;

/**
 * Reads the settings of a home folder. A missing or empty file means the
 * defaults, and so does a setting without a value. The result is frozen to its
 * depth. Throws `CONFIG_INVALID`, naming file, line, key and value.
 */
export function loadConfig(home: string): Config {
  return parseConfig(readText(join(home, CONFIG_FILE)), home);
}

/** As `loadConfig`, for the text of a file. Files it names are looked for below `home`. */
export function parseConfig(text: string, home: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: lowerFirst(error.message),
  }));
  if (broken.length > 0) throw invalid(broken);

  const parsed = configSchema.safeParse(withoutEmpty(plainValue(() => document.toJS())) ?? {});
  if (!parsed.success) throw invalid(explainIssues(parsed.error.issues, document, lines));

  const { tls, upstream, ...rest } = parsed.data;
  const config: Config = {
    ...rest,
    upstream: { ...upstream, extraCa: upstream.extraCa.map((file) => readableFile(home, file)) },
    tls: {
      doNotIntercept: exceptions(tls.interceptAnyway, tls.doNotIntercept),
      http2: tls.http2,
      noHttp2: tls.noHttp2,
      connectPorts: tls.connectPorts,
    },
  };
  return deepFreeze(config);
}

function readText(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new AppError('CONFIG_INVALID', `reading "${path}": ${(error as Error).message}`);
  }
  if (text.length <= MAX_LENGTH) return text;
  throw new AppError('CONFIG_INVALID', `reading "${path}": longer than ${MAX_LENGTH} characters`);
}

/** Aliases that multiply are refused by the parser with an exception. */
function plainValue(toJS: () => unknown): unknown {
  try {
    return toJS();
  } catch (error) {
    throw invalid([{ line: 1, message: lowerFirst((error as Error).message) }]);
  }
}

/** A key whose lines are all comments is null in YAML; here it means its default. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutEmpty(entry)]));
}

function exceptions(
  interceptAnyway: readonly string[],
  own: readonly HostException[],
): readonly HostException[] {
  const shipped = new Set(SHIPPED_EXCEPTIONS.map(({ host }) => host));
  const unknown = interceptAnyway.find((host) => !shipped.has(host));
  if (unknown !== undefined) {
    throw new AppError(
      'CONFIG_INVALID',
      `reading ${CONFIG_FILE}: setting "tls.interceptAnyway" has "${unknown}", which is not in the shipped list (see docs/configuration.md)`,
    );
  }
  const kept = SHIPPED_EXCEPTIONS.filter(({ host }) => !interceptAnyway.includes(host));
  return [...kept, ...own];
}

function readableFile(home: string, file: string): string {
  const path = resolve(home, file);
  try {
    accessSync(path, constants.R_OK);
    return path;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    throw new AppError(
      'CONFIG_INVALID',
      `reading ${CONFIG_FILE}: setting "upstream.extraCa" names "${path}", which cannot be read (${reason})`,
    );
  }
}

function invalid(problems: readonly ConfigProblem[]): AppError {
  const named = problems
    .slice(0, NAMED_PROBLEMS)
    .map(({ line, message }) => `${CONFIG_FILE}:${line}: ${message}`);
  const more = problems.length - named.length;
  return new AppError(
    'CONFIG_INVALID',
    `reading ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
  );
}

function lowerFirst(text: string): string {
  const [first = ''] = text.split('\n');
  return first.charAt(0).toLowerCase() + first.slice(1);
}

function deepFreeze<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  for (const entry of Object.values(value)) deepFreeze(entry);
  return Object.freeze(value);
}
