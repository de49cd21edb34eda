import { z } from 'zod';
import { LEVELS, MODES } from '../model/device.ts';
import { parseHostname } from '../model/terms.ts';
import type { HostException } from './do-not-intercept.ts';
import { groups } from './groups.ts';
import { notify } from './notify.ts';
import { subscriptions } from './subscriptions.ts';
import {
  parseCidr,
  parseDeviceMatch,
  parseDuration,
  parseHostOverride,
  parseHostPattern,
  parseListenAddress,
  parseResolver,
} from './values.ts';

/** A text that a parser turns into a value; `wanted` ends the sentence "must be ...". */
function text<T extends {}>(parse: (text: string) => T | null, wanted: string) {
  return z.string().transform((written, context): T => {
    const value = parse(written);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', input: written, message: `must be ${wanted}` });
    return z.NEVER;
  });
}

const listenAddress = text(parseListenAddress, 'an address and a port such as "0.0.0.0:8080"');
const duration = text(parseDuration, 'a duration such as "500ms", "15s", "10m", "2h" or "1d"');
const range = text(parseCidr, 'an address or a range such as "192.168.0.0/16" or "fd00::/8"');
const hostPattern = text(parseHostPattern, 'a host such as "bank.example" or ".bank.example"');
const port = z.int().min(1).max(65_535);
const days = z.int().min(1).max(3_650);

const upstreamHosts = z.record(z.string(), z.string()).transform((entries, context) =>
  Object.entries(entries).flatMap(([from, to]) => {
    const override = parseHostOverride(from, to);
    if (override !== null) return [override];
    const message = 'must name a host such as "shop.example:443" and where it is, "192.0.2.1:8443"';
    context.addIssue({ code: 'custom', input: to, path: [from], message });
    return [];
  }),
);

const exception = z.strictObject({
  host: hostPattern.describe('A host, or with a leading dot a host and all its sub-domains.'),
  reason: z.string().min(1).max(200).describe('Why; shown on the page.'),
});

const device = z.strictObject({
  match: text(parseDeviceMatch, 'a MAC address, an IP address or a range of addresses').describe(
    'Which device: its MAC address, its IP address, or a range of addresses. The first entry that matches counts.',
  ),
  name: z.string().min(1).max(80).optional().describe('What the log and the page call it.'),
  level: z
    .enum(LEVELS)
    .optional()
    .describe('Its level, whatever its programs proved and the page says.'),
  mode: z.enum(MODES).optional().describe('`observe` only records what would have been done.'),
});

/**
 * All settings, each declared once with its default as it is written in the
 * file and its help text: the loader, the shipped file's test and
 * docs/configuration.md derive from this.
 */
export const configSchema = z.strictObject({
  listen: z
    .strictObject({
      proxy: listenAddress
        .prefault('0.0.0.0:8080')
        .describe('Where devices reach the proxy. IPv6 in brackets and quotes: `"[::]:8080"`.'),
      status: listenAddress
        .prefault('0.0.0.0:8081')
        .describe('Where the status page listens; it is also at `http://eyelid.internal/`.'),
      transparent: z
        .array(listenAddress)
        .prefault([])
        .describe(
          'Where connections arrive that a router or a firewall rule redirects here (see docs/lan.md). Behind TPROXY nothing is needed: its sockets are handed over at the start.',
        ),
      proxyProtocolFrom: z
        .array(range)
        .prefault([])
        .describe(
          'Addresses whose connections begin with a header of the PROXY protocol (version 1 or 2), which is believed: it names the device, and for `transparent` where it was going.',
        ),
    })
    .prefault({}),
  clients: z
    .strictObject({
      allow: z
        .array(range)
        .prefault([])
        .describe(
          'Ranges of addresses that may use the proxy and the page besides the private, link-local and loopback ones.',
        ),
    })
    .prefault({}),
  upstream: z
    .strictObject({
      hosts: upstreamHosts
        .prefault({})
        .describe(
          'Where a host really is: `name` or `name:port` to `address` or `address:port`; a leading dot means all sub-domains too. TLS still verifies the name that was asked for.',
        ),
      extraCa: z
        .array(z.string().min(1))
        .prefault([])
        .describe('PEM files with authorities to trust besides the built-in ones, below the home.'),
      allowPrivate: z
        .array(range)
        .prefault([])
        .describe(
          'Private ranges that devices may reach through the proxy; all others are refused.',
        ),
      timeouts: z
        .strictObject({
          connect: duration.prefault('10s').describe('How long to wait for a connection and TLS.'),
          headers: duration
            .prefault('60s')
            .describe('How long to wait for the head of a response after the request was sent.'),
          idle: duration
            .prefault('5m')
            .describe('How long a connection in use may stay silent before it is closed.'),
        })
        .prefault({}),
    })
    .prefault({}),
  tls: z
    .strictObject({
      doNotIntercept: z
        .array(exception)
        .prefault([])
        .describe('Hosts whose TLS is never opened, added to the list that ships with Eyelid.'),
      interceptAnyway: z
        .array(hostPattern)
        .prefault([])
        .describe('Entries of the shipped list that do not hold here, written as they are there.'),
      http2: z
        .boolean()
        .prefault(true)
        .describe('Whether devices may speak HTTP/2 with hosts whose TLS is opened.'),
      noHttp2: z
        .array(hostPattern)
        .prefault([])
        .describe(
          'Hosts with which devices speak HTTP/1.1 all the same; with a leading dot, all sub-domains too.',
        ),
      connectPorts: z
        .array(port)
        .min(1)
        .prefault([80, 443, 8443])
        .describe('The ports that CONNECT may reach; all others are refused.'),
    })
    .prefault({}),
  levels: z
    .strictObject({
      default: z
        .enum(LEVELS)
        .prefault('hostname')
        .describe(
          'The level of a new device: `off` watches nothing, `hostname` blocks by name and opens no TLS, `trackers` opens the hosts that some rule is about, `full` opens all but the do-not-intercept list.',
        ),
      trusted: z
        .enum(LEVELS)
        .prefault('full')
        .describe(
          'The level of a program that has proved that it trusts the authority, on a device whose level nobody set. Each program of a device proves it for itself.',
        ),
    })
    .prefault({}),
  mode: z
    .enum(MODES)
    .prefault('enforce')
    .describe('`enforce` carries verdicts out; `observe` records them as "would have".'),
  devices: z.array(device).prefault([]).describe('What is said of single devices.'),
  groups: groups
    .prefault({})
    .describe(
      'Groups of devices, for rules with `group=`, pauses, and a level or mode in common. To each name belongs a list of devices: by the name that a person gave them, MAC address, IP address or a range of addresses; or `{ members: [...], level: ..., mode: ... }`. A level set for one device outranks that of its group.',
    ),
  names: z
    .strictObject({
      leases: z
        .array(z.string().min(1))
        .prefault([
          '/var/lib/misc/dnsmasq.leases',
          '/var/lib/dnsmasq/dnsmasq.leases',
          '/tmp/dhcp.leases',
          '/etc/pihole/dhcp.leases',
        ])
        .describe(
          'Lease files of dnsmasq, from which devices get the names that they told the DHCP server. Those that are not there are left out.',
        ),
      reverse: z
        .boolean()
        .prefault(true)
        .describe(
          "Whether the home network's own resolver is asked for the names of private addresses.",
        ),
      resolver: z
        .array(text(parseResolver, 'an address such as "192.168.1.1" or "192.168.1.1:5353"'))
        .prefault([])
        .describe(
          'Whom to ask for them. Default: the resolvers of this machine that are in the home network, else the default gateway.',
        ),
    })
    .prefault({}),
  pac: z
    .strictObject({
      fallback: z
        .enum(['direct', 'none'])
        .prefault('direct')
        .describe(
          'What devices that use `/proxy.pac` do while the proxy does not answer: `direct` goes on without it, `none` is cut off.',
        ),
    })
    .prefault({}),
  rules: z
    .strictObject({
      subscriptions: subscriptions
        .prefault([])
        .describe(
          'Lists to download and keep up to date: names of the catalogue (`eyelid lists available`), addresses, or `{ url: ..., name: ..., trusted: true }`. Only a trusted list may change the text of pages and where visits go. `eyelid lists add` and the page add others without touching this file.',
        ),
    })
    .prefault({}),
  log: z
    .strictObject({
      detail: z
        .enum(['counts', 'names', 'values'])
        .prefault('names')
        .describe(
          'How much an event tells: `counts` only numbers, `names` the names of fields, `values` what was in the address and in the fields that were read too.',
        ),
      scope: z
        .enum(['acted', 'all'])
        .prefault('acted')
        .describe(
          '`acted` keeps an event where a rule applied and counts the rest; `all` keeps all.',
        ),
      days: days.prefault(30).describe('For how many days events are kept.'),
      megabytes: z
        .int()
        .min(10)
        .max(1_000_000)
        .prefault(512)
        .describe('How large the log may grow; the oldest events go first.'),
      level: z
        .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])
        .prefault('info')
        .describe('How much the program says of itself on standard error.'),
    })
    .prefault({}),
  notify: notify.prefault({}),
  status: z
    .strictObject({
      hosts: z
        .array(text(parseHostname, 'a hostname such as "eyelid.home.arpa"'))
        .prefault([])
        .describe(
          'Further names under which the page may be opened; all unknown ones are refused.',
        ),
      sessionDays: days.max(365).prefault(30).describe('For how many days a login lasts.'),
      guest: z
        .boolean()
        .prefault(false)
        .describe(
          'Whether a device that nobody is logged in on may see what Eyelid did for it in the last 24 hours, at `/mine`; of no other device, and nothing can be changed there.',
        ),
    })
    .prefault({}),
});

type Parsed = z.output<typeof configSchema>;

type Frozen<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [Key in keyof T]: Frozen<T[Key]> };

/** The settings as the program uses them: durations in milliseconds, files absolute, frozen. */
export type Config = Frozen<
  Omit<Parsed, 'tls'> & {
    tls: {
      /** The shipped list without what `interceptAnyway` takes out, then the person's own. */
      doNotIntercept: readonly HostException[];
      http2: boolean;
      noHttp2: string[];
      connectPorts: number[];
    };
  }
>;
