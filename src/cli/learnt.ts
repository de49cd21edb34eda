import { homeAt, prepareHome } from '../home.ts';
import { learntFile } from '../learning.ts';
import { learntPort } from '../learnt-port.ts';
import { AppError } from '../model/errors.ts';
import { parseHostname } from '../model/terms.ts';
import type { AddCommand } from './command.ts';
import { learntLines } from './learnt-table.ts';

/** `eyelid learnt`: shows what was learnt, forgets it, lets it be learnt again. A running Eyelid follows within two seconds. */
export const addLearnt: AddCommand = (parser) =>
  parser.command(
    'learnt',
    'Shows the addresses of gateways that were learnt, or forgets some.',
    (yargs) =>
      yargs
        .option('forget', {
          type: 'string',
          describe: 'Forget what was learnt of this host, and do not learn it again.',
        })
        .option('again', {
          type: 'string',
          conflicts: 'forget',
          describe: 'Let this host be learnt again.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' }),
    async ({ home: path, forget, again, json }) => {
      const home = homeAt(path);
      prepareHome(home);
      const port = learntPort(learntFile(home), Date.now, async () => {});
      if (forget !== undefined && !(await port.forget(hostOf(forget)))) {
        throw usage(`forgetting "${forget}": nothing was learnt of this host`);
      }
      if (again !== undefined && !(await port.again(hostOf(again)))) {
        throw usage(`learning "${again}" again: this host was not forgotten`);
      }
      const { gateways, forgotten } = await port.read();
      const lines = json
        ? [...gateways, ...forgotten.map((host) => ({ host, forgotten: true }))].map((one) =>
            JSON.stringify(one),
          )
        : learntLines(gateways, forgotten);
      if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    },
  );

function hostOf(written: string): string {
  const hostname = parseHostname(written.trim().toLowerCase());
  if (hostname === null) throw usage(`reading "${written}": it is no host`);
  return hostname;
}

function usage(message: string): AppError {
  return new AppError('INPUT_INVALID', message);
}
