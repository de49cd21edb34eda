import { createAuthorityReader } from './classify/authority.ts';
import { lazyBody } from './classify/body.ts';
import { describe } from './classify/describe.ts';
import { createPageMemory } from './classify/page-memory.ts';
import { createRegistrableDomain } from './classify/registrable-domain.ts';

import { queryFields } from './model/fields.ts';
import type { Hostname } from './model/terms.ts';
import type { ProxyParts } from './proxy/ports.ts';

/** The room `classify/` with its memories: of hosts, of registrable domains, and of the pages behind stylesheets. */
export function createClassifier(now: () => number): ProxyParts['classify'] & {
  readonly domainOf: (host: string) => string;
} {
  const registrableDomain = createRegistrableDomain();
  const readAuthority = createAuthorityReader();
  const pages = createPageMemory(now);
  return {
    describe: (head, device) => describe(head, { device, registrableDomain, readAuthority, pages }),
    readBody: lazyBody,
    queryFields,
    domainOf: (host) => registrableDomain(host as Hostname),
  };
}
