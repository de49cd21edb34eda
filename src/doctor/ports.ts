import { type Finding, type Known, tell } from './finding.ts';

/** An address that was tried, `192.168.1.2:8080`; `error` is null where it was reached. */
export interface Tried {
  readonly at: string;
  readonly error: string | null;
}

/** Does the proxy take connections? */
export function checkProxy(tried: Known<readonly Tried[]>): Finding {
  return checkPort('proxy', 'The proxy', tried);
}

/** Does the page answer `/healthz`, also at the addresses of the home network? */
export function checkPage(tried: Known<readonly Tried[]>): Finding {
  return checkPort('page', 'The page', tried);
}

function checkPort(check: string, what: string, tried: Known<readonly Tried[]>): Finding {
  const say = tell(check);
  if ('unknown' in tried) return say.unknown(tried.unknown);
  const bad = tried.value.filter(({ error }) => error !== null);
  const places = (list: readonly Tried[]) => list.map(({ at }) => at).join(', ');
  if (bad.length === 0) return say.ok(`${what} answers at ${places(tried.value)}.`);
  if (bad.length === tried.value.length) {
    return say.failed(
      `${what} does not answer at ${places(bad)} (${bad[0]?.error}).`,
      'Start Eyelid: `npm start`, or `systemctl start eyelid`.',
    );
  }
  return say.failed(
    `${what} answers, but not at ${places(bad)} (${bad[0]?.error}).`,
    "Let devices through this machine's firewall to that port.",
  );
}

/** Can devices reach this machine at all? `listens` is what the settings name. */
export function checkAddresses(facts: {
  readonly addresses: readonly string[];
  readonly listens: string;
}): Finding {
  const say = tell('addresses');
  const { addresses, listens } = facts;
  if (/^(?:127\.|::1$|localhost$)/.test(listens)) {
    return say.warning(
      `The proxy listens on ${listens} only, which no other device can reach.`,
      'Set listen.proxy to 0.0.0.0:8080 for the whole home network.',
    );
  }
  if (addresses.length === 0) {
    return say.failed(
      'This machine has no address in a home network.',
      'Connect it to the network, or list its ranges in clients.allow.',
    );
  }
  return say.ok(`Devices reach this machine at ${addresses.join(', ')}.`);
}
