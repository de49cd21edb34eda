import { fileURLToPath } from 'node:url';
import { createRegistrableDomain } from '../../../src/classify/registrable-domain.ts';
import type { RuleSet } from '../../../src/model/rule.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { RuleLoader } from '../../../src/rules/loader.ts';

/** Where the rules that ship are. */
export const SHIPPED = fileURLToPath(new URL('../../../rules/', import.meta.url));

/** The rules as they ship, loaded as the program loads them. Any warning is an error here. */
export function shippedRules(): Promise<RuleSet> {
  return loadRules(SHIPPED);
}

/** The rules of a folder. Any warning is an error here. */
export async function loadRules(folder: string): Promise<RuleSet> {
  const registrableDomain = createRegistrableDomain();
  const loader = await RuleLoader.open(folder, {
    domainOf: (hostname) => registrableDomain(hostname as Hostname),
    log: {
      warn: (fields, message) => {
        throw new Error(`${message} ${JSON.stringify(fields)}`);
      },
    },
  });
  const rules = loader.current;
  await loader.close();
  return rules;
}
