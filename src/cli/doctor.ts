import type { Config } from '../config/schema.ts';
import type { Finding, Known } from '../doctor/finding.ts';
import { checkConfig, checkData, checkKey, checkRules } from '../doctor/home.ts';
import { checkClock, checkResolver, checkUpstream } from '../doctor/machine.ts';
import { type CoverageFacts, checkCoverage, checkIpv6 } from '../doctor/network.ts';
import { checkAddresses, checkPage, checkProxy, type Tried } from '../doctor/ports.ts';
import {
  checkFirewall,
  checkForwarding,
  checkQuic,
  checkRouting,
  checkRuleset,
  checkSockets,
} from '../doctor/steering.ts';
import { type Home, homeAt } from '../home.ts';
import { readStoredDevices } from '../known-devices.ts';
import { AppError } from '../model/errors.ts';
import { addressesOf } from '../own-addresses.ts';
import { homeRanges } from '../proxy/ranges.ts';
import type { AddCommand } from './command.ts';
import { readClock } from './doctor-clock.ts';
import { readRuleset } from './doctor-firewall.ts';
import { readConfig, readData, readKey, readRules } from './doctor-home.ts';
import {
  askResolvers,
  probe,
  readAdvertised,
  readForwarding,
  readInterfaces,
  readNeighbours,
  readRoutes,
  readSockets,
  tryPage,
  tryPort,
} from './doctor-network.ts';

/** `eyelid doctor`: looks at what Eyelid needs, and says what to do. Changes nothing. */
export const addDoctor: AddCommand = (parser) =>
  parser.command(
    'doctor',
    'Looks whether all that Eyelid needs is in order, and says what to do. It contacts its own ports, and asks the resolvers for the name servers of the root; nobody else.',
    (yargs) =>
      yargs
        .option('probe', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'Also opens a connection to this server: `example.com:443`.',
        })
        .option('offline', {
          type: 'boolean',
          default: false,
          describe: 'Does not ask the resolvers either.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a check.' }),
    async (args) => {
      const findings = await examine(homeAt(args.home), args);
      const lines = findings.map(args.json ? (one) => JSON.stringify(one) : sentence);
      process.stdout.write(`${lines.join('\n')}\n`);
      const failed = findings.filter(({ state }) => state === 'failed').length;
      if (failed === 0) return;
      throw new AppError('INPUT_INVALID', `doctor: ${failed} of ${findings.length} checks failed`);
    },
  );

interface Wishes {
  readonly probe: readonly string[];
  readonly offline: boolean;
}

async function examine(home: Home, wishes: Wishes): Promise<readonly Finding[]> {
  const { config, error } = readConfig(home);
  const [rules, ruleset, sockets, advertised, resolver, probes] = await Promise.all([
    readRules(home),
    readRuleset(),
    readSockets(),
    readAdvertised(),
    askResolvers(!wishes.offline),
    probe(wishes.probe),
  ]);
  return [
    checkKey(readKey(home)),
    checkConfig(error),
    checkRules(rules),
    checkData(readData(home, config)),
    checkClock(await readClock(home)),
    checkResolver(resolver),
    checkUpstream(probes),
    checkProxy(await portsOf(config, 'proxy', tryPort)),
    checkPage(await portsOf(config, 'status', tryPage)),
    ...(config === null ? [] : [addressesFinding(config)]),
    checkRuleset(ruleset, readInterfaces()),
    checkSockets(ruleset, sockets),
    checkRouting(await readRoutes(ruleset)),
    checkForwarding(ruleset, readForwarding()),
    checkFirewall(ruleset),
    checkQuic(ruleset),
    checkIpv6(ruleset, advertised),
    checkCoverage(await readCoverage(home, config)),
  ];
}

async function portsOf(
  config: Config | null,
  which: 'proxy' | 'status',
  attempt: (addresses: readonly string[], port: number) => Promise<readonly Tried[]>,
): Promise<Known<readonly Tried[]>> {
  if (config === null)
    return { unknown: 'Where it listens is not known while the settings are not good.' };
  const { address, port } = config.listen[which];
  if (port === 0)
    return { unknown: 'Its port is another one at each start (port 0), so it was not tried.' };
  const any = address === '0.0.0.0' || address === '::';
  const addresses = any ? ['127.0.0.1', ...addressesOf(address)] : [address];
  return { value: await attempt(addresses, port) };
}

function addressesFinding({ listen }: Config): Finding {
  const { address } = listen.proxy;
  return checkAddresses({ addresses: addressesOf(address), listens: address });
}

async function readCoverage(home: Home, config: Config | null): Promise<Known<CoverageFacts>> {
  try {
    const known = new Set(
      readStoredDevices(home).flatMap(({ mac, address }) =>
        mac === null ? [address] : [mac, address],
      ),
    );
    const clients = homeRanges(config?.clients.allow ?? []);
    const isHome = (address: string): boolean => clients.has(address);
    return { value: { ...(await readNeighbours()), known, isHome } };
  } catch (error) {
    if (error instanceof AppError)
      return { unknown: `The devices were not read: ${error.message}.` };
    throw error;
  }
}

const WORDS: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'FAILED',
  unknown: '?',
};

function sentence({ check, state, says, fix }: Finding): string {
  const head = `${WORDS[state].padEnd(8)} ${check.padEnd(11)} `;
  return `${head}${says}${fix === null ? '' : `\n${' '.repeat(head.length)}${fix}`}`;
}
