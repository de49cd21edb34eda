import { expect, it } from 'vitest';
import { createRegistrableDomain } from '../../../src/classify/registrable-domain.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { readFolder } from '../../../src/rules/folder.ts';
import { type LintReport, lintFiles } from '../../../src/rules/lint/lint.ts';
import { SHIPPED } from './rules.ts';

const registrableDomain = createRegistrableDomain();

it('`eyelid check --all` has nothing to say of what ships', async () => {
  const { files } = await readFolder(SHIPPED, new Map());
  const steps = lintFiles(files, {
    domainOf: (host) => registrableDomain(host as Hostname),
    now: Date.now(),
    groups: undefined,
    ineffective: true,
  });
  let step = steps.next();
  while (!step.done) step = steps.next();
  const { findings, lists } = step.value as LintReport;
  expect(findings).toEqual([]);
  expect(lists.length).toBeGreaterThan(8);
});
