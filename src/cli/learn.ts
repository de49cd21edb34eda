import { createRegistrableDomain } from '../classify/registrable-domain.ts';
import { loadConfig } from '../config/load.ts';
import { homeAt, prepareHome } from '../home.ts';
import { gatewaysIn, learntFile, settingsAddress } from '../learning.ts';
import { listDownload } from '../lists.ts';
import { AppError } from '../model/errors.ts';
import type { Hostname } from '../model/terms.ts';
import { hostnameOf, withGateways, withHosts } from '../rules/learnt/keep.ts';
import { changeLearnt, readLearnt } from '../rules/learnt/store.ts';
import { learntViews } from '../rules/learnt/view.ts';
import type { AddCommand } from './command.ts';
import { learntLines } from './learnt-table.ts';

/** Settings are 100 to 400 kB. */
const MAX_BYTES = 4 * 1024 * 1024;

/** `eyelid learn PIXEL`: asks Meta once for a pixel's settings, and learns its gateways. A running Eyelid follows within two seconds. */
export const addLearn: AddCommand = (parser) =>
  parser.command(
    'learn <pixel>',
    'Asks once for the settings of a Meta pixel, without cookies, and blocks the gateways they name.',
    (yargs) =>
      yargs
        .positional('pixel', {
          type: 'string',
          demandOption: true,
          describe: 'Its number, or the address of its settings.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' }),
    async ({ home: path, pixel: written, json }) => {
      const home = homeAt(path);
      prepareHome(home);
      const wanted = settingsAddress(String(written));
      if (wanted === null) {
        const reason = 'neither the number of a pixel nor the address of its settings';
        throw new AppError('INPUT_INVALID', `learning from "${written}": it is ${reason}`);
      }
      const { pixel, url } = wanted;
      const download = listDownload(loadConfig(home.path), () => []);
      const got = await download(url, { maxBytes: MAX_BYTES });
      const text = got.status === 'new' ? new TextDecoder().decode(got.bytes) : '';
      const registrableDomain = createRegistrableDomain();
      const domainOf = (host: string) => registrableDomain(host as Hostname);
      const found = gatewaysIn(text, pixel, null, domainOf);
      const hosts = found.map(({ host }) => hostnameOf(host));
      const now = Date.now();
      const file = learntFile(home);
      // Who asks for it wants it, also what was forgotten before.
      await changeLearnt(file, (learnt) => withGateways(withHosts(learnt, hosts), found, now));
      const learnt = learntViews(await readLearnt(file), now).filter(({ host, path: at }) =>
        found.some((one) => one.host === host && one.path === at),
      );
      const none = [`the settings of pixel ${pixel} name no gateway`];
      const lines = learnt.length === 0 ? none : learntLines(learnt, []);
      print(json ? learnt.map((one) => JSON.stringify(one)) : lines);
    },
  );

function print(lines: readonly string[]): void {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}
