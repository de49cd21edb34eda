import { expect, test } from 'vitest';
import { PROJECT } from '../../src/home.ts';
import { plainStart } from '../../src/plain-start.ts';

test.each([
  [['start'], PROJECT],
  [['start', '--home', 'a folder'], 'a folder'],
  [['start', '--home=/srv/eyelid'], '/srv/eyelid'],
  [['start', '--home=a=b'], 'a=b'],
])('%j is read at once', (args, home) => {
  expect(plainStart(args)).toBe(home);
});

test.each([
  [[]],
  [['check']],
  [['--home', 'x', 'start']],
  [['start', '--home']],
  [['start', '--home', '']],
  [['start', '--home=']],
  [['start', '--home', '--help']],
  [['start', '--home=x', 'y']],
  [['start', '--home', 'x', '--verbose']],
  [['start', '--homes', 'x']],
  [['start', '--help']],
  [['start', 'now']],
])('%j is left to the command line', (args) => {
  expect(plainStart(args)).toBeNull();
});
