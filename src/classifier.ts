import { readBody } from './classify/body.ts';
import { describe } from './classify/describe.ts';
import { createRegistrableDomain } from './classify/registrable-domain.ts';

import { queryFields } from './model/fields.ts';
import type { Hostname } from './model/terms.ts';
import type { ProxyParts } from './proxy/ports.ts';

/** The room `classify/` with its one memory, that of registrable domains. */
export function createClassifier(): ProxyParts['classify'] & {
  readonly domainOf: (host: string) => string;
} {
  const registrableDomain = createRegistrableDomain();
  return {
    describe: (head, device) => describe(head, { device, registrableDomain }),
    readBody,
    queryFields,
    domainOf: (host) => registrableDomain(host as Hostname),
  };
}
