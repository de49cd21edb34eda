import { expect, test } from 'vitest';
import { headerRules } from '../../../src/rules/header-rules.ts';
import { readRuleFile } from '../../../src/rules/rule-file.ts';

test('rules on headers keep their line and lose that condition, all others are left out', () => {
  const text = [
    '||a.example^$script,header=via:1.1 google,third-party',
    '||b.example^',
    '! header=x',
    '@@||c.example^$header=x',
    '||d.example^$removeheader=x',
    '/regex$/$header=a:/b\\,c/,image',
    '',
    '||e.example^',
  ].join('\n');
  const [file, ...others] = headerRules([
    readRuleFile('a.txt', Buffer.from(text), null),
    readRuleFile('b.txt', Buffer.from('||x.example^'), null),
    readRuleFile('c.yaml', Buffer.from('signatures: []'), null),
  ]);
  expect(others).toEqual([]);
  if (file?.kind !== 'filters') throw new Error('no list');
  const lines = Array.from({ length: file.text.lines }, (_, i) => file.text.text(i + 1));
  expect([file.list, ...lines]).toEqual([
    'a.txt',
    '||a.example^$script,third-party',
    '',
    '',
    '@@||c.example^',
    '',
    '/regex$/$image',
  ]);
});
