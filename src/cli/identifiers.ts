import { createInterface } from 'node:readline/promises';
import { homeAt, prepareHome } from '../home.ts';
import { Identifiers } from '../household/identifiers.ts';
import { identifierFile } from '../identifiers.ts';
import { AppError } from '../model/errors.ts';
import type { Identifier } from '../model/identifier.ts';
import type { AddCommand } from './command.ts';

const ACTIONS = ['list', 'add', 'remove'] as const;
/** Longer than any address or number. */
const MAX_INPUT = 1_000;

/**
 * `eyelid identifiers`: the e-mail addresses and phone numbers that are watched
 * for. One is read from standard input, because all users of a machine see the
 * arguments of its commands. A running Eyelid follows within a second.
 */
export const addIdentifiers: AddCommand = (parser) =>
  parser.command(
    'identifiers [action] [name]',
    'Shows, adds or removes the e-mail addresses and phone numbers that are watched for.',
    (yargs) =>
      yargs
        .positional('action', {
          choices: ACTIONS,
          default: 'list' as const,
          describe: 'add: the address or number is read from standard input.',
        })
        .positional('name', { type: 'string', describe: 'To remove: a label or an id.' })
        .option('label', { type: 'string', describe: 'What an added one is called.' })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' }),
    async ({ home: path, action, name, label, json }) => {
      const home = homeAt(path);
      prepareHome(home);
      const identifiers = new Identifiers({ path: identifierFile(home), now: Date.now });
      if (action === 'list') {
        for (const one of identifiers.list()) print(one, json);
      } else if (action === 'add') {
        if (name !== undefined) throw new AppError('INPUT_INVALID', NOT_AS_ARGUMENT);
        print(identifiers.add(await readInput(), label ?? null), json);
      } else {
        if (name === undefined) {
          throw new AppError('INPUT_INVALID', 'removing an identifier: name its label or its id');
        }
        print(identifiers.remove(name), json);
      }
    },
  );

const NOT_AS_ARGUMENT =
  'adding an identifier: it is read from standard input, not from the arguments, which other users of this machine can see';

/** The first line of standard input; a person at a terminal is asked for it. */
async function readInput(): Promise<string> {
  const { stdin: input, stderr: output } = process;
  if (input.isTTY) {
    const terminal = createInterface({ input, output });
    try {
      return await terminal.question('E-mail address, or phone number with +country: ');
    } finally {
      terminal.close();
    }
  }
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_INPUT) break;
  }
  return text.split('\n')[0] ?? '';
}

function print({ id, kind, label, addedAt }: Identifier, json: boolean): void {
  const added = new Date(addedAt).toISOString();
  const text = json
    ? JSON.stringify({ id, kind, label, added })
    : `${id}\t${kind}\t${label}\tsince ${added.slice(0, 10)}`;
  process.stdout.write(`${text}\n`);
}
