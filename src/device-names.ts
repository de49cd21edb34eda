import type { Config } from './config/schema.ts';
import { Leases } from './device/leases.ts';
import { type NameSources, namesInOrder } from './device/names.ts';
import { reverseLookup } from './device/resolver.ts';
import { ReverseNames } from './device/reverse-names.ts';

/** What the network calls its devices: the DHCP server's leases first, then the resolver. */
export function openNames(
  { names }: Config,
  now: () => number,
): { readonly names: NameSources; close(): void } {
  const leases = new Leases(names.leases);
  leases.start();
  if (!names.reverse) return { names: leases, close: () => leases.close() };
  const reverse = new ReverseNames({ resolve: reverseLookup(names.resolver), now });
  return {
    names: namesInOrder([leases, reverse]),
    close: () => {
      leases.close();
      reverse.close();
    },
  };
}
