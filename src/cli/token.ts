import { randomBytes } from 'node:crypto';
import { homeAt, prepareHome } from '../home.ts';
import { AppError } from '../model/errors.ts';
import { fileTokenStore } from '../status/token-file.ts';
import { createTokens, SCOPES, type TokenView } from '../status/tokens.ts';
import type { AddCommand } from './command.ts';

const ACTIONS = ['list', 'add', 'remove'] as const;

/** `eyelid token`: the tokens by which programs ask the API. A running Eyelid follows at once. */
export const addToken: AddCommand = (parser) =>
  parser.command(
    'token [action] [name]',
    'Shows, adds or removes the tokens by which programs ask the API.',
    (yargs) =>
      yargs
        .positional('action', {
          choices: ACTIONS,
          default: 'list' as const,
          describe: 'add: prints the token, which is shown this once.',
        })
        .positional('name', { type: 'string', describe: 'What it is called.' })
        .option('scope', {
          choices: SCOPES,
          default: 'read' as const,
          describe: 'write: it may change things too.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' }),
    ({ home: path, action, name, scope, json }) => {
      const home = homeAt(path);
      prepareHome(home);
      const store = fileTokenStore(home.data);
      const tokens = createTokens({ store, now: Date.now, random: randomBytes });
      if (action === 'list') {
        for (const token of tokens.list()) print(json ? JSON.stringify(token) : line(token));
      } else if (action === 'add') {
        const token = tokens.add(named(name, 'adding'), scope);
        print(json ? JSON.stringify({ name, scope, token }) : token);
      } else {
        tokens.remove(named(name, 'removing'));
      }
    },
  );

function named(name: string | undefined, doing: string): string {
  if (name !== undefined) return name;
  throw new AppError('INPUT_INVALID', `${doing} a token: name it`);
}

function line({ name, scope, createdAt, lastUsed }: TokenView): string {
  const made = new Date(createdAt).toISOString().slice(0, 10);
  return `${name}\t${scope}\tmade ${made}\t${lastUsed === null ? 'never used' : `last used ${lastUsed}`}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
