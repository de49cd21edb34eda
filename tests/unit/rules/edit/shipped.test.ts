import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SHIPPED_FILES } from '../../../../src/rules/edit/shipped.ts';
import { isRuleFile, PERSONAL_LIST } from '../../../../src/rules/rule-file.ts';

test('every rule file that comes with Eyelid is known as such', () => {
  const folder = join(import.meta.dirname, '../../../../rules');
  const files = readdirSync(folder).filter((name) => isRuleFile(name) && name !== PERSONAL_LIST);
  expect(SHIPPED_FILES.toSorted()).toEqual(files.toSorted());
});
