import { expect, it } from 'vitest';
import { tell } from '../../../src/doctor/finding.ts';

it('a finding that needs nothing has nothing to do', () => {
  const say = tell('clock');
  expect(say.ok('Fine.')).toEqual({ check: 'clock', state: 'ok', says: 'Fine.', fix: null });
  expect(say.unknown('Who knows.').fix).toBeNull();
  expect(say.failed('Bad.', 'Mend it.')).toMatchObject({ state: 'failed', fix: 'Mend it.' });
  expect(say.warning('Odd.', 'Look.')).toMatchObject({ state: 'warning', fix: 'Look.' });
});
