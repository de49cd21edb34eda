import { type Finding, type Known, tell } from './finding.ts';
import type { AdvertisedRoute } from './kernel-text.ts';
import type { Ruleset } from './nft.ts';

/** Do devices go around us by IPv6, because another router offers itself? */
export function checkIpv6(
  rules: Known<Ruleset>,
  advertised: Known<readonly AdvertisedRoute[]>,
): Finding {
  const say = tell('ipv6');
  if ('unknown' in advertised) return say.unknown(advertised.unknown);
  if (advertised.value.length === 0) return say.ok('No other router offers IPv6 to this machine.');
  const all = advertised.value.map(({ gateway, interface: name }) => `${gateway} on ${name}`);
  if ('unknown' in rules) {
    return say.unknown(`${all.join(', ')} offers IPv6; ${lowerFirst(rules.unknown)}`);
  }
  const { steers, interfaces } = rules.value;
  if (steers.length === 0) {
    return say.ok(`${all.join(', ')} offers IPv6, which proxy settings cover as well.`);
  }
  const beside = advertised.value.find((route) => interfaces.includes(route.interface));
  if (beside === undefined) return say.ok('IPv6 comes from the side of the Internet.');
  return say.warning(
    `The router ${beside.gateway} offers IPv6 on ${beside.interface}, where the devices are: they may go around Eyelid.`,
    'Let that router send IPv6 here too, switch its advertisements off, or let this machine advertise with a higher preference.',
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** A machine of the neighbour table. */
export interface Neighbour {
  readonly mac: string;
  readonly addresses: readonly string[];
}

export interface CoverageFacts {
  readonly neighbours: readonly Neighbour[];
  /** MACs and addresses of all devices that ever used Eyelid. */
  readonly known: ReadonlySet<string>;
  /** This machine's gateways: they are no devices. */
  readonly gateways: readonly string[];
  /** Whether an address may be that of a device of the house. */
  isHome(address: string): boolean;
}

const NAMED = 8;

/** Which machines does this one know that never came by? */
export function checkCoverage(facts: Known<CoverageFacts>): Finding {
  const say = tell('coverage');
  if ('unknown' in facts) return say.unknown(facts.unknown);
  const { neighbours, known, gateways, isHome } = facts.value;
  const machines = neighbours.filter(
    ({ addresses }) =>
      !addresses.some((address) => gateways.includes(address)) && !isOutside(addresses, isHome),
  );
  const strangers = machines.filter(
    ({ mac, addresses }) => !known.has(mac) && !addresses.some((address) => known.has(address)),
  );
  if (machines.length === 0) return say.unknown('This machine has met no device yet.');
  if (strangers.length === 0) {
    return say.ok(`All ${machines.length} machines that this one has met use Eyelid.`);
  }
  const named = strangers.slice(0, NAMED).map(written).join(', ');
  const more = strangers.length > NAMED ? ` and ${strangers.length - NAMED} more` : '';
  return say.warning(
    `${strangers.length} of ${machines.length} machines that this one has met never used Eyelid: ${named}${more}.`,
    'Give them the proxy setting or steer them here; printers and the like may be left alone.',
  );
}

/** A gateway has neighbours on the Internet's side too. By IPv6 alone the sides look alike. */
function isOutside(addresses: readonly string[], isHome: CoverageFacts['isHome']): boolean {
  const v4 = addresses.filter((address) => !address.includes(':'));
  return v4.length > 0 && !v4.some(isHome);
}

function written({ mac, addresses }: Neighbour): string {
  const [first = mac] = addresses;
  const onlyIpv6 = addresses.every((address) => address.includes(':'));
  return `${first} (${mac}${onlyIpv6 ? ', seen by IPv6 only' : ''})`;
}
