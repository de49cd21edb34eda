import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placesIn, readPlaces } from '../../../src/config/places.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

it('tells the line of each setting that the file sets, and of no other', () => {
  const text = `mode: observe
levels: { default: off }
log:
  # For a week.
  days: 7
  detail:
  level: debug
pac: {}
`;
  expect([...placesIn(text)]).toEqual([
    ['levels.default', 2],
    ['mode', 1],
    ['log.days', 5],
  ]);
});

it('finds nothing in a file that is not there, and reads the one that is', () => {
  const home = temporaryFolder();
  expect(readPlaces(home).size).toBe(0);
  mkdirSync(join(home, 'config'));
  writeFileSync(join(home, 'config/eyelid.yaml'), '\nstatus: { guest: true }\n');
  expect([...readPlaces(home)]).toEqual([['status.guest', 2]]);
});

it('takes any text', () => {
  const pieces = fc.constantFrom(
    'mode',
    'log',
    ':',
    ' ',
    '\n',
    '{',
    '}',
    '[',
    '&a',
    '*a',
    '- ',
    '"',
  );
  fc.assert(
    fc.property(
      fc.array(pieces).map((all) => all.join('')),
      (text) => {
        for (const line of placesIn(text).values()) expect(line).toBeGreaterThan(0);
      },
    ),
  );
});
