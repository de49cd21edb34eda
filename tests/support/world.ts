import { createTestAuthority, type TestAuthority } from './authority.ts';
import { type ClientOptions, createClient, type ProxyClient } from './client.ts';
import { type Home, makeHome, type Running, run } from './home.ts';
import { type Origin, type OriginOptions, startOrigin } from './origin.ts';

export interface WorldOptions extends Omit<OriginOptions, 'authority'> {
  /** Names that the origin plays on ports 80 and 443. */
  readonly names: readonly string[];
  /** More of `upstream.hosts`: `host:port` to `127.0.0.1:port`. */
  readonly hosts?: (
    authority: TestAuthority,
    origin: Origin,
  ) => Promise<Readonly<Record<string, string>>>;
  /** Merged over the test's default config, one level deep. */
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>> | unknown>>;
  /** Files of rules/; `shipped` leaves them to the program. Default: none. */
  readonly rules?: Readonly<Record<string, string>> | 'shipped';
}

/** An origin, the running program in front of it, and a client of a device that trusts it. */
export interface World {
  readonly authority: TestAuthority;
  readonly origin: Origin;
  readonly home: Home;
  readonly eyelid: Running;
  /** A client at 127.0.0.1, whose level is `full`, that trusts only the program's CA. */
  readonly client: ProxyClient;
  /** A client of the running program, unless another port is named. */
  clientOf(options: Partial<ClientOptions>): ProxyClient;
  close(): Promise<void>;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const authority = createTestAuthority();
  const origin = await startOrigin({ ...options, authority });
  const hosts: Record<string, string> = {};
  for (const name of options.names) {
    hosts[`${name}:80`] = `127.0.0.1:${origin.httpPort}`;
    hosts[`${name}:443`] = `127.0.0.1:${origin.httpsPort}`;
  }
  Object.assign(hosts, await options.hosts?.(authority, origin));
  const home = makeHome({
    config: merge(defaults(hosts), options.config ?? {}),
    ...(options.rules === 'shipped' ? {} : { rules: options.rules ?? { 'test.txt': '! none\n' } }),
  });
  home.write('origin-ca.pem', authority.certificatePem);
  const eyelid = await run(home).catch(async (error: unknown) => {
    await origin.close();
    home.remove();
    throw error;
  });
  const clients: ProxyClient[] = [];
  const clientOf = (more: Partial<ClientOptions>) => {
    const client = createClient({ port: eyelid.proxyPort, ...more });
    clients.push(client);
    return client;
  };
  return {
    authority,
    origin,
    home,
    eyelid,
    client: clientOf({ ca: eyelid.ca }),
    clientOf,
    async close() {
      for (const client of clients) client.close();
      await eyelid.stop();
      await origin.close();
      home.remove();
    },
  };
}

function defaults(hosts: Readonly<Record<string, string>>): Record<string, unknown> {
  return {
    listen: { proxy: '127.0.0.1:0', status: '127.0.0.1:0' },
    upstream: { hosts, extraCa: ['origin-ca.pem'], allowPrivate: ['127.0.0.0/8'] },
    devices: [{ match: '127.0.0.1', level: 'full' }],
  };
}

function merge(
  base: Record<string, unknown>,
  over: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = merged[key];
    const both = isObject(old) && isObject(value);
    merged[key] = both ? { ...old, ...value } : value;
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
