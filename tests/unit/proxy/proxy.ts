import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openAuthority } from '../../../src/certs/authority.ts';
import { LeafStore } from '../../../src/certs/leaf-store.ts';
import type { Device } from '../../../src/model/device.ts';
import type { ProxyParts, ProxySettings } from '../../../src/proxy/ports.ts';
import { ProxyServer } from '../../../src/proxy/server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { device, type Sample, sampleParts, sampleSettings } from './samples.ts';

export interface RunningProxy extends Sample {
  readonly server: ProxyServer;
  readonly port: number;
  /** What a client must trust. */
  readonly ca: string;
}

/** The whole proxy on a free port of loopback, for devices that are as `who` says. */
export async function startProxy(
  who: Partial<Device> = {},
  change: Partial<ProxyParts> = {},
  settings: Partial<ProxySettings> = {},
): Promise<RunningProxy> {
  const authority = openAuthority(path.join(temporaryFolder(), 'certs'), Date.now);
  const base = sampleParts();
  const sample = sampleParts({
    leaves: new LeafStore(authority, Date.now),
    devices: { ...base.parts.devices, identify: (address) => device({ address, ...who }) },
    ...change,
  });
  const server = new ProxyServer(sample.parts, sampleSettings(settings));
  const port = await server.listen('127.0.0.1', 0);
  onTestFinished(() => server.close());
  return { ...sample, server, port, ca: authority.certificatePem };
}
